"""What a word of the market means."""
