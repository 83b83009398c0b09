"""What a security is called: find the securities named in a text, and suggest near misses."""

from market.names.book import Names
from market.names.mention import Basis, Mention
from market.names.normal import normalise

__all__ = ["Basis", "Mention", "Names", "normalise"]
