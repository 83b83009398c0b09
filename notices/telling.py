"""What a campaign says of its event, and until when it has to be said. Pure but for the file of words."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from conversations import Notices
from conversations.database import jsonb
from conversations.messages import SHANGHAI, Reply
from notices.detecting import CORRECTED, WITHDRAWN
from notices.events import Event
from notices.mailing import kept

DUTY = timedelta(hours=1)
WORDS = Path(__file__).resolve().parent.parent / "data" / "notices" / "campaign.yml"
TOLD = frozenset({"delisting_decision", "delisting_period", CORRECTED, WITHDRAWN})
NAMES = TOLD | {"revoked", "event", "published", "published_day", "first_seen", "heard", "why", "why_event"}


@dataclass(frozen=True, slots=True)
class Beginning:
    """Which event, begun by whom."""

    event: int
    by: str
    rehearsal: bool = False


class Telling:
    """Puts an event into the words of data/notices/campaign.yml."""

    def __init__(self, words: Notices | None = None) -> None:
        self._words = words or Notices.load(WORDS, NAMES)

    def campaign(
        self, event: Event, number: int, beginning: Beginning, corrects: int | None
    ) -> dict[str, Any]:
        """The row of campaign `number`. The hour of duty begins with the publication where its time is known,
        else when we first saw it. One announcement that takes several events back is told once.
        """
        key = f"event:{event.detail.get('by') or event.key}"
        return {
            "id": number,
            "event_id": event.number,
            "rehearsal": beginning.rehearsal,
            "corrects": corrects,
            "by": beginning.by,
            "key": f"rehearsal:{number}:{key}" if beginning.rehearsal else key,
            "kind": event.kind,
            "ref": event.ref,
            "title": event.title,
            "reply": jsonb(kept(self._reply(event, number))),
            "why": self._words.say("why_event", **self._facts(event)).text,
            "phase": "told" if event.kind in (CORRECTED, WITHDRAWN) else "holding",
            "exact": event.published_exact and event.published_at is not None,
            "deadline": event.clock + DUTY,
        }

    def _reply(self, event: Event, number: int) -> Reply:
        name = event.kind if event.kind in TOLD else "event"
        if "by" in event.detail:
            name = "revoked"
        said = self._words.say(name, **self._facts(event), campaign=number)
        return Reply(said.text, said.choices, account=True)

    def _facts(self, event: Event) -> dict[str, str]:
        return {
            "share": f"{event.detail.get('name') or ''} {(event.ref or '')[2:]}".strip(),
            "title": event.title,
            "source": event.source,
            "because": event.detail.get("because", ""),
            "at": self._moment(event),
            "seen": f"{event.first_seen_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
        }

    def _moment(self, event: Event) -> str:
        """When it was published, as exactly as that is known."""
        published = event.published_at
        if published is None:
            return self._at("first_seen", f"{event.first_seen_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}")
        if event.published_exact:
            return self._at("published", f"{published.astimezone(SHANGHAI):%Y-%m-%d %H:%M}")
        return self._at("published_day", f"{published.astimezone(SHANGHAI):%Y-%m-%d}")

    def _at(self, name: str, at: str) -> str:
        return self._words.say(name, at=at).text or ""
