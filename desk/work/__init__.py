"""What an agent does in a conversation, and what the desk shows while it goes on."""
