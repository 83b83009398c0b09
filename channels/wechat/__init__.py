"""WeChat Official Account: its webhook, its cipher, its API."""
