"""What happened: the acts, the decisions, the agreements and the store."""
