"""How industries and concepts stand."""
