"""The tree is RFC 6962's, its proofs are those of another implementation, and every leaf has one."""

import importlib.util
from pathlib import Path as File
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.ledger.tree import NOTHING, Growing, Path, leaf_hash, node_hash

KNOWN = (
    ("", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
    ("00", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
    ("10", "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"),
    ("2021", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"),
    ("3031", "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"),
    ("40414243", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"),
    ("5051525354555657", "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"),
    (
        "606162636465666768696a6b6c6d6e6f",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ),
)
"""The leaves that Certificate Transparency's own tests add one by one, and the root after each."""


@pytest.fixture(scope="module")
def outsider() -> ModuleType:
    """The program that others check proofs with."""
    path = File(__file__).parents[4] / "docs" / "ledger_check.py"
    spec = importlib.util.spec_from_file_location("ledger_check", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def root_of(leaves: list[bytes]) -> bytes:
    tree = Growing()
    for leaf in leaves:
        tree.add(leaf)
    return tree.root()


def proof_of(index: int, leaves: list[bytes]) -> list[bytes]:
    path = Path(index, len(leaves))
    for leaf in leaves:
        path.add(leaf)
    return path.hashes()


def by_definition(leaves: list[bytes]) -> bytes:
    """RFC 6962, 2.1, as it is written there."""
    if len(leaves) < 2:
        return leaves[0] if leaves else NOTHING
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return node_hash(by_definition(leaves[:half]), by_definition(leaves[half:]))


def test_the_roots_are_those_of_certificate_transparency() -> None:
    tree = Growing()
    assert tree.root() == NOTHING
    for data, root in KNOWN:
        tree.add(leaf_hash(bytes.fromhex(data)))
        assert tree.root().hex() == root


@given(st.lists(st.binary(max_size=4).map(leaf_hash), max_size=70))
def test_leaves_one_by_one_give_the_root_of_the_definition(leaves: list[bytes]) -> None:
    assert root_of(leaves) == by_definition(leaves)


@given(st.integers(1, 140), st.data())
def test_every_leaf_has_a_proof_that_others_can_check(
    outsider: ModuleType, count: int, data: st.DataObject
) -> None:
    leaves = [leaf_hash(bytes([n])) for n in range(count)]
    index = data.draw(st.integers(0, count - 1))
    proof, root = proof_of(index, leaves), root_of(leaves)
    assert outsider.root_by(leaves[index], index, count, proof) == root
    other = data.draw(st.integers(0, count - 1).filter(lambda n: n != index)) if count > 1 else index
    assert count == 1 or outsider.root_by(leaves[other], index, count, proof) != root


@given(st.integers(2, 140), st.data())
def test_a_proof_of_another_length_proves_nothing(
    outsider: ModuleType, count: int, data: st.DataObject
) -> None:
    leaves = [leaf_hash(bytes([n])) for n in range(count)]
    index = data.draw(st.integers(0, count - 1))
    proof, leaf = proof_of(index, leaves), leaves[index]
    for place, other in ((index, proof[:-1]), (index, [*proof, leaf]), (count, proof)):
        with pytest.raises(SystemExit):
            outsider.root_by(leaf, place, count, other)
