"""`python -m gateway.subject`: what an investor who writes a letter may ask for: all of it, or that it goes.

python -m gateway.subject export CHANNEL USER --reason WHY [--to FOLDER]   a copy of everything, page by page
python -m gateway.subject erase CHANNEL USER --reason WHY                  all that no law keeps

CHANNEL and USER are those of one of the investor's accounts; every account that is joined with it is meant
too. Who asked has to be known for sure before. The log of the desk holds that it begins and what it came to.
"""

import argparse
import asyncio
import getpass
import sys
from argparse import Namespace
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from conversations.database import LOST, Database
from conversations.erasing import Erasing
from conversations.errors import StoreUnavailable
from conversations.messages import SHANGHAI, Reply
from conversations.notices import Notices
from customers.consents import KINDS, Consents
from customers.investors import Investors
from desk.audit.log import Audit
from desk.errors import DeskError, Unavailable
from desk.people.caller import Caller
from desk.transcripts.exports import LONGEST_REASON, SHORTEST_REASON, Exporter
from desk.transcripts.gathering import Archive
from desk.transcripts.received import Received
from desk.transcripts.wishes import Wish, Wishes, opened
from desk.transcripts.wishes_sql import OPEN_OF
from desk.transcripts.words import Words
from gateway.commands import at_once, complain, tell
from gateway.data_keys import admit
from gateway.errors import GatewayError
from gateway.running import database_in_use
from gateway.settings import Settings, read_settings
from gateway.subject_copy import SubjectCopy
from sealing import SealingError

_CONVERSATION = """
select id, channel, user_id as user from conversation
where channel = any(%(channels)s) and user_id = any(%(users)s)
"""


class Refused(Exception):
    """str() is the sentence that is printed."""


class ByLetter:
    """Nobody is told in the chat: the words of the answer are printed, for a letter."""

    def __init__(self, erasing: Erasing) -> None:
        self.erasing = erasing

    async def tell(self, conversation_id: int, what: Reply) -> None:
        """The answer stands in the wish."""


class Subject:
    """One person's data, by one of their accounts. Raises Refused, DeskError and StoreUnavailable."""

    def __init__(self, database: Database, settings: Settings, reason: str) -> None:
        self._database = database
        self._settings = settings
        self._reason = " ".join(reason.split())
        if not SHORTEST_REASON <= len(self._reason) <= LONGEST_REASON:
            raise Refused(f"Give a reason of {SHORTEST_REASON} to {LONGEST_REASON} characters.")
        self._audit = Audit(database)
        self._by = f"command:{getpass.getuser()}"

    async def export(self, channel: str, user: str, folder: Path) -> str:
        """Everything into a new folder."""
        conversations = await self._conversations(channel, user)
        await self._note(conversations, {"step": "exporting"})
        settings = self._settings
        copy = SubjectCopy(self._database, folder, settings.received_dir, settings.media_dir)
        made = await copy.write((channel, user), conversations)
        await self._note(conversations, {"step": "exported", **asdict(made)})
        return f"{made.files} files, {made.messages} messages: {folder}. {made.missing} files are gone."

    async def erase(self, channel: str, user: str) -> str:
        """Withdraw what was agreed to, and blank what no law keeps of every transcript; begun again after a
        fault, it ends what was left.
        """
        conversations = await self._conversations(channel, user)
        await self._note(conversations, {"step": "erasing"})
        erased = await Consents(self._database).withdraw(
            channel, user, KINDS, version="letter", message_id=f"letter:{uuid4().hex}"
        )
        by_letter = self._by_letter()
        wishes = [await self._delete(by_letter, each) for each in conversations]
        counts: Mapping[str, Any] = {**asdict(erased), "outcomes": [wish.outcome for wish in wishes]}
        await self._note(conversations, {"step": "erased", **counts})
        gone = ", ".join(f"{count} {name}" for name, count in asdict(erased).items())
        return "\n\n".join([f"Gone: {gone}. Of the transcripts:", *(wish.answer or "" for wish in wishes)])

    def _by_letter(self) -> Wishes:
        """Wishes as the desk answers them, told to nobody."""
        letter = ByLetter(Erasing(self._database, Notices.load()))
        received = Received(self._database, self._settings.received_dir)
        archive = Archive(self._database)
        exporter = Exporter(archive, self._audit, self._settings.media_dir, Words.load())
        return Wishes(letter, self._database, exporter, received, self._audit)

    async def _delete(self, wishes: Wishes, conversation_id: int) -> Wish:
        """By the way of a wish at the desk, with its rules and its traces; one that is open is answered."""
        caller = Caller(self._by, "", "", "compliance", "", fresh=True)
        values = {"conversation_id": conversation_id, "kind": "delete"}
        row = await self._database.row(OPEN_OF, values)
        wish = (
            opened(self._database, row)
            if row
            else await wishes.take(caller, conversation_id, "delete", self._reason)
        )
        return await wishes.answer(caller, wish.id, granted=True)

    async def _conversations(self, channel: str, user: str) -> list[int]:
        """The numbers of all transcripts of the person; raises Refused for nobody."""
        investors = Investors(self._database)
        accounts = {(channel, user), *await investors.accounts(channel, user)}
        values = {"channels": [each[0] for each in accounts], "users": [each[1] for each in accounts]}
        rows = await self._database.rows(_CONVERSATION, values)
        found = sorted(row["id"] for row in rows if (row["channel"], row["user"]) in accounts)
        if not found and await investors.of(channel, user) is None:
            raise Refused("Nothing is kept of this account.")
        return found

    async def _note(self, conversations: list[int], detail: Mapping[str, Any]) -> None:
        detail = {**detail, "reason": self._reason, "conversations": conversations}
        await self._audit.write(self._by, "subject", "investor", detail)


async def obey(settings: Settings, dsn: str, asked: Namespace) -> str:
    await admit(dsn, settings.keys)
    async with at_once(dsn, connections=4, keys=settings.keys) as database:
        subject = Subject(database, settings, asked.reason)
        if asked.command == "erase":
            return await subject.erase(asked.channel, asked.user)
        folder = asked.to or Path("var") / "exports" / f"{datetime.now(SHANGHAI):%Y%m%d-%H%M%S}"
        return await subject.export(asked.channel, asked.user, folder)


def main(words: list[str] | None = None) -> int:
    """Do one command; 1 with one clear sentence where that is not possible."""
    asked = parser().parse_args(words)
    try:
        settings = read_settings()
        tell(asyncio.run(obey(settings, database_in_use(settings), asked)))
    except (StoreUnavailable, Unavailable, *LOST):
        return complain("The database cannot be reached; begin it again later.")
    except FileExistsError:
        return complain("The folder is there already: a copy is written into a new one.")
    except (Refused, GatewayError, SealingError) as error:  # what was sealed was changed, or its key is lost
        return complain(str(error))
    except DeskError as error:
        return complain(f"The desk refused it: {type(error).__name__}.")
    return 0


def parser() -> argparse.ArgumentParser:
    """What can be typed."""
    whole = argparse.ArgumentParser(
        "gateway.subject", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, what in (("export", "a copy of everything"), ("erase", "all that no law keeps goes")):
        command = commands.add_parser(name, help=what)
        command.add_argument("channel")
        command.add_argument("user")
        command.add_argument("--reason", required=True, help="which request, for the log")
        if name == "export":
            command.add_argument("--to", type=Path, help="a new folder")
    return whole


if __name__ == "__main__":
    sys.exit(main())
