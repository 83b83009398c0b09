"""The brain: Rasa's configuration and domain, our NLU components, and the channel the gateway talks to."""
