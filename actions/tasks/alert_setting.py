"""Sets a price alert once share and condition are known, compared with the price now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Protocol

from actions.tasks.alert_lines import NAME, AlertLines, day, moment, plain
from actions.tasks.alert_reading import Condition
from actions.tasks.task import Said, Told, button
from actions.utterance import Button, Utterance
from customers.price_alerts import MOST, PriceAlert, PriceAlerts, Wish
from customers.subscriptions import Subscriptions
from market.quote import Quote, QuoteMissing
from market.securities import Security
from rules.price_alerts import AlertKind, Prices, possible, reached, side

TOPIC = "QUO10"
_OPPOSITE: Mapping[AlertKind, AlertKind] = {"above": "below", "below": "above"}


class Quotes(Protocol):
    """What is needed of `market.quotes.Quotes`."""

    async def get(self, securities: Sequence[Security]) -> Mapping[str, Quote | QuoteMissing]: ...


@dataclass(frozen=True)
class Judged:
    """A condition with its side, the price it was compared with, and what stands against setting it."""

    condition: Condition
    quote: Quote | None
    objection: Utterance | None = None


class Setting:
    """Asks for what is missing, and sets. Raises ConsentMissing, StoreUnavailable."""

    def __init__(
        self, alerts: PriceAlerts, subscriptions: Subscriptions, quotes: Quotes, lines: AlertLines
    ) -> None:
        self._alerts = alerts
        self._subscriptions = subscriptions
        self._quotes = quotes
        self._lines = lines

    async def go_on(self, said: Said, security: Security | None, condition: Condition | None) -> Told:
        """The next step: a question for what is missing, or the alert."""
        pending = pending_of(security, condition)
        if condition is None:
            name = "condition" if security else "condition_any"
            asked = self._lines.say(name, name=security.name if security else "")
            return Told((asked,), pending, TOPIC)
        if security is None:
            return Told((self._lines.say("which_share"),), pending, TOPIC)
        if security.status == "delisted":
            return Told((self._lines.say("gone", name=security.name),), None, TOPIC)
        judged = await self._judge(security, condition)
        if judged.objection:
            again = pending_of(security, None if judged.quote else condition)
            return Told((judged.objection,), again, TOPIC)
        return await self._set(said, security, judged)

    async def change(self, said: Said, alert: PriceAlert, security: Security, condition: Condition) -> Told:
        """The same alert under another condition."""
        judged = await self._judge(security, condition)
        if judged.objection or judged.condition.kind is None:
            return Told((judged.objection or self._lines.say("now_unknown"),), None, TOPIC)
        wish = Wish(alert.ref, judged.condition.kind, judged.condition.threshold)
        changed = await self._alerts.change(said.channel, said.user, alert.number, wish, said.at)
        if changed is None:
            return Told((self._lines.say("gone_already"),), None, TOPIC)
        told = self._lines.say("changed", **self._lines.of(changed))
        return Told((told, *await self._on_again(said)), None, TOPIC)

    async def _set(self, said: Said, security: Security, judged: Judged) -> Told:
        condition = judged.condition
        wish = Wish(security.ref, condition.kind or "above", condition.threshold)
        added = await self._alerts.add(said.channel, said.user, wish, said.message_id, said.at)
        shown = button(self._lines.words.buttons["list"], NAME, "list")
        if added == "full":
            return Told((self._lines.say("full", shown, most=MOST),), None, TOPIC)
        facts = {"name": security.name, "wish": self._lines.wish(condition), "until": day(added.expires_at)}
        set_ = self._lines.say("set", shown, now=self._lines.now(judged.quote), **facts)
        return Told((set_, *await self._on_again(said)), None, TOPIC)

    async def _on_again(self, said: Said) -> tuple[Utterance, ...]:
        """Who wants to be told of a price wants alerts again, though they had refused them; that is said."""
        again = await self._subscriptions.again(said.channel, said.user, NAME)
        return (self._lines.say("on_again"),) if again else ()

    async def _judge(self, security: Security, condition: Condition) -> Judged:
        if security.kind == "index" and condition.kind in {"limit_up", "limit_down"}:
            return Judged(condition, None, self._lines.say("no_limit", name=security.name))
        found = (await self._quotes.get([security]))[security.ref]
        quote = found if isinstance(found, Quote) and found.last is not None else None
        if quote is None or quote.last is None:
            said = None if condition.kind else self._ask_side(security, condition)
            return Judged(condition, None, said)
        if condition.kind is None and condition.threshold is not None:
            condition = replace(condition, kind=side(condition.threshold, quote.last))
        prices = prices_of(quote, quote.last)
        return Judged(condition, quote, self._objection(security, condition, quote, prices))

    def _objection(
        self, security: Security, condition: Condition, quote: Quote, prices: Prices
    ) -> Utterance | None:
        """That it is there already, or cannot be reached today."""
        threshold = condition.threshold
        facts = {"name": security.name, "source": quote.source, "at": moment(quote.as_of)}
        if condition.kind is None:
            return self._lines.say("same", threshold=plain(threshold), **facts)
        if not possible(condition.kind, threshold, prices):
            wish, limits = self._lines.wish(condition), {"up": quote.limit_up, "down": quote.limit_down}
            return self._lines.say("impossible", name=security.name, wish=wish, **limits)
        if not reached(condition.kind, threshold, prices):
            return None
        return self._lines.say(
            "reached",
            *self._opposite(security, condition),
            name=security.name,
            reached=self._lines.reached(condition),
            now=self._lines.now(quote),
        )

    def _opposite(self, security: Security, condition: Condition) -> tuple[Button, ...]:
        kind = _OPPOSITE.get(condition.kind) if condition.kind else None
        if kind is None:
            return ()
        other = replace(condition, kind=kind)
        title = self._lines.words.buttons["opposite"].format(wish=self._lines.wish(other))
        return (self._lines.setting(security.ref, other, title),)

    def _ask_side(self, security: Security, condition: Condition) -> Utterance:
        threshold = plain(condition.threshold)
        buttons = [
            self._lines.setting(
                security.ref,
                replace(condition, kind=kind),
                self._lines.words.buttons[kind].format(threshold=threshold),
            )
            for kind in _OPPOSITE
        ]
        return self._lines.say("side", *buttons, name=security.name, threshold=threshold)


def prices_of(quote: Quote, last: Decimal) -> Prices:
    """What is compared now: what was reached before the wish does not count."""
    return Prices(last, quote.previous_close, limit_up=quote.limit_up, limit_down=quote.limit_down)


def pending_of(security: Security | None, condition: Condition | None) -> dict[str, Any]:
    """What is known so far, as the dialogue state carries it."""
    return {
        "ref": security.ref if security else None,
        "kind": condition.kind if condition else None,
        "threshold": plain(condition.threshold) if condition and condition.threshold else None,
    }
