"""The keys of the confidential parts: made, kept wrapped, handed out, destroyed."""
