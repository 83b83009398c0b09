"""What securities cost."""
