"""The read log in PostgreSQL: writing a line, durable before its answer leaves, and reading the log."""
