"""What differs between channels, as far as conversations need to know it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

UnknownPolicy = Literal["give_up", "retry_if_idempotent"]


@dataclass(frozen=True, slots=True)
class Traits:
    """How a channel's replies reach the investor.

    `reads_transcript`: the investor's page fetches by sequence number, so nothing is sent and nothing can be
    lost. `on_unknown`: what becomes of a send whose outcome the platform left open. "give_up" keeps the row
    `unknown`: a second copy is worse than a gap a person can see. "retry_if_idempotent" is for platforms that
    recognise our key. `keep`: how long an unsent message is worth sending. `passive_within`: for so long
    after a message its answer may go out in the platform's own response, and the outbox leaves it alone.
    `beside`: another way to the investors of that channel, for what is sent unasked. `abroad`: its servers
    are in another country, so account data goes there only with each investor's own consent (个人信息保护法
    39).
    """

    reads_transcript: bool = False
    on_unknown: UnknownPolicy = "give_up"
    keep: timedelta = timedelta(hours=48)
    passive_within: timedelta = timedelta()
    beside: str | None = None
    abroad: bool = False


SENT = Traits()
TRAITS = {
    "web": Traits(reads_transcript=True),
    "telegram": Traits(keep=timedelta(hours=24), abroad=True),
    "wechat": Traits(passive_within=timedelta(seconds=4.5)),
    "wechat_kf": Traits(on_unknown="retry_if_idempotent"),
    "wechat_subscribe": Traits(beside="wechat"),
    "wechat_template": Traits(beside="wechat"),
}

ABROAD = [name for name, traits in TRAITS.items() if traits.abroad]


def traits_of(channel: str) -> Traits:
    """A channel nobody described is one that must be sent to, never twice."""
    return TRAITS.get(channel, SENT)
