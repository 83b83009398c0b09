"""What an investor can bear and what products risk: the test, its result, and proof of what was shown."""
