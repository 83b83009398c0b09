"""The keys that personal fields are sealed with in tests."""

from sealing import Keys

SECRET = "a-key-of-the-tests-and-of-nobody-else"
KEYS = Keys([SECRET])
