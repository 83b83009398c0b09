"""Moves of the Hong Kong Connect, by the price of a fund of it: no source of ours has its flows. Pure."""

from collections.abc import Iterable, Mapping, Sequence

from market.quote import Quote
from market.session import SHANGHAI
from notices.alert_words import AlertWords, signed
from notices.events import Found
from rules.early_warning import EarlyWarning

KIND = "connect_move"


def funds(words: AlertWords) -> Sequence[str]:
    """The funds that are looked at, the first before the others."""
    return [str(ref) for ref in words["connect"]["funds"]]


def concerned(quotes: Iterable[Quote], words: AlertWords) -> list[str]:
    """Of these the funds whose names say that their shares are Hong Kong's."""
    names = words["connect"]["names"]
    return [
        each.security.ref
        for each in quotes
        if each.security.kind in {"etf", "fund"} and any(name in each.security.name for name in names)
    ]


def connect_move(
    quotes: Mapping[str, Quote], wanted: Iterable[str], rules: EarlyWarning, words: AlertWords
) -> Found | None:
    """The event, one a day and direction; None where it is calm, not known, or of none that is `wanted`."""
    refs = concerned((quotes[ref] for ref in wanted if ref in quotes), words)
    quote = next((quotes[ref] for ref in funds(words) if ref in quotes), None)
    change = quote.change_percent if quote else None
    warned = None if change is None else rules.connect(change)
    if not refs or quote is None or warned is None:
        return None
    moved = words["moved"][warned.direction]
    day = quote.as_of.astimezone(SHANGHAI).date()
    return Found(
        f"{KIND}:{day}:{warned.direction}",
        KIND,
        f"{quote.security.name}{moved}",
        quote.source,
        published_at=quote.as_of,
        published_exact=True,
        detail={
            "refs": refs,
            "name": quote.security.name,
            "code": quote.security.code,
            "moved": moved,
            "last": str(quote.last),
            "change": signed(quote.change_percent),
        },
    )
