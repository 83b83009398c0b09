"""What a share is worth, earns, and how its price moved, in figures."""
