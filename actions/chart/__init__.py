"""How prices went, as a picture."""
