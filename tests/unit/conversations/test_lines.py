"""Lines to PostgreSQL: a machine that vanishes is missed soon, and its locks go over to others."""

import ast
from pathlib import Path

from conversations.database import Database

ROOT = Path(__file__).parents[3]
KEPT_OPEN = ("AsyncConnection.connect", "AsyncConnectionPool", "PsycopgConnector")
ROOMS = ("conversations", "channels", "customers", "desk", "notices", "actions", "gateway")
ON_TCP = "select name, reset_val from pg_settings where name like 'tcp_%%' order by name"


async def test_the_server_misses_us_and_we_the_server_within_half_a_minute(database_url: str) -> None:
    async with Database(database_url) as database, database.connection() as connection:
        ours = connection.info.get_parameters()
        theirs = {row["name"]: row["reset_val"] for row in await database.rows(ON_TCP, {})}
    assert theirs == {
        "tcp_keepalives_count": "3",
        "tcp_keepalives_idle": "10",
        "tcp_keepalives_interval": "5",
        "tcp_user_timeout": "25000",
    }
    names = ("keepalives_idle", "keepalives_interval", "keepalives_count", "tcp_user_timeout")
    assert [ours[name] for name in names] == ["10", "5", "3", "25000"]


def test_every_line_that_is_kept_open_is_such_a_one() -> None:
    opened = [(path, call) for path in _sources() for call in _opening(ast.parse(path.read_text()))]
    assert len(opened) == 5
    assert [f"{path.name}:{call.lineno}" for path, call in opened if "**LINE" not in ast.unparse(call)] == []


def _sources() -> list[Path]:
    return [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]


def _opening(tree: ast.AST) -> list[ast.Call]:
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [call for call in calls if ast.unparse(call.func) in KEPT_OPEN]
