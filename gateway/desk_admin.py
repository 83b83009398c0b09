"""`make desk-admin`: the first people of the desk, and who has locked themselves out.

make desk-admin ARGS="create NAME 姓名 工号 --role admin"  asks for a password, or prints one
make desk-admin ARGS="reset NAME"        prints a password for one sign-in; --second drops the telephone too
make desk-admin ARGS="end-sessions NAME" signs somebody out everywhere
make desk-admin ARGS="list"              who there is
make desk-audit                          how far the audit log reaches, and whether it is intact
make desk-audit ARGS="COUNT HASH"        and whether it still holds what was noted down
"""

import argparse
import asyncio
import getpass
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence

from conversations.database import LOST, Database
from conversations.errors import StoreUnavailable
from desk.audit.chain import Head
from desk.audit.log import Audit
from desk.errors import DeskError, Unavailable, Unknown, Unreadable
from desk.people.agents import Agents
from desk.people.caller import ROLES
from desk.people.details import Agent, folded
from desk.people.passwords import Passwords, WeakPassword
from desk.people.sessions import Sessions
from gateway.columns import columns
from gateway.commands import at_once, complain, tell
from gateway.errors import GatewayError
from gateway.running import database_in_use
from gateway.settings import read_settings

ATTEMPTS = 3
Asking = Callable[[str], str]
_HEAD = ("name", "called", "number", "role", "active", "telephone", "skills", "licences")
_WEAK = {
    "short": "It is too short: ten characters at least.",
    "long": "It is too long.",
    "like_name": "It is the name or the number itself.",
    "common": "Too many people use it.",
}


class Refused(Exception):
    """str() is the sentence that is printed."""


class DeskAdmin:
    """The commands; each gives what is to be printed, or raises Refused, DeskError, StoreUnavailable.

    `ask` asks a person for a password, unseen; None where nobody sits there.
    """

    def __init__(self, database: Database, ask: Asking | None, passwords: Passwords | None = None) -> None:
        sessions = Sessions(database)
        self._agents = Agents(database, passwords or Passwords(), sessions)
        self._audit = Audit(database)
        self._ask = ask
        self._by = f"command:{getpass.getuser()}"

    async def do(self, asked: Namespace) -> str:
        match asked.command:
            case "create":
                return await self._create(asked)
            case "reset":
                given = await self._agents.reset(self._by, folded(asked.name), second=asked.second)
                return f"{folded(asked.name)} signs in once with {given} and then chooses a password."
            case "end-sessions":
                ended = await self._agents.end_sessions(self._by, folded(asked.name))
                return f"{folded(asked.name)} is signed out everywhere ({ended} sessions)."
            case "audit":
                return await self._check(asked)
        return _table(await self._agents.list())

    async def _create(self, asked: Namespace) -> str:
        id = folded(asked.name)
        fields = {"id": id, "name": asked.called, "number": asked.number, "role": asked.role}
        password = _asked_twice(self._ask) if self._ask else None
        given = await self._agents.create(self._by, fields, password)
        if password is None:
            return f"{id} is {asked.role}, signs in once with {given} and then chooses a password."
        return f"{id} is {asked.role} and signs in with that password."

    async def _check(self, asked: Namespace) -> str:
        noted = _noted(asked.noted)
        verdict = await self._audit.verify(noted)
        if verdict.broken is None:
            return f"{verdict.head}\nThe audit log is intact: note this line down elsewhere."
        raise Refused(f"The audit log was touched: row {verdict.broken} is missing or not what was written.")


def main() -> int:
    """Do one command; 1 with one clear sentence where that is not possible."""
    asked = parser().parse_args()
    try:
        tell(asyncio.run(_obey(database_in_use(read_settings()), asked)))
    except (StoreUnavailable, Unavailable, *LOST):
        return complain("The database cannot be reached; nothing is known to have changed.")
    except (GatewayError, Refused) as error:
        return complain(str(error))
    except DeskError as error:
        return complain(_sentence(error))
    return 0


async def _obey(dsn: str, asked: Namespace) -> str:
    ask = getpass.getpass if sys.stdin.isatty() else None
    async with at_once(dsn) as database:
        return await DeskAdmin(database, ask).do(asked)


def parser() -> argparse.ArgumentParser:
    """What can be typed."""
    whole = argparse.ArgumentParser(
        "make desk-admin", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")
    create = commands.add_parser("create", help="somebody who works at the desk")
    for argument in ("name", "called", "number"):
        create.add_argument(argument)
    create.add_argument("--role", choices=ROLES, default="admin")
    reset = commands.add_parser("reset", help="a password for one sign-in")
    reset.add_argument("name")
    reset.add_argument("--second", action="store_true", help="drop the second factor too")
    commands.add_parser("end-sessions", help="sign somebody out everywhere").add_argument("name")
    commands.add_parser("list", help="who there is")
    commands.add_parser("audit", help="check the audit log").add_argument("noted", nargs="*")
    return whole


def _asked_twice(ask: Asking) -> str:
    for _ in range(ATTEMPTS):
        first = ask("Password: ")
        if first == ask("The same again: "):
            return first
    raise Refused("The two were not the same; nobody was made.")


def _noted(words: Sequence[str]) -> Head | None:
    """The head that was noted down: its count and its hash."""
    if not words:
        return None
    try:
        count, hash = words
        return Head(int(count), bytes.fromhex(hash))
    except ValueError as error:  # not two words, no number, no hash
        raise Refused("Give the line that was noted down: a count and a hash.") from error


def _table(agents: Sequence[Agent]) -> str:
    if not agents:
        return "Nobody works here yet."
    return columns(_HEAD, [_row(each) for each in agents])


def _row(agent: Agent) -> tuple[str, ...]:
    yes = {True: "yes", False: "no"}
    flags = yes[agent.active], yes[agent.second_factor]
    lists = (" ".join(words) or "-" for words in (agent.skills, agent.licences))
    return (agent.id, agent.name, agent.number, agent.role, *flags, *lists)


def _sentence(error: DeskError) -> str:
    match error:
        case WeakPassword():
            return f"That password cannot be taken. {_WEAK[error.why]}"
        case Unreadable(field=field):
            return f"The {field} cannot be kept: it has no meaning, or is somebody else's."
        case Unknown():
            return "Nobody has that name."
    return "That is not possible now; nothing was changed."


if __name__ == "__main__":
    sys.exit(main())
