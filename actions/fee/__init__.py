"""What trading costs."""
