"""`make knowledge`: the articles for editors, in the database of the Wenpan that runs."""

import argparse
import asyncio
import getpass
import sys
from argparse import Namespace
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from actions.knowing import VECTORS
from gateway.articles import faults_of, today
from gateway.commands import complain, tell
from gateway.editors import Editors
from gateway.errors import GatewayError
from gateway.running import database_in_use
from gateway.settings import CHECKOUT, read_settings
from knowledge.editing import Editing
from knowledge.encoder import Encoder
from knowledge.errors import KnowledgeError, StoreAway
from knowledge.retrieval import Retrieval
from knowledge.store import Store
from market.names import normalise

CACHE = CHECKOUT / "var" / "knowledge" / VECTORS
EXAMPLE = "example: make knowledge ARGS='edit ACC01 draft.yml --by 王芳'"


@dataclass(frozen=True)
class Command:
    """`arguments` are `name`, `name?` that may be left out, `--flag`, and `--option=`."""

    what: str
    arguments: tuple[str, ...]
    do: Callable[[Editors, Namespace], Coroutine[Any, Any, str]]


_COMMANDS = {
    "list": Command(
        "all articles, or those that need an editor",
        ("--gaps", "--expiring", "--unverified"),
        lambda desk, it: (
            desk.gaps() if it.gaps else desk.list(expiring=it.expiring, unverified=it.unverified)
        ),
    ),
    "show": Command(
        "an article as a file: what is public, or a version",
        ("id", "number?"),
        lambda desk, it: desk.show(it.id, it.number),
    ),
    "new": Command(
        "a first draft from a file, - is the standard input",
        ("file",),
        lambda desk, it: desk.new(_text(it.file), it.note),
    ),
    "edit": Command(
        "a draft from a file; refused where another was saved since version --based-on",
        ("id", "file", "--based-on="),
        lambda desk, it: desk.edit(it.id, _text(it.file), it.note, it.based_on),
    ),
    "submit": Command("ask for a review of the draft", ("id",), lambda desk, it: desk.submit(it.id)),
    "approve": Command("a second person found it right", ("id",), lambda desk, it: desk.approve(it.id)),
    "publish": Command("show what is approved", ("id",), lambda desk, it: desk.publish(it.id, None)),
    "schedule": Command(
        "show what is approved from a day", ("id", "day"), lambda desk, it: desk.publish(it.id, it.day)
    ),
    "expire": Command(
        "show it for the last time on a day; without one no more",
        ("id", "day?"),
        lambda desk, it: desk.expire(it.id, it.day, it.note),
    ),
    "rollback": Command(
        "say again what a version said",
        ("id", "number"),
        lambda desk, it: desk.roll_back(it.id, it.number, it.note),
    ),
    "history": Command("all versions", ("id",), lambda desk, it: desk.history(it.id)),
    "diff": Command(
        "what the newest version says otherwise, or one of two",
        ("id", "number?", "other?"),
        lambda desk, it: desk.diff(it.id, it.number, it.other),
    ),
    "search": Command("the articles that a question finds", ("text",), lambda desk, it: desk.search(it.text)),
    "gaps": Command("what was asked in vain, in groups", (), lambda desk, it: desk.gaps()),
    "follow-ups": Command("count what is asked after what", (), lambda desk, it: desk.follow_ups()),
    "load": Command("take over what has changed in the files", (), lambda desk, it: desk.load()),
}
_TYPES: Mapping[str, Callable[[str], Any]] = {
    "number": int,
    "other": int,
    "--based-on": int,
    "day": date.fromisoformat,
}


def main() -> int:
    """Do one command; 1 with one clear sentence where that is not possible."""
    asked = parser().parse_args()
    try:
        store = Store(database_in_use(read_settings()))
        command = _COMMANDS[asked.command]
        tell(asyncio.run(command.do(editors(store, asked.by), asked)))
    except StoreAway:
        return complain("The database cannot be reached; nothing is known to have changed.")
    except (GatewayError, KnowledgeError) as error:
        return complain(str(error))
    except (OSError, UnicodeDecodeError) as error:  # the file that was named
        return complain(f"The file cannot be read: {error}.")
    return 0


def editors(store: Store, person: str) -> Editors:
    """The commands over a database."""
    retrieval = Retrieval(normalise, Encoder.open(CACHE))
    return Editors(store, Editing(store, today, faults_of), retrieval, today, person)


def parser() -> argparse.ArgumentParser:
    """What can be typed."""
    everywhere = argparse.ArgumentParser(add_help=False)
    everywhere.add_argument("--by", default=getpass.getuser(), metavar="NAME", help="who you are")
    everywhere.add_argument("--note", default="", help="why, for the history")
    whole = argparse.ArgumentParser("make knowledge", description=__doc__, epilog=EXAMPLE)
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, command in _COMMANDS.items():
        own = commands.add_parser(name, help=command.what, description=command.what, parents=[everywhere])
        for argument in command.arguments:
            _add(own, argument)
    return whole


def _add(command: argparse.ArgumentParser, argument: str) -> None:
    name = argument.rstrip("?=")
    if argument.startswith("--") and not argument.endswith("="):
        command.add_argument(name, action="store_true")
    elif argument.startswith("--"):
        command.add_argument(name, type=_TYPES[name])
    else:
        command.add_argument(name, type=_TYPES.get(name, str), nargs="?" if argument.endswith("?") else None)


def _text(file: str) -> str:
    return sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
