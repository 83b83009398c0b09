"""WeChat on loopback: its API with limits and refusals, and phones that deliver to our webhook as it does."""
