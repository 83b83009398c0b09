"""`make verify-ledger`: whether the transcripts are those that were sealed, and proofs of it for others.

make verify-ledger                                every sealed day against the transcripts
make verify-ledger ARGS="--days 7"                the chain of all days, the transcripts of the last seven
make verify-ledger ARGS="--noted ROOTS.txt"       and whether the roots are those that were kept elsewhere
python -m gateway.ledger seal                     seal the days that are over now, not at night
python -m gateway.ledger proof CONVERSATION SEQ   that a message was sealed, as JSON; --without-content
python -m gateway.ledger export                   the roots of all days, a line each, to be anchored outside

0: all is as it was sealed; 1: it is not, the first divergence is printed; 2: that could not be found out.
"""

import argparse
import asyncio
import json
import sys
from argparse import Namespace
from datetime import date, datetime
from pathlib import Path

from conversations.database import LOST, Database
from conversations.errors import StoreUnavailable
from conversations.ledger.chain import noted
from conversations.ledger.checking import Checking
from conversations.ledger.proving import NotProvable, NotSealed, Proving
from conversations.ledger.sealing import Sealing
from conversations.ledger.verdict import Verdict
from gateway.commands import at_once, complain, tell
from gateway.errors import GatewayError
from gateway.running import database_in_use
from gateway.settings import read_settings
from market.session import SHANGHAI

AS_SEALED, DIVERGES, NOT_KNOWN = 0, 1, 2
# The log of the desk says up to when conversations were forgotten in due time.
_FORGOTTEN = """
select max(detail ->> 'before') as before from desk_audit where actor = 'system' and act = 'forgetting'
"""


async def check(
    database: Database, days: int | None = None, lines: dict[int, str] | None = None, *, note: bool = True
) -> Verdict:
    """All days, or the chain and the newest `days`; what it came to is written down for /health."""
    row = await database.row(_FORGOTTEN, {})
    before = row["before"] if row else None
    checking = Checking(database, _day_of(before) if before else None, lines)
    verdict = await checking.verify(days)
    if note:
        await checking.note(verdict)
    return verdict


def said_of(verdict: Verdict) -> str:
    """What is printed."""
    if verdict.broken:
        return f"The transcripts are not those that were sealed.\n{verdict.broken}"
    if verdict.day is None:
        return "No day is sealed yet."
    beside = f"{verdict.erased} taken out at a wish, {verdict.forgotten} kept long enough"
    seen = f"{verdict.messages} messages of {verdict.days} days up to {verdict.day} ({beside})"
    return f"The transcripts are those that were sealed: {seen}."


async def obey(dsn: str, asked: Namespace) -> tuple[int, str]:
    """Exit code and what is printed."""
    async with at_once(dsn) as database:
        match asked.command:
            case "seal":
                days = [each.line for each in await Sealing(database).once()]
                return AS_SEALED, "\n".join(days) or "Every day that is over is sealed."
            case "proof":
                proving = Proving(database)
                place = (asked.conversation, asked.seq)
                proof = await proving.proof(*place, with_content=not asked.without_content)
                return AS_SEALED, json.dumps(proof, ensure_ascii=False, indent=1)
            case "export":
                return AS_SEALED, "\n".join(await Proving(database).lines())
        lines = noted(await asyncio.to_thread(_lines_of, asked.noted)) if asked.noted else None
        verdict = await check(database, asked.days, lines)
    return DIVERGES if verdict.broken else AS_SEALED, said_of(verdict)


def main(words: list[str] | None = None) -> int:
    """Do one command."""
    asked = parser().parse_args(words)
    try:
        code, text = asyncio.run(obey(database_in_use(read_settings()), asked))
    except (StoreUnavailable, *LOST):
        return complain("The database cannot be reached.", NOT_KNOWN)
    except NotSealed:
        return complain("No seal holds this message: there is none, or its day is not over.", NOT_KNOWN)
    except NotProvable:
        return complain(
            "The message is not the one that was sealed; `make verify-ledger` says more.", NOT_KNOWN
        )
    except (OSError, ValueError) as error:  # the file of roots is not there, or is none
        return complain(f"The file of roots cannot be read: {error}", NOT_KNOWN)
    except GatewayError as error:
        return complain(str(error), NOT_KNOWN)
    tell(text)
    return code


def parser() -> argparse.ArgumentParser:
    """What can be typed."""
    whole = argparse.ArgumentParser(
        "gateway.ledger", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")
    verify = commands.add_parser("verify", help="compare all days with the transcripts")
    verify.add_argument("--days", type=int, help="the transcripts of so many days only")
    verify.add_argument("--noted", help="a file of roots that was kept elsewhere")
    commands.add_parser("seal", help="seal the days that are over")
    proof = commands.add_parser("proof", help="that a message was sealed")
    proof.add_argument("conversation", type=int)
    proof.add_argument("seq", type=int)
    proof.add_argument("--without-content", action="store_true", help="not what was said")
    commands.add_parser("export", help="the roots of all days")
    return whole


def _lines_of(file: str) -> list[str]:
    return Path(file).read_text(encoding="ascii").splitlines()


def _day_of(moment: str) -> date:
    return datetime.fromisoformat(moment).astimezone(SHANGHAI).date()


if __name__ == "__main__":
    sys.exit(main())
