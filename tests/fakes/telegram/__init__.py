"""Telegram on loopback: a Bot API as strict as the real one, and people who write to the bot."""
