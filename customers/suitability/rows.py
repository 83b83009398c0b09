"""Whose rows are whose: those of an account, with what was kept before it was linked."""

MINE = """
with recursive mine (id) as (
  select investor_id from investor_account where channel = %(channel)s and user_id = %(user)s
  union
  select i.id from investor i join mine on i.joined_into = mine.id
)"""
"""Who turned out to be known already keeps what was kept for good under the old number."""
