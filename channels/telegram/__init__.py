"""Telegram: a bot that investors write to, by webhook or by polling."""
