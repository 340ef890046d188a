"""Sealing against the world: rows of the ledger in, checkpoints and tiles out, and the audit of all of it."""
