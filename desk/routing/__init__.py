"""Which agent gets which conversation and when, and who is told what meanwhile."""
