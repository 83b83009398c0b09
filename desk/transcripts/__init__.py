"""Conversations as a record: read whole, masked, exported, kept and deleted."""
