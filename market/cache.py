"""The quotes seen last, and for how long each of them may stand for the present."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from market.quote import Quote, QuoteMissing
from market.session import CLOSE, Session

MOVING = timedelta(seconds=3)
RESTING = timedelta(seconds=60)
UNKNOWN = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class _Entry:
    found: Quote | QuoteMissing
    expires: datetime


class QuoteCache:
    """Bounded, least recently used out first. An expired quote stays as the last known one."""

    def __init__(self, session: Session, now: Callable[[], datetime], size: int = 20_000) -> None:
        self._session = session
        self._now = now
        self._size = size
        self._entries: OrderedDict[str, _Entry] = OrderedDict()

    def __len__(self) -> int:
        return len(self._entries)

    def fresh(self, ref: str) -> Quote | QuoteMissing | None:
        """What may be answered without asking a source."""
        entry = self._entries.get(ref)
        if entry is None or self._now() >= entry.expires:
            return None
        self._entries.move_to_end(ref)
        return entry.found

    def last_known(self, ref: str) -> Quote | None:
        """The last quote whatever its age, marked stale; shown when every source is down."""
        entry = self._entries.get(ref)
        if entry is None or not isinstance(entry.found, Quote):
            return None
        return replace(entry.found, stale=True)

    def keep(self, found: Quote | QuoteMissing) -> None:
        ref = found.security.ref
        if isinstance(found, QuoteMissing) and found.reason != "no_data":
            return
        self._entries[ref] = _Entry(found, self._expiry(found))
        self._entries.move_to_end(ref)
        while len(self._entries) > self._size:
            self._entries.popitem(last=False)

    def _expiry(self, found: Quote | QuoteMissing) -> datetime:
        now = self._now()
        if isinstance(found, QuoteMissing):
            return now + UNKNOWN
        if self._session.is_moving(now):
            return now + MOVING
        if self._is_final(found, now):
            return self._session.next_move(now)
        return min(now + RESTING, self._session.next_move(now))

    def _is_final(self, quote: Quote, now: datetime) -> bool:
        """Whether nothing can change it before prices move again: it is from after the last rest."""
        rest = self._session.last_rest(now)
        earliest = rest.replace(hour=CLOSE.hour, minute=0) if rest.time() > CLOSE else rest
        return quote.as_of >= earliest
