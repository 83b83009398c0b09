"""The ladder of ways by which a notice reaches an investor: which there are, and which comes next. Pure.

window        a channel that lets us write now: its quota has something left
subscription  WeChat's 订阅通知, one for each time the investor has agreed to one
template      WeChat's template message, of a certified 服务号 with a template of its own
other         a channel that needs no window (Telegram), beside one that does
web           the transcript that the investor's page reads; reached only once it is read
call          nobody's machine: an agent calls
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from conversations.traits import traits_of

Name = Literal["window", "subscription", "template", "other", "web"]
WITH_WINDOW = ("wechat", "wechat_kf")
SUBSCRIPTION, TEMPLATE = "wechat_subscribe", "wechat_template"
RECEIPTS = (SUBSCRIPTION, TEMPLATE)
"""Outboxes whose platform says later what became of a send."""


@dataclass(frozen=True, slots=True)
class Account:
    """An investor's account on a channel: messages `left` in its window, subscriptions (`tickets`) given.

    `abroad`: the investor has agreed that their account data goes to servers abroad.
    """

    channel: str
    conversation_id: int
    left: int = 0
    tickets: int = 0
    abroad: bool = False


@dataclass(frozen=True, slots=True)
class Reachable:
    """The outboxes that are on, by their channel; `withheld` are those to which no account data may go."""

    channels: frozenset[str]
    withheld: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Way:
    """One way; `channel` is the outbox's, None where the transcript is read."""

    name: Name
    conversation_id: int
    channel: str | None

    @property
    def key(self) -> str:
        """What is written down once it was tried: never again by the same way."""
        return f"{self.name}:{self.conversation_id}"


def ladder(accounts: Sequence[Account], reachable: Reachable, *, account_data: bool) -> list[Way]:
    """Every way there is, the best first; accounts in the order in which they were linked."""
    ways = [way for each in accounts for way in _ways_of(each, reachable, account_data=account_data)]
    if not any(way.name != "other" and way.channel for way in ways):  # no window is missed: it is the first
        ways = [Way("window", w.conversation_id, w.channel) if w.name == "other" else w for w in ways]
    order = ("window", "subscription", "template", "other", "web")
    return sorted(ways, key=lambda way: order.index(way.name))


def next_way(ways: Sequence[Way], tried: Collection[str]) -> Way | None:
    """The best that was not tried; None leaves it to a person."""
    return next((way for way in ways if way.key not in tried), None)


def _ways_of(account: Account, reachable: Reachable, *, account_data: bool) -> list[Way]:
    channel, number = account.channel, account.conversation_id
    if traits_of(channel).reads_transcript:
        return [Way("web", number, None)]
    kept_in = channel in reachable.withheld or (traits_of(channel).abroad and not account.abroad)
    if channel not in reachable.channels or (account_data and kept_in):
        return []
    if channel not in WITH_WINDOW:
        return [Way("other", number, channel)]
    ways = [Way("window", number, channel)] if account.left > 0 else []
    if channel == "wechat":
        if account.tickets > 0 and SUBSCRIPTION in reachable.channels:
            ways.append(Way("subscription", number, SUBSCRIPTION))
        if TEMPLATE in reachable.channels:
            ways.append(Way("template", number, TEMPLATE))
    return ways
