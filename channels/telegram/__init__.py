"""Telegram: a bot that investors write to, by webhook or by polling."""

import os

os.environ.setdefault(
    "PTB_TIMEDELTA", "1"
)  # durations as the library will give them, and no warning for each
