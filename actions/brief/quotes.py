"""How the indices and one's own shares stand, in the order in which they are watched."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date

from actions.brief.asking import Asking
from actions.brief.sheet import Lacks, Section
from actions.brief.words import Pen
from market.quote import Quote, QuoteMissing, known
from market.securities import Security

Found = Mapping[str, Quote | QuoteMissing]


async def indices(asking: Asking, _securities: Sequence[Security]) -> Section:
    """The indices alone, as they closed before this day began."""
    return _section(asking, (), await _indices(asking), asking.market.days.before(asking.today))


async def quotes(asking: Asking, securities: Sequence[Security]) -> Section:
    """The indices, and below them what is watched."""
    if not securities:
        return _section(asking, (), await _indices(asking), asking.today)
    listed, own = await asyncio.gather(_indices(asking), asking.market.quotes.get(securities))
    return _section(asking, securities, {**own, **listed}, asking.today)


async def _indices(asking: Asking) -> Found:
    async def ask() -> Found:
        return await asking.market.quotes.get(asking.securities(asking.words.indices))

    return await asking.once.get(
        ("indices", asking.market.now().replace(second=0, microsecond=0)),
        ask,
        lambda found: all(isinstance(each, Quote) for each in found.values()),
    )


def _section(asking: Asking, securities: Sequence[Security], found: Found, since: date) -> Section:
    """`since`: the day of which, or of a later one, something must be."""
    pen, listed = asking.pen, asking.securities(asking.words.indices)
    stand = [known(found.get(each.ref)) for each in listed]
    lacking = [each for each, quote in zip(listed, stand, strict=True) if quote is None]
    shown = [each for each in (*stand, *(known(found.get(each.ref)) for each in securities)) if each]
    newest = max((each.as_of.date() for each in shown), default=None)
    none = len(lacking) == len(listed)
    lacks: Lacks = tuple((each.name, "source_down", 0) for each in lacking)
    lacks = (("indices", "source_down", 0),) if none else lacks
    own = tuple(_share(pen, each, found[each.ref], newest) for each in securities)
    if not shown:
        return Section("", (), own, lacks, current=False)
    fixed = [_index(pen, quote, newest) for quote in stand if quote]
    head = pen.head("quotes" if securities else "indices", shown, pen.words.statuses[shown[0].phase])
    current = any(each.demo or each.as_of.date() >= since for each in shown)
    return Section(head, tuple(fixed), own, lacks, current)


def _index(pen: Pen, quote: Quote, newest: date | None) -> str:
    return _line(pen, "index", quote) + _other_day(pen, quote, newest)


def _share(pen: Pen, security: Security, found: Quote | QuoteMissing, newest: date | None) -> str:
    quote = known(found)
    if quote is None:
        reason = found.reason if isinstance(found, QuoteMissing) else "no_data"
        return pen.words.quotes[reason].format(name=security.name, code=security.code)
    if quote.suspended:
        return pen.words.quotes["suspended"].format(name=security.name, code=security.code)
    return _line(pen, "share", quote) + _other_day(pen, quote, newest)


def _line(pen: Pen, pattern: str, quote: Quote) -> str:
    return pen.words.quotes[pattern].format(
        name=quote.security.name,
        code=quote.security.code,
        last=pen.price(quote.last, quote.security),
        percent=pen.percent(quote.change_percent),
    )


def _other_day(pen: Pen, quote: Quote, newest: date | None) -> str:
    """Its own day, where that is not the head's."""
    day = quote.as_of.date()
    return "" if day == newest else pen.words.quotes["other_day"].format(day=pen.date(day))
