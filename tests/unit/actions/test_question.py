"""Reading a question out of a tracker."""

from typing import Any

import pytest

from actions.question import Asked, Question, means_index, ordinal, read


class Tracker:
    """A tracker with the message and slots of a test."""

    def __init__(self, text: str, *entities: dict[str, Any], **slots: Any) -> None:
        self.latest_message: dict[str, Any] = {"text": text, "entities": list(entities)}
        self._slots = slots

    def get_slot(self, key: str) -> Any:
        return self._slots.get(key)

    def get_latest_input_channel(self) -> str | None:
        return None


def found(text: str, name: str, value: str, kind: str = "security") -> dict[str, Any]:
    start = text.index(name)
    return {"entity": kind, "value": value, "start": start, "end": start + len(name), "text": name}


def test_a_named_share_is_asked_for() -> None:
    text = "贵州茅台多少钱"
    assert read(Tracker(text, found(text, "贵州茅台", "SH600519"))) == Question(
        text=text, asked=(Asked(("SH600519",), "贵州茅台"),)
    )


def test_an_ambiguous_name_keeps_all_its_securities() -> None:
    asked = read(Tracker("平安", found("平安", "平安", "SH601318,SZ000001"))).asked
    assert asked == (Asked(("SH601318", "SZ000001"), "平安"),)


def test_fields_are_asked_for_once_and_in_order() -> None:
    text = "茅台最低最高最低"
    fields = [found(text, "最低", "low", "quote_field"), found(text, "最高", "high", "quote_field")]
    assert read(Tracker(text, *fields, fields[0])).fields == ("low", "high")


def test_the_price_alone_is_the_whole_quote() -> None:
    text = "茅台收盘价"
    assert read(Tracker(text, found(text, "收盘价", "last", "quote_field"))).fields == ()


def test_a_word_inside_a_name_is_no_field() -> None:
    text = "涨停科技多少钱"
    share, field = found(text, "涨停科技", "SH600000"), found(text, "涨停", "limit_up", "quote_field")
    assert read(Tracker(text, share, field)).fields == ()


def test_a_button_asks_for_its_fields_and_has_no_words() -> None:
    text = '/ask_quote{"security":"SH600519","quote_field":"limit_up,limit_down"}'
    whole = {"start": 10, "end": len(text)}
    pressed = read(
        Tracker(
            text,
            {"entity": "security", "value": "SH600519", **whole},
            {"entity": "quote_field", "value": "limit_up,limit_down", **whole},
        )
    )
    assert pressed.fields == ("limit_up", "limit_down")
    assert pressed.asked == (Asked(("SH600519",), ""),)
    assert pressed.text == ""


@pytest.mark.parametrize("negation", ["不是", "不要", "我问的不是", "别查", "不看"])
def test_a_share_that_is_denied_gives_way_to_the_one_that_is_meant(negation: str) -> None:
    text = f"{negation}平安银行，是中国平安"
    question = read(Tracker(text, found(text, "平安银行", "SZ000001"), found(text, "中国平安", "SH601318")))
    assert [asked.refs for asked in question.asked] == [("SH601318",)]


def test_a_denied_share_without_another_is_still_what_is_talked_about() -> None:
    text = "是不是平安银行"
    assert read(Tracker(text, found(text, "平安银行", "SZ000001"))).asked == (
        Asked(("SZ000001",), "平安银行"),
    )


def test_an_open_clarification_lends_its_fields() -> None:
    text = "平安银行"
    slots = {"quote_field": "high,low", "quote_security": "SH600519,SZ000858", "quote_choices": ["SZ000001"]}
    question = read(Tracker(text, found(text, text, "SZ000001"), **slots))
    assert question.fields == ("high", "low")
    assert question.choices == ("SZ000001",)


def test_the_securities_before_are_leant_on_until_others_are_offered() -> None:
    """它 behind "您是不是要找 平安银行" is neither certainly that one nor the one before."""
    assert read(Tracker("它停牌没", quote_security="SH600519,SZ000858")).last == ("SH600519", "SZ000858")
    offered = Tracker("它停牌没", quote_security="SH600519", quote_choices=["SZ000001"])
    assert read(offered).last == ()


def test_an_empty_message_asks_nothing() -> None:
    tracker = Tracker("")
    tracker.latest_message.update(text=None, entities=None)
    assert read(tracker) == Question()


@pytest.mark.parametrize(
    ("text", "count", "place"),
    [
        ("第一个", 3, 0),
        ("第2只", 3, 1),
        ("第三个", 3, 2),
        ("后者", 2, 1),
        ("最后那只", 3, 2),
        ("前面那个", 2, 0),
        ("第三个", 2, None),
        ("随便", 2, None),
        ("第一个", 0, None),
    ],
)
def test_a_choice_is_taken_by_its_place(text: str, count: int, place: int | None) -> None:
    assert ordinal(text, count) == place


def test_only_words_about_an_index_mean_one() -> None:
    assert means_index("指数多少")
    assert means_index("现在多少点")
    assert not means_index("多少钱一股")
