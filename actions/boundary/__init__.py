"""What is declined, and the facts that stand below."""
