"""Each migration leaves the version before able to work: it adds, and takes away only what nobody uses.

Read from the source of every step after LAST_FREE; those before were made for a product that was never run.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway.migrations import __file__ as migrations

VERSIONS = Path(migrations).with_name("versions")
LAST_FREE = "0011"
TAKES_AWAY = {
    "alter_column",
    "drop_column",
    "drop_constraint",
    "drop_table",
    "rename_table",
}
NARROWS = re.compile(r"(?i)\b(drop(?! index concurrently)|rename|set not null|truncate(?! on))\b")


def steps() -> list[Path]:
    return sorted(path for path in VERSIONS.glob("[0-9]*.py") if path.name[:4] > LAST_FREE)


def calls(source: str) -> Iterator[tuple[str, ast.Call]]:
    """The operations of the way up, by name."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef) and node.name != "downgrade":
            for each in ast.walk(node):
                if isinstance(each, ast.Call) and ast.unparse(each.func).startswith("op."):
                    yield ast.unparse(each.func)[3:], each


def words(call: ast.Call, number: int) -> str:
    """An argument that is written out, else nothing."""
    given = call.args[number] if len(call.args) > number else None
    return str(given.value) if isinstance(given, ast.Constant) else ""


def faults(source: str) -> list[str]:
    """What would stop, or stand before, the version that runs."""
    if re.search(r"(?m)^contracts = ", source):
        return []
    made = {words(call, 0) for name, call in calls(source) if name == "create_table"}
    return [fault for name, call in calls(source) if (fault := fault_of(name, call, made))]


def fault_of(name: str, call: ast.Call, made: set[str]) -> str:
    text = ast.unparse(call)
    if name in TAKES_AWAY or (name == "execute" and NARROWS.search(words(call, 0))):
        return f"takes away: {text}"
    if name == "add_column" and "nullable=False" in text and "server_default" not in text:
        return f"the version before writes no such column: {text}"
    if name == "create_index" and words(call, 1) not in made and "postgresql_concurrently=True" not in text:
        return f"writers wait as long as the index is made: {text}"
    return ""


def test_every_step_leaves_the_version_before_able_to_work() -> None:
    assert {path.name: found for path in steps() if (found := faults(path.read_text()))} == {}


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ('op.drop_column("message", "text")', "takes away"),
        ('op.execute("alter table message rename column text to words")', "takes away"),
        ('op.execute("truncate message")', "takes away"),
        ('op.add_column("message", sa.Column("a", sa.Text(), nullable=False))', "the version before"),
        ('op.create_index("message_at", "message", ["at"])', "writers wait"),
    ],
)
def test_what_would_stop_it_is_seen(statement: str, fault: str) -> None:
    source = f"def upgrade():\n    {statement}\n"
    assert [found.partition(":")[0] for found in faults(source)][0].startswith(fault)
    assert faults(f'contracts = "nobody uses it since 1.2"\n{source}') == []


@pytest.mark.parametrize(
    "statement",
    [
        'op.add_column("message", sa.Column("a", sa.Text(), nullable=True))',
        'op.add_column("message", sa.Column("a", sa.Text(), server_default="", nullable=False))',
        'op.create_table("new", sa.Column("a"))\n    op.create_index("new_a", "new", ["a"])',
        'op.create_index("message_at", "message", ["at"], postgresql_concurrently=True)',
        'op.execute("drop index concurrently if exists message_at")',
        'op.execute("create trigger kept before delete or truncate on new execute function kept()")',
    ],
)
def test_what_adds_is_allowed(statement: str) -> None:
    assert faults(f"def upgrade():\n    {statement}\ndef downgrade():\n    op.drop_table('new')\n") == []
