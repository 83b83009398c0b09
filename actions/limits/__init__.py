"""How far a share may move, and when it has moved too far."""
