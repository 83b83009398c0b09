"""New shares that can be applied for or have to be paid for today."""

from collections.abc import Sequence

from actions.brief.asking import Asking
from actions.brief.sheet import Section
from actions.brief.words import Pen
from market.fact import Fact
from market.ipo import Ipo, Step, falling
from market.securities import Security

_STEPS: dict[str, Step] = {"apply": "apply_date", "payment": "payment_date"}


async def issues(asking: Asking, _securities: Sequence[Security]) -> Section:
    """The same for everybody, so it is made once."""

    async def make() -> Section:
        return await _make(asking)

    return await asking.once.get(("issues", asking.today), make, lambda made: not made.lacks)


async def _make(asking: Asking) -> Section:
    seen, today = await asking.issues.shares(), asking.today
    facts = [each for each in seen.facts if asking.of_now(each, today) == each]
    if not facts:
        lack = seen.gap.reason if seen.gap else "source_down"
        return Section(lacks=(("issues", lack, 0),), current=False)
    return Section(fixed=(_line(asking.pen, facts, seen.issues),))


def _line(pen: Pen, facts: Sequence[Fact[tuple[Ipo, ...]]], found: Sequence[Ipo]) -> str:
    words, today = pen.words.issues, pen.now.date()
    said = [
        words[name].format(names=_names(pen, on_day, step))
        for name, step in _STEPS.items()
        if (on_day := falling(found, step, today, today))
    ]
    told = words["gap"].join(said) or words["none"]
    return str(words["line"].format(part=pen.words.parts["issues"], said=told, stamp=pen.stamp(tuple(facts))))


def _names(pen: Pen, found: Sequence[Ipo], step: Step) -> str:
    words, shown = pen.words.issues, pen.words.issues["shown"]
    names = [words["disputed"].format(name=ipo.name) if step in ipo.disputed else ipo.name for ipo in found]
    listed = words["names"].join(names[:shown])
    return str(words["more"].format(names=listed, count=len(names)) if len(names) > shown else listed)
