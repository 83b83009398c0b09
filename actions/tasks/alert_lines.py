"""How price alerts are said: one, a list of them, the price that they are compared with. Pure."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from actions import figures
from actions.tasks.alert_reading import AlertWords, Condition
from actions.tasks.task import button
from actions.utterance import Button, Utterance
from customers.price_alerts import PriceAlert
from market.quote import Quote
from market.securities import Security
from market.session import SHANGHAI

NAME = "price_alert"
SHOWN = 8
"""Alerts of one list."""
BUTTONS = 2
"""Alerts that have a button of their own."""
_OWN = frozenset(
    {"set", "on_again", "list", "removed", "removed_all", "which_remove", "which_change", "changed"}
)
"""What is said of alerts that are kept."""
Named = Callable[[str], Security | None]


class AlertLines:
    """Says things in the words of data/notices/price_alert.yml; `named` knows securities by their refs."""

    def __init__(self, words: AlertWords, named: Named) -> None:
        self.words = words
        self._named = named

    def say(self, what: str, /, *buttons: Button, **facts: object) -> Utterance:
        """One message; what is kept is the investor's own."""
        text = self.words.said[what].format(example=self.words.example, **facts)
        lines = [line for line in text.splitlines() if line.strip()]
        return Utterance("utter_price_alert", {"words": "\n".join(lines)}, buttons, account=what in _OWN)

    def wish(self, condition: Condition) -> str:
        """涨到 1500; without a side there is none to say."""
        return self.words.wishes[condition.kind or "above"].format(threshold=plain(condition.threshold))

    def of(self, alert: PriceAlert) -> dict[str, str]:
        """Name, wish and last day of one that is kept."""
        security = self._named(alert.ref)
        return {
            "name": security.name if security else alert.ref[2:],
            "wish": self.wish(Condition(alert.kind, alert.threshold)),
            "until": day(alert.expires_at),
        }

    def listed(self, alerts: Sequence[PriceAlert]) -> str:
        lines = [
            self.words.said["line"].format(place=place, **self.of(alert))
            for place, alert in enumerate(alerts[:SHOWN], 1)
        ]
        more = len(alerts) - SHOWN
        return "\n".join([*lines, *([self.words.said["more"].format(count=more)] if more > 0 else [])])

    def list_of(self, alerts: Sequence[PriceAlert]) -> Utterance:
        """All that are live, with buttons to take them back."""
        if not alerts:
            return self.say("none")
        hint = self.words.said["hint"]
        return self.say(
            "list", *self.removing(alerts), count=len(alerts), lines=self.listed(alerts), hint=hint
        )

    def removing(self, alerts: Sequence[PriceAlert]) -> tuple[Button, ...]:
        """For a few alerts each has its button."""
        every = button(self.words.buttons["remove_all"], NAME, "remove:all")
        own = [self._one("remove", alert, f"remove:{alert.number}") for alert in alerts[:BUTTONS]]
        return (*own, every) if 1 < len(alerts) <= BUTTONS else tuple(own) if len(alerts) == 1 else (every,)

    def changing(self, alerts: Sequence[PriceAlert], condition: Condition) -> tuple[Button, ...]:
        said = f"{condition.kind or 'price'}:{plain(condition.threshold)}"
        return tuple(self._one("change", alert, f"change:{alert.number}:{said}") for alert in alerts[:3])

    def now(self, quote: Quote | None) -> str:
        """The price now, with its time and source."""
        if quote is None or quote.last is None:
            return str(self.words.said["now_unknown"])
        facts = {"last": quote.last, "at": moment(quote.as_of), "source": quote.source}
        return str(self.words.said["now_demo" if quote.demo else "now"].format(**facts))

    def setting(self, ref: str, condition: Condition, title: str) -> Button:
        """A button that sets an alert."""
        return button(title, NAME, f"set:{ref}:{condition.kind}:{plain(condition.threshold)}")

    def reached(self, condition: Condition) -> str:
        words: Mapping[str, str] = self.words.said["reached_words"]
        return words[condition.kind or "above"].format(threshold=plain(condition.threshold))

    def _one(self, word: str, alert: PriceAlert, choice: str) -> Button:
        return button(self.words.buttons[word].format(**self.of(alert)), NAME, choice)


def plain(value: Decimal | None) -> str:
    """1500, 12.3: without zeros that nobody wrote."""
    return "" if value is None else figures.plain(value)


def day(at: datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%m-%d}"


def moment(at: datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%m-%d %H:%M}"
