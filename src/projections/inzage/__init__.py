"""What the read log means: in plain words, as knowledge at a moment, as lines of another standard. Pure."""
