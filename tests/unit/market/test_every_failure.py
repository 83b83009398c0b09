"""Nothing wrong is ever shown: every live source in every mode of failure tells the truth, or that it failed.

The modes are those of the stand-ins' proxy, so the matrix grows with each source and each mode by itself.
"""

import asyncio
from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import Any

import pytest

from market.errors import SourceFailed, SourceTimeout
from market.session import Session
from tests.fakes.upstreams import Upstreams
from tests.fakes.upstreams.proxy import MODES, Mode
from tests.unit.market.every_source import Outcomes, ask_all

SILENT: tuple[Mode, ...] = ("hang", "ban", "truncated", "reset", "5xx", "empty")
SHAPED: tuple[Mode, ...] = ("missing_column", "extra_column", "units")
UNANSWERED = {"东方财富 forecasts"}
"""No licensed row holds their figures, so the stand-in has none."""
_LOT = 100


@pytest.fixture(scope="module")
def outcomes(session: Session) -> Outcomes:
    with pytest.MonkeyPatch.context() as environment:
        return asyncio.run(_matrix(session, environment))


async def _matrix(session: Session, environment: pytest.MonkeyPatch) -> Outcomes:
    async with Upstreams() as upstreams:
        for name, value in upstreams.environment.items():
            environment.setenv(name, value)
        return await ask_all(upstreams, session)


def told(outcomes: Outcomes) -> dict[str, Any]:
    """What is told while all is well."""
    return {
        label: value
        for label, value in outcomes["ok"].items()
        if value and not isinstance(value, SourceFailed)
    }


def test_the_modes_are_all_there_are() -> None:
    assert {"ok", *SILENT, *SHAPED} == set(MODES)


def test_every_source_answers_while_all_is_well(outcomes: Outcomes) -> None:
    known = {source(label) for label in told(outcomes)}
    assert {source(label) for label in outcomes["ok"]} - known == UNANSWERED
    assert [each for each in outcomes["ok"].values() if isinstance(each, SourceFailed)] == []


@pytest.mark.parametrize("mode", SILENT)
def test_a_house_that_does_not_answer_is_never_taken_to_say_that_there_is_nothing(
    mode: Mode, outcomes: Outcomes
) -> None:
    assert {label: seen for label in told(outcomes) if not failed(seen := outcomes[mode][label])} == {}


def test_a_column_that_is_gone_is_noticed_by_every_source(outcomes: Outcomes) -> None:
    mode = outcomes["missing_column"]
    assert {label: seen for label in told(outcomes) if not failed(seen := mode[label])} == {}


@pytest.mark.parametrize("mode", ["extra_column", "units"])
def test_an_answer_of_another_form_is_refused_or_changes_no_figure(mode: Mode, outcomes: Outcomes) -> None:
    wrong = {
        label: (value, seen)
        for label, value in told(outcomes).items()
        if not failed(seen := outcomes[mode][label]) and not agrees(value, seen)
    }
    assert wrong == {}


def test_another_form_is_told_from_a_slow_answer(outcomes: Outcomes) -> None:
    late = [
        (mode, label)
        for mode in SHAPED
        for label, seen in outcomes[mode].items()
        if isinstance(seen, SourceTimeout)
    ]
    assert late == []


def failed(seen: Any) -> bool:
    return isinstance(seen, SourceFailed)


def source(label: str) -> str:
    return " ".join(label.split()[:2])


def agrees(value: Any, seen: Any) -> bool:
    """Whether `seen` is the same, leaves something out, or tells a volume to the share instead of the lot."""
    if seen is None or value == seen:
        return True
    if isinstance(value, int) and isinstance(seen, int):
        return abs(value - seen) < _LOT <= value
    if is_dataclass(value) and type(value) is type(seen):
        return all(agrees(getattr(value, each.name), getattr(seen, each.name)) for each in fields(value))
    if isinstance(value, tuple) and isinstance(seen, tuple):
        return len(value) == len(seen) and all(map(agrees, value, seen))
    return False


@pytest.mark.parametrize(
    ("value", "seen", "same"),
    [
        ((Decimal("1.5"), 1_200), (Decimal("1.5"), 1_255), True),
        ((Decimal("1.5"), 1_200), (None, 1_200), True),
        ((Decimal("1.5"), 1_200), (Decimal("1.6"), 1_200), False),
        ((Decimal("1.5"), 1_200), (Decimal("1.5"), 120_000), False),
        ((Decimal("1.5"), None), (Decimal("1.5"), 1_200), False),
        ((Decimal("1.5"),), (), False),
    ],
)
def test_only_what_is_left_out_or_finer_agrees(value: Any, seen: Any, *, same: bool) -> None:
    assert agrees(value, seen) is same
