"""What a campaign says of its event, and until when it has to be said. Pure but for the file of words."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from conversations import Notices
from conversations.database import Row, jsonb
from conversations.messages import SHANGHAI, Reply
from notices.mailing import kept

DUTY = timedelta(hours=1)
WORDS = Path(__file__).resolve().parent.parent / "data" / "notices" / "campaign.yml"
TOLD = frozenset({"delisting_decision", "delisting_period", "withdrawn"})
NAMES = TOLD | {"event", "published", "published_day", "first_seen", "heard", "why", "why_event"}


@dataclass(frozen=True, slots=True)
class Beginning:
    """Which event, begun by whom; the campaign whose investors hear that it was withdrawn."""

    event: int
    by: str
    rehearsal: bool = False
    correcting: int | None = None


class Telling:
    """Puts an event into the words of data/notices/campaign.yml."""

    def __init__(self, words: Notices | None = None) -> None:
        self._words = words or Notices.load(WORDS, NAMES)

    def campaign(self, event: Row, number: int, beginning: Beginning) -> dict[str, Any]:
        """The row of campaign `number`. The hour of duty begins with the publication where its time is known,
        else when we first saw it.
        """
        corrects = beginning.correcting
        key = f"event:{event['key']}" if corrects is None else f"event:{event['key']}:withdrawn"
        exact = bool(event["published_exact"] and event["published_at"])
        begins: datetime = event["published_at"] if exact else event["first_seen_at"]
        kind = "withdrawn" if corrects is not None else event["kind"]
        return {
            "id": number,
            "event_id": event["id"],
            "rehearsal": beginning.rehearsal,
            "corrects": corrects,
            "by": beginning.by,
            "key": f"rehearsal:{number}:{key}" if beginning.rehearsal else key,
            "kind": kind,
            "ref": event["ref"],
            "title": event["title"],
            "reply": jsonb(kept(self._reply(event, kind, number))),
            "why": self._words.say("why_event", code=event["ref"][2:]).text,
            "phase": "holding" if corrects is None else "told",
            "exact": exact,
            "deadline": begins + DUTY,
        }

    def _reply(self, event: Row, kind: str, number: int) -> Reply:
        facts = {"code": event["ref"][2:], "title": event["title"], "source": event["source"]}
        said = self._words.say(
            kind if kind in TOLD else "event", **facts, at=self._moment(event), campaign=number
        )
        return Reply(said.text, said.choices, account=True)

    def _moment(self, event: Row) -> str:
        """When it was published, as exactly as that is known."""
        published: datetime | None = event["published_at"]
        if published is None:
            return self._at("first_seen", f"{event['first_seen_at'].astimezone(SHANGHAI):%Y-%m-%d %H:%M}")
        if event["published_exact"]:
            return self._at("published", f"{published.astimezone(SHANGHAI):%Y-%m-%d %H:%M}")
        return self._at("published_day", f"{published.astimezone(SHANGHAI):%Y-%m-%d}")

    def _at(self, name: str, at: str) -> str:
        return self._words.say(name, at=at).text or ""
