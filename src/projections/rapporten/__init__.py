"""Figures beyond one casus: pure functions over acts, whether those come from the ledger or from a file."""
