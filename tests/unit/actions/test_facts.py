"""How facts are signed, and what is said where there is none."""

from dataclasses import replace
from datetime import datetime

import pytest

from actions.facts import FactWords, moment
from market.fact import Fact, Gap, Lack
from market.session import SHANGHAI
from tests.unit.actions.given import MOUTAI, NOW

WORDS = FactWords.load()
NEWER = Fact("x", datetime(2021, 7, 28, 15, 0, tzinfo=SHANGHAI), "巨潮资讯")
OLDER = Fact("y", datetime(2021, 7, 27, tzinfo=SHANGHAI), "同花顺")


def test_a_stamp_names_the_oldest_time_and_every_source_once() -> None:
    stamp = WORDS.stamp(NOW, NEWER, OLDER, replace(OLDER, source="巨潮资讯"))
    assert stamp.startswith("07-27 · 巨潮资讯、同花顺 · ")
    assert stamp.endswith("不构成投资建议")


def test_a_sample_or_an_old_answer_says_so() -> None:
    assert WORDS.stamp(NOW, replace(NEWER, demo=True)).startswith("演示数据 截至 2021-07-28 15:00")
    assert WORDS.stamp(NOW, NEWER, replace(OLDER, stale=True)).startswith("暂时取不到更新，这是 07-27 的数据")


def test_a_day_is_told_without_an_hour_and_another_year_with_its_number() -> None:
    assert moment(OLDER.as_of, NOW) == "07-27"
    assert moment(replace(OLDER, as_of=datetime(2020, 7, 27, tzinfo=SHANGHAI)).as_of, NOW) == "2020-07-27"


@pytest.mark.parametrize(
    ("reason", "demo", "response"),
    [
        ("source_down", False, "utter_fact_unavailable"),
        ("no_data", False, "utter_fact_none"),
        ("not_covered", False, "utter_fact_not_covered"),
        ("not_covered", True, "utter_fact_not_covered"),
        ("no_data", True, "utter_fact_not_in_demo"),
    ],
)
def test_each_lack_has_its_own_words(reason: Lack, demo: bool, response: str) -> None:
    utterance = WORDS.gap(Gap(reason), "质押", MOUTAI, demo=demo)
    assert utterance.response == response
    assert utterance.values == {"name": "贵州茅台 600519 ", "what": "质押"}
