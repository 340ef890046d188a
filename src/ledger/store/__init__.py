"""The ledger in PostgreSQL: migrations, the append, what is read back, and the embedded server."""
