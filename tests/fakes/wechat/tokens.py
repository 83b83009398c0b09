"""Access tokens as the platform gives and judges them."""

import secrets
from dataclasses import dataclass, field

from tests.fakes.wechat.account import Clock

OK = 0
SUPERSEDED = 40001
UNKNOWN = 40014
MISSING = 41001
EXPIRED = 42001
OVER_QUOTA = 45009

LIFETIME = 7200.0
EARLY = 300.0  # a token this near its end is replaced at the next call; both are good until then
FORCED_A_DAY = 20
FORCED_APART = 30.0


@dataclass
class Token:
    value: str
    ends: float


@dataclass
class Tokens:
    """One family of tokens; the stable ones know nothing of the ordinary ones."""

    clock: Clock
    lifetime: float = LIFETIME
    given: list[Token] = field(default_factory=list)
    forced: list[float] = field(default_factory=list)

    def stable(self, *, force: bool = False) -> tuple[int, Token | None]:
        """The same token again while it is good, unless a new one is forced."""
        now = self.clock.now()
        last = self.given[-1] if self.given else None
        if force:
            self.forced = [at for at in self.forced if at > now - 86400]
            if len(self.forced) >= FORCED_A_DAY:
                return OVER_QUOTA, None
            if not self.forced or self.forced[-1] <= now - FORCED_APART:
                self.forced.append(now)
                self.revoke()
                return OK, self._new(now)
        if last and last.ends - now > EARLY:
            return OK, last
        return OK, self._new(now)

    def ordinary(self) -> Token:
        """A new one with each call, which ends the one before within five minutes."""
        now = self.clock.now()
        for token in self.given:
            token.ends = min(token.ends, now + EARLY)
        return self._new(now)

    def revoke(self) -> None:
        """Nothing given so far is good any more."""
        for token in self.given:
            token.ends = 0.0

    def judge(self, value: str | None) -> int:
        """The error code for a call with this token; 0 if it is good."""
        if not value:
            return MISSING
        for token in self.given:
            if token.value == value:
                if token.ends > self.clock.now():
                    return OK
                return EXPIRED if token.ends else SUPERSEDED
        return UNKNOWN

    def _new(self, now: float) -> Token:
        token = Token(f"token_{secrets.token_urlsafe(24)}", now + self.lifetime)
        self.given.append(token)
        return token
