"""What it means: timelines, terms, signals and the read models made of them."""
