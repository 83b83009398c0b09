"""The operator's keys, and what they seal: AES-256-GCM, bound to the place where a value stands.

A sealed value is `MAGIC`, the id of its key (4 bytes), a random nonce (12), the ciphertext and its tag (16).
Every table has a key of its own, made from the operator's by HKDF-SHA256; the place (table and key of the
row, or name of the file) is authenticated with it: a value that is moved elsewhere does not open there.
"""

import json
import os
import re
from collections.abc import Sequence
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sealing.errors import BadKeys, KeysMissing, KeyUnknown, SealBroken

MAGIC = b"WPS\x01"
HEADER = 8
"""Bytes of `MAGIC` and the id of the key."""
SHORTEST = 32
"""Characters of a key that an operator may choose: `openssl rand -base64 32` gives 44."""
_NONCE, _TAG = 12, 16

Place = Sequence[int | str]


class Keys:
    """Keys as the operator has them, the newest first: it seals, all of them open. Safe for many threads."""

    def __init__(self, secrets: Sequence[str] = ()) -> None:
        self._secrets = {_derived(secret, "id", 4): secret for secret in secrets}
        self._ciphers: dict[tuple[bytes, str], AESGCM] = {}

    def __repr__(self) -> str:
        return f"Keys({', '.join(self.ids)})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Keys) and self.ids == other.ids

    def __hash__(self) -> int:
        return hash(self.ids)

    @classmethod
    def read(cls, text: str, shortest: int = 1) -> Self:
        """Keys with commas or blanks between them, none of them shorter. Raises BadKeys."""
        secrets = [each for each in re.split(r"[,\s]+", text) if each]
        faults = []
        if not secrets:
            faults.append("no key is named")
        if any(len(each) < shortest for each in secrets):
            faults.append(f"every key must have at least {shortest} characters")
        if len({_derived(each, "id", 4) for each in secrets}) < len(secrets):
            faults.append("a key is named twice")
        if faults:
            raise BadKeys(faults)
        return cls(secrets)

    @property
    def ids(self) -> tuple[str, ...]:
        """What tells them apart and tells nothing of them, the newest first."""
        return tuple(each.hex() for each in self._secrets)

    @property
    def header(self) -> bytes:
        """How everything begins that is sealed with the newest key. Raises KeysMissing."""
        return MAGIC + self._newest("any table")

    def seal(self, table: str, place: Place, content: bytes) -> bytes:
        """Raises KeysMissing."""
        newest = self._newest(table)
        nonce = os.urandom(_NONCE)
        sealed = self._cipher(newest, table).encrypt(nonce, content, _bound(newest, table, place))
        return MAGIC + newest + nonce + sealed

    def open(self, table: str, place: Place, sealed: bytes) -> bytes:
        """Raises KeyUnknown and SealBroken."""
        if len(sealed) < HEADER + _NONCE + _TAG or not is_sealed(sealed):
            raise SealBroken(table)
        key, nonce, rest = sealed[4:HEADER], sealed[HEADER : HEADER + _NONCE], sealed[HEADER + _NONCE :]
        if key not in self._secrets:
            raise KeyUnknown(key.hex())
        try:
            return self._cipher(key, table).decrypt(nonce, rest, _bound(key, table, place))
        except InvalidTag as exc:  # changed, or taken from another place
            raise SealBroken(table) from exc

    def _newest(self, table: str) -> bytes:
        newest = next(iter(self._secrets), None)
        if newest is None:
            raise KeysMissing(table)
        return newest

    def _cipher(self, key: bytes, table: str) -> AESGCM:
        cipher = self._ciphers.get((key, table))
        if cipher is None:
            cipher = AESGCM(_derived(self._secrets[key], f"table {table}", 32))
            self._ciphers[key, table] = cipher
        return cipher


NO_KEYS = Keys()
"""Of who neither writes nor reads personal fields."""


def is_sealed(content: bytes) -> bool:
    """Whether it begins as sealed values do; no file that is kept and no row of before does."""
    return content.startswith(MAGIC)


def _bound(key: bytes, table: str, place: Place) -> bytes:
    return MAGIC + key + json.dumps([table, *place], ensure_ascii=False).encode("utf-8", "surrogatepass")


def _derived(secret: str, purpose: str, length: int) -> bytes:
    """Bytes of their own for each purpose."""
    return HKDF(SHA256(), length, salt=None, info=f"wenpan.data {purpose}".encode()).derive(secret.encode())
