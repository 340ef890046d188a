"""Who looked at what: one line of the read log, its leaf for the seal, and the trace it belongs to. Pure.

The log is one of its own beside the ledger, with its own positions: were a look an act, each read would
move the positions that answers and citations name. NEN 7513 was the example for what a line says.
"""
