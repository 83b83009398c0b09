"""Agents' passwords: which are good enough, how they are kept, how one is checked."""

import asyncio
import secrets
import unicodedata
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from desk.errors import Unreadable

SHORTEST = 10
LONGEST = 200
AT_ONCE = 2  # each takes 64 MB and a core for some 50 ms
ONE_TIME = 16
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another when read aloud
COMMON = frozenset(Path(__file__).with_name("common_passwords.txt").read_text(encoding="utf-8").split())


class WeakPassword(Unreadable):
    """`why`: short, long, like_name, common."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(field)
        self.why = why


class Passwords:
    """Hashes and checks, few at once; `hasher` says how costly a hash is."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._turnstile = asyncio.Semaphore(AT_ONCE)
        self._nobodys: str | None = None

    async def hash(self, password: str) -> str:
        return str(await self._slowly(self._hasher.hash, plain(password)))

    async def check(self, kept: str | None, password: str) -> bool:
        """Whether `kept` is a hash of it. None, for a name that nobody has, takes as long and fails."""
        if kept is None and self._nobodys is None:
            self._nobodys = await self.hash(secrets.token_urlsafe(32))
        try:
            await self._slowly(self._hasher.verify, kept or self._nobodys, plain(password))
        except (VerificationError, InvalidHashError):  # another password; no hash at all
            return False
        return kept is not None

    def is_stale(self, kept: str) -> bool:
        """Whether a hash is cheaper, or otherwise made, than today's are."""
        return self._hasher.check_needs_rehash(kept)

    async def _slowly(self, work: Any, *values: Any) -> Any:
        async with self._turnstile:
            return await asyncio.to_thread(work, *values)


def require_good(password: str, names: tuple[str, ...], field: str = "new") -> None:
    """Raise WeakPassword for one that is short, common, or one of the agent's own `names`."""
    folded = plain(password).casefold()
    if len(folded) < SHORTEST:
        raise WeakPassword(field, "short")
    if len(folded) > LONGEST:
        raise WeakPassword(field, "long")
    if folded in {plain(name).casefold() for name in names}:
        raise WeakPassword(field, "like_name")
    if folded in COMMON or len(set(folded)) < 4:
        raise WeakPassword(field, "common")


def plain(password: str) -> str:
    """The same password however a keyboard composes it."""
    return unicodedata.normalize("NFKC", password)


def one_time() -> str:
    """A password to be told once and changed at the first sign-in."""
    return "".join(secrets.choice(LETTERS) for _ in range(ONE_TIME))
