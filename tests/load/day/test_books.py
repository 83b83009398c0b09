"""What the books of the load find."""

from tests.load.day.books import Note, compare

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
