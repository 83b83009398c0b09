"""What funds are worth and cost."""
