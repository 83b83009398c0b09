"""What is found in announcements does not depend on their order, their number or who tells them."""

from datetime import date, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as some

from market.announcements import Announcement
from notices.detecting import LEVELS, found_in
from rules.delisting_events import Titles
from tests.unit.notices.watching import announced, told

TITLES = Titles.load()
TODAY = date(2025, 6, 26)
REF = "SZ000622"
SEEN = [
    announced("2025-06-19", "关于收到股票终止上市决定的公告"),
    announced("2025-06-20", "关于公司股票终止上市的公告", released="2025-06-19 18:31:05"),
    announced("2025-06-26", "关于公司股票进入退市整理期交易的公告"),
    announced("2025-06-25", "关于公司股票可能被终止上市的风险提示公告"),
    announced("2025-06-26", "关于召开股东大会的通知"),
    announced("2024-01-02", "关于收到股票终止上市决定的公告"),
]
lists = some.lists(some.sampled_from(SEEN), min_size=1, max_size=9)


@given(lists, some.randoms())
def test_the_order_and_repetitions_of_a_list_change_nothing(
    listed: list[Announcement], random: Random
) -> None:
    mixed = [*listed, *listed]
    random.shuffle(mixed)
    found = {each.key for each in found_in(told(REF, *listed), TITLES, TODAY)}
    assert {each.key for each in found_in(told(REF, *mixed), TITLES, TODAY)} == found


@given(lists, some.integers(0, 400))
def test_only_what_is_news_is_found_and_only_levels_begin_campaigns(
    listed: list[Announcement], gap: int
) -> None:
    for each in found_in(told(REF, *listed), TITLES, TODAY, timedelta(days=gap)):
        assert each.published_at is not None
        assert each.published_at.date() >= TODAY - timedelta(days=(60 if each.level else 11) + gap)
        assert each.campaign == (each.kind in LEVELS) == (each.level is not None)


def test_a_decision_is_news_to_who_takes_the_share_up_in_its_delisting_period() -> None:
    listed = told(REF, announced("2025-05-12", "关于收到股票终止上市决定的公告"))
    assert [each.level for each in found_in(listed, TITLES, TODAY)] == ["red"]
    assert found_in(listed, TITLES, date(2025, 7, 12)) == []


@given(some.text(max_size=400))
def test_no_title_breaks_anything(title: str) -> None:
    for each in found_in(told(REF, announced("2025-06-26", title)), TITLES, TODAY):
        assert each.title.isprintable()
        assert len(each.title) <= 300
