"""Whose rows are whose: those of an account, with what was kept before it was linked."""

from customers.investors import NUMBERS_OF

MINE = f"with mine as ({NUMBERS_OF})"
"""Who turned out to be known already keeps what was kept for good under the old number."""
