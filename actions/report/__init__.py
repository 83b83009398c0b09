"""The facts on one share in one message."""
