"""Everything that is kept of one person, as files of a folder; a page of it is in memory at a time.

kept.json                 what the investor has agreed to, watches, holds, was sent … (customers.copies)
beside.json               wishes about their data, what may be written to them, where a platform has them
conversation-12.json      what is known of a transcript beside its lines: ratings, tickets, appointments
conversation-12.jsonl     its lines, one each, as in a copy for the investor (desk.transcripts.document)
files/ pictures/          what was sent and shown
manifest.txt              sha256 of each file, as sha256sum checks it
"""

import asyncio
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

from channels.files import Files
from conversations.database import Database
from conversations.records import Line
from customers.copies import Copies
from customers.investors import Investors
from desk.sealed import WISH
from desk.transcripts.document import record_of
from desk.transcripts.dossier import Dossier
from desk.transcripts.gathering import PAGE, Archive

_BESIDE = {
    "wishes": """select w.id, w.kind, w.text, w.sealed, w.made_at, w.outcome, w.answer, w.answered_at
      from desk_wish w where w.conversation_id = any(%(conversations)s) order by w.id""",
    "quotas": """select q.channel, q.kind, q.opened_at, q.expires_at, q.total, q.used from quota_window q
      join unnest(%(channels)s::text[], %(users)s::text[]) as mine(channel, user_id) using (channel, user_id)
      order by q.id""",
    "service": """select s.channel, s.state, s.changed_at from service_state s
      join unnest(%(channels)s::text[], %(users)s::text[]) as mine(channel, user_id) using (channel, user_id)
      order by s.channel""",
    "promises": """select f.kind, f.state, f.created_at, f.settled_at from followup f
      where f.conversation_id = any(%(conversations)s) order by f.id""",
}


@dataclass(slots=True)
class Made:
    """What was written; `missing` are files that are gone. `sha256` is the manifest's."""

    files: int = 0
    messages: int = 0
    missing: int = 0
    sha256: str = ""


class SubjectCopy:
    """Into `folder`, which is new and for its owner alone. Raises FileExistsError, StoreUnavailable,
    KeyUnknown and SealBroken.
    """

    def __init__(
        self, database: Database, folder: Path, received: Path, media: Path, lines: int = PAGE
    ) -> None:
        self._database = database
        self._archive = Archive(database)
        self._folder = folder
        self._received = Files(received, keys=database.keys)
        self._media = media
        self._lines = lines
        self._made = Made()

    async def write(self, account: tuple[str, str], conversations: Sequence[int]) -> Made:
        await asyncio.to_thread(self._folder.mkdir, 0o700, parents=True)
        kept = asdict(await Copies(self._database).of(*account))
        await asyncio.to_thread(self._put, "kept.json", kept)
        await asyncio.to_thread(self._put, "beside.json", await self._beside(account, conversations))
        for number in conversations:
            await self._transcript(number)
        await asyncio.to_thread(self._sum_up)
        return self._made

    async def _beside(self, account: tuple[str, str], conversations: Sequence[int]) -> dict[str, Any]:
        accounts = sorted({account, *await Investors(self._database).accounts(*account)})
        values = {
            "conversations": list(conversations),
            "channels": [channel for channel, _ in accounts],
            "users": [user for _, user in accounts],
        }
        beside = {name: await self._database.rows(query, values) for name, query in _BESIDE.items()}
        wishes = [WISH.open(self._database.keys, row, "id") for row in beside["wishes"]]
        return {**beside, "wishes": wishes}

    async def _transcript(self, number: int) -> None:
        after: int | None = 0
        while after is not None:
            page = await self._archive.page(number, after, self._lines)
            await asyncio.to_thread(self._add, page, first=after == 0)
            for line in page.entries:
                if isinstance(line, Line):
                    await self._take(line)
            after = page.following

    def _add(self, page: Dossier, *, first: bool) -> None:
        record = record_of(page, internal=False)
        entries = record.pop("entries")
        name = f"conversation-{page.conversation_id}"
        if first:
            self._put(f"{name}.json", record)
        with (self._folder / f"{name}.jsonl").open("a", encoding="utf-8") as file:
            for entry in entries:
                self._made.messages += entry["type"] == "message"
                file.write(json.dumps(entry, ensure_ascii=False, default=_plain) + "\n")

    async def _take(self, line: Line) -> None:
        """The file and the picture of a message."""
        if sent := (line.media or {}).get("file"):
            content = await self._received.read(str(sent))
            await asyncio.to_thread(self._keep, "files", str(sent), content)
        if line.image:
            name = Path(line.image).name
            picture = await asyncio.to_thread(_content_of, self._media / name)
            await asyncio.to_thread(self._keep, "pictures", name, picture)

    def _keep(self, folder: str, name: str, content: bytes | None) -> None:
        if content is None:
            self._made.missing += 1
            return
        (self._folder / folder).mkdir(exist_ok=True)
        (self._folder / folder / name).write_bytes(content)

    def _put(self, name: str, content: object) -> None:
        text = json.dumps(content, ensure_ascii=False, indent=1, default=_plain)
        (self._folder / name).write_text(text, encoding="utf-8")

    def _sum_up(self) -> None:
        lines = [f"{digest}  {name}" for name, digest in self._digests()]
        self._made.files = len(lines)
        text = "\n".join(lines) + "\n"
        self._made.sha256 = sha256(text.encode()).hexdigest()
        (self._folder / "manifest.txt").write_text(text, encoding="utf-8")

    def _digests(self) -> Iterator[tuple[str, str]]:
        for path in sorted(self._folder.rglob("*")):
            if path.is_file():
                with path.open("rb") as file:
                    yield str(path.relative_to(self._folder)), file_digest(file, "sha256").hexdigest()


def _content_of(path: Path) -> bytes | None:
    """None where it is gone."""
    return path.read_bytes() if path.is_file() else None


def _plain(value: object) -> str:
    """Times and numbers of the database."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(type(value).__name__)
