"""How studio and drawer speak: four bytes of length and a pickle, over a pipe that nobody else holds."""

import pickle
from typing import Any

HEADER = 4


def pack(content: object) -> bytes:
    body = pickle.dumps(content)
    return len(body).to_bytes(HEADER, "big") + body


def length_of(header: bytes) -> int:
    return int.from_bytes(header, "big")


def unpack(body: bytes) -> Any:
    return pickle.loads(body)  # noqa: S301 - of our own making
