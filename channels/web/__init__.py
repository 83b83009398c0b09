"""The web chat: HTTP and socket in front of the conversations, and the page investors open."""
