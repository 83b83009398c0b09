"""Checks proofs and files of roots of Wenpan's ledger with nothing but Python; see docs/ledger.md.

ledger_check.py proof PROOF.json [ROOTS.txt]   a message stands in the tree of its day, and that in the file
ledger_check.py roots ROOTS.txt [OLDER.txt]    a file of roots holds together, and continues an older one
"""

import hashlib
import json
import sys
from pathlib import Path


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def canonical(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def root_by(leaf: bytes, index: int, count: int, path: list) -> bytes:
    """RFC 9162, 2.1.3.2: the root that an inclusion proof leads to."""
    if not 0 <= index < count:
        sys.exit("The proof is for no leaf of this tree.")
    last = count - 1
    for other in path:
        if not last:
            sys.exit("The proof is too long.")
        if index & 1 or index == last:
            leaf = sha256(b"\x01" + other + leaf)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            leaf = sha256(b"\x01" + leaf + other)
        index, last = index >> 1, last >> 1
    if last:
        sys.exit("The proof is too short.")
    return leaf


def check_proof(proof: dict) -> str:
    """The line of the day that the proof leads to; ends the program where it leads nowhere."""
    line, _, linked = proof["line"].rpartition(" ")
    _, day, count, root = line.split(" ")
    leaf = bytes.fromhex(proof["leaf"])
    if "sealed" in proof and sha256(b"\x00" + proof["sealed"].encode()) != leaf:
        sys.exit("The message is not the one of this leaf.")
    if "content" in proof:
        committed = sha256(bytes.fromhex(proof["salt"]) + canonical(proof["content"])).hex()
        if json.loads(proof["sealed"])[-1] != committed:
            sys.exit("The content is not the one that was sealed.")
    path = [bytes.fromhex(each) for each in proof["path"]]
    if root_by(leaf, proof["index"], int(count), path).hex() != root:
        sys.exit("The proof leads to another root.")
    if sha256(bytes.fromhex(proof["previous"]) + line.encode()).hex() != linked:
        sys.exit("The day's hash is not that of its line.")
    said = proof.get("sealed", "a message that was taken out since")
    print(f"Sealed on {day}: {said}")  # noqa: T201 - a command
    return proof["line"]


def check_roots(lines: list) -> None:
    """Ends the program where a line does not follow the one before it."""
    before = bytes(32)
    for number, each in enumerate(lines, 1):
        line, _, linked = each.rpartition(" ")
        if int(line.split(" ")[0]) != number or sha256(before + line.encode()).hex() != linked:
            sys.exit(f"Line {number} does not follow the one before it.")
        before = bytes.fromhex(linked)
    print(f"{len(lines)} days, each following the one before it.")  # noqa: T201 - a command


def lines_of(name: str) -> list:
    return Path(name).read_text(encoding="ascii").splitlines()


def main() -> None:
    match sys.argv[1:]:
        case ["proof", proof, *roots]:
            line = check_proof(json.loads(Path(proof).read_text(encoding="utf-8")))
            if roots and line not in lines_of(roots[0]):
                sys.exit("The file of roots does not have this day.")
        case ["roots", newer, *older]:
            lines = lines_of(newer)
            check_roots(lines)
            if older and (begun := lines_of(older[0])) != lines[: len(begun)]:
                sys.exit("The older file is not the beginning of the newer one.")
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
