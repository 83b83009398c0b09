"""Briefs: what the market and an investor's own shares did, from facts alone, at fixed times or at once."""
