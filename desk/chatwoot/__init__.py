"""A desk that a team has already: Chatwoot behind the same port."""
