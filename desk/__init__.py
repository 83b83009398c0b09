"""The agents' desk: who works there, who gets which conversation, and what they do with it."""
