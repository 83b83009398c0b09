"""The check before something is sent to an investor."""
