"""Merkle trees as in RFC 6962, over leaves that come one after the other and are never all in memory. Pure.

A leaf's hash is sha256(0x00 ‖ data), a node's sha256(0x01 ‖ left ‖ right); of n leaves the left half holds
the largest power of two below n, and no leaf at all has sha256 of nothing.
"""

import hashlib
from collections.abc import Iterator

NOTHING = hashlib.sha256().digest()
SIZE = 32  # bytes of a hash


def leaf_hash(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


class Growing:
    """A tree that leaves are added to; kept are the roots of its complete subtrees, one a bit of `count`."""

    def __init__(self) -> None:
        self.count = 0
        self._roots: list[bytes] = []

    def add(self, leaf: bytes) -> None:
        """`leaf` is the hash of the next one."""
        self.count += 1
        complete = self.count
        while not complete & 1:
            leaf = node_hash(self._roots.pop(), leaf)
            complete >>= 1
        self._roots.append(leaf)

    def root(self) -> bytes:
        if not self._roots:
            return NOTHING
        *before, root = self._roots
        for left in reversed(before):
            root = node_hash(left, root)
        return root


def parted(leaves: bytes) -> Iterator[bytes]:
    """The hashes that stand in `leaves` one after the other."""
    for start in range(0, len(leaves), SIZE):
        yield leaves[start : start + SIZE]


def siblings(index: int, count: int) -> list[tuple[int, int]]:
    """The spans [begin, end) of leaves whose roots prove the leaf `index` among `count`, from its side up."""
    spans = []
    begin, end = 0, count
    while end - begin > 1:
        middle = begin + _half(end - begin)
        if index < middle:
            spans.append((middle, end))
            end = middle
        else:
            spans.append((begin, middle))
            begin = middle
    return spans[::-1]


class Path:
    """Takes all leaves of a tree in order and finds the proof of one of them."""

    def __init__(self, index: int, count: int) -> None:
        self._spans = siblings(index, count)
        self._ordered = sorted(self._spans)
        self._trees = {span: Growing() for span in self._spans}
        self._at = 0

    def add(self, leaf: bytes) -> None:
        while self._ordered and self._ordered[0][1] <= self._at:
            self._ordered.pop(0)
        if self._ordered and self._ordered[0][0] <= self._at:
            self._trees[self._ordered[0]].add(leaf)
        self._at += 1

    def hashes(self) -> list[bytes]:
        return [self._trees[span].root() for span in self._spans]


def _half(count: int) -> int:
    """The largest power of two below `count`."""
    return 1 << (count - 1).bit_length() - 1
