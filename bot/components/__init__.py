"""NLU components of our own: securities in a message, and intents that follow from words alone."""
