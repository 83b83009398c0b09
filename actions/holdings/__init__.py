"""The investor's own list of shares: told in sentences or tables, valued, and looked at as a whole."""
