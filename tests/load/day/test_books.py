"""What the books of the load find."""

from dataclasses import replace

from tests.chaos.books import Books, Step, Talk
from tests.load.day.books import Note, broken_by, compare

MEANT = [("wechat", "o1", "贵州茅台 600519\n最新 1499.00"), ("wechat", "o1", "浦发银行 600000\n最新 9.10")]


def notes(*texts: str) -> list[Note]:
    return [("wechat", "o1", float(at), text) for at, text in enumerate(texts)]


def test_what_was_meant_in_its_order_is_well() -> None:
    assert compare(MEANT, notes("【自动回复】贵州茅台 600519 …", "浦发银行 600000 …")) == (0, 0)
    assert compare(MEANT, notes("贵州茅台 600519 …\n\n浦发银行 600000 …")) == (0, 0)


def test_a_message_shown_twice_is_found() -> None:
    shown = notes("贵州茅台 600519 …", "贵州茅台 600519 …", "浦发银行 600000 …")
    assert compare(MEANT, shown) == (1, 0)


def test_another_order_is_found() -> None:
    assert compare(MEANT, notes("浦发银行 600000 …", "贵州茅台 600519 …")) == (0, 1)


def test_what_never_came_is_found() -> None:
    assert compare(MEANT, notes("贵州茅台 600519 …")) == (0, 1)


def test_who_is_with_people_may_stay_there_but_not_held_by_a_turn() -> None:
    steps = [Step(1, 1, "bot", "queued"), Step(1, 2, "queued", "human")]
    talk = Talk(1, "wechat", "o1", "human", epoch=2, seq=0)
    assert broken_by(Books(talks=[talk], steps=steps)) == []
    for held in (replace(talk, leased=True), replace(talk, waiting=1)):
        assert len(broken_by(Books(talks=[held], steps=steps))) == 1
