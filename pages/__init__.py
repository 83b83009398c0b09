"""What the rooms' pages have in common: their files, the words put into them, and how they are served."""
