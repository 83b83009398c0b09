"""Articles at the desk: what editors do with them, and what they are shown."""
