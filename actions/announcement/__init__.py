"""What a company has announced."""
