"""How many messages may be written to whom and until when, as the platform counts."""

from dataclasses import dataclass, field

from tests.fakes.wechat.account import Clock

OK = 0
CLOSED = 45015
USED_UP = 45047


@dataclass
class Window:
    ends: float
    left: int


@dataclass
class Quotas:
    """One window of a kind a user: a new message of theirs starts it afresh, nothing adds up."""

    clock: Clock
    windows: dict[tuple[str, str], Window] = field(default_factory=dict)

    def open(self, user: str, kind: str, total: int, seconds: float) -> None:
        self.windows[user, kind] = Window(self.clock.now() + seconds, total)

    def take(self, user: str) -> int:
        """Uses up one message of the window that ends first; the error code if there is none."""
        mine = [window for (whose, _), window in self.windows.items() if whose == user]
        current = [window for window in mine if window.ends > self.clock.now()]
        if not current:
            return CLOSED
        usable = [window for window in current if window.left]
        if not usable:
            return USED_UP
        min(usable, key=lambda window: window.ends).left -= 1
        return OK

    def left(self, user: str) -> int:
        now = self.clock.now()
        return sum(w.left for (whose, _), w in self.windows.items() if whose == user and w.ends > now)
