"""What holds for every brief, whatever is known: its length, its end, and what it never says."""

import re
from itertools import product

import pytest

from actions.brief.words import BriefWords
from customers.briefs import KINDS, Kind
from market.announcements import ANNOUNCEMENTS, Announcement
from tests.unit.actions.brief.given import INDICES, KNOWN, briefing
from tests.unit.actions.brief.test_week import FRIDAY
from tests.unit.actions.brief.test_week import KNOWN as BARS
from tests.unit.actions.given_facts import moment

WORDS = BriefWords.load()
EVENING = Announcement(moment("2026-07-31 00:00"), "关于2021年年度报告更正的公告", released=moment(FRIDAY))
LISTS: tuple[list[str], ...] = (
    [],
    [KNOWN[3].ref],
    [each.ref for each in KNOWN],
    [each.ref for each in KNOWN] * 20,
)
ADVICE = re.compile(r"建议(?!$| ·)|推荐|买入|卖出|加仓|减仓|看好|机会|潜力|[!！亲]")


@pytest.mark.parametrize(("kind", "refs"), list(product(KINDS, LISTS)), ids=lambda each: str(len(each)))
@pytest.mark.parametrize("lack", ["source_down", "no_data"])
async def test_it_is_short_says_how_to_end_it_and_gives_no_advice(
    kind: Kind, refs: list[str], lack: str
) -> None:
    known = BARS | {(ANNOUNCEMENTS, each): (EVENING,) for each in KNOWN}
    brief = await briefing(FRIDAY, known, *INDICES, lack=lack).now(kind, refs)
    said = brief.text.splitlines()
    assert len(said) <= WORDS.lines
    assert said[-1] == f"自动回复 · 不构成投资建议 · 回复“退订{WORDS.short_names[kind]}”可退订"
    assert brief.buttons[-1].title == f"退订{WORDS.short_names[kind]}"
    assert len(brief.buttons) <= 3
    assert not ADVICE.search(brief.text)
    assert brief.own is bool(refs)
