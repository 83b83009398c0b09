"""The ledger: each day's transcripts under one hash, so that nothing said can be changed unseen."""
