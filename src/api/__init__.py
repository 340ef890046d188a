"""How people reach it: HTTP and the command line."""
