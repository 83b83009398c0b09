"""Dated rows of trading, new-share, permission and delisting rules, and how to ask them. Pure."""
