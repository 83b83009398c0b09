"""A Chatwoot on loopback: contacts, conversations, messages, its limits and its webhooks that come once."""
