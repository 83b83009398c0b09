"""Which response a quote is told with, and the values in it."""

import json
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest

from actions.quote.replies import Phrasebook, ask, choices
from actions.utterance import Button, Utterance
from actions.words import QuoteWords
from market.quote import Quote, QuoteMissing
from market.session import SHANGHAI
from tests.unit.actions.given import CSI_300, FUND, GONE, MOUTAI, NOW, SHANGHAI_INDEX, WULIANGYE, quote_of

BOOK = Phrasebook(QuoteWords.load(), NOW)
LAST_WEEK = datetime(2021, 7, 21, 14, 56, tzinfo=SHANGHAI)


def lines(utterance: Utterance) -> list[str]:
    shown: str = utterance.values["lines"]
    return shown.split("\n")


def test_a_quote_tells_what_the_voice_asks_for() -> None:
    utterance = BOOK.one(quote_of())
    assert utterance.response == "utter_quote"
    assert utterance.values == {
        "name": "贵州茅台",
        "code": "600519",
        "status": "已收盘",
        "last": "1768.90",
        "change": "▲56.01",
        "percent": "+3.27%",
        "open": "1703.00",
        "previous_close": "1712.89",
        "high": "1788.20",
        "low": "1682.12",
        "amount": "147.92亿",
        "turnover_rate": "0.68%",
        "stamp": "07-28 15:00 · 腾讯行情 · 自动回复 · 不构成投资建议",
    }


def test_what_is_not_known_is_a_dash_and_never_zero() -> None:
    unknown = quote_of(last=None, open=None, high=None, low=None, amount=None, turnover_rate=None)
    values = BOOK.one(unknown).values
    names = ("last", "change", "percent", "open", "high", "low", "amount", "turnover_rate")
    assert {values[name] for name in names} == {"—"}


def test_funds_are_told_with_three_decimals() -> None:
    assert BOOK.one(quote_of(FUND, last=Decimal("4.02"))).values["last"] == "4.020"


def test_an_index_has_no_turnover_rate_and_leads_to_the_market() -> None:
    utterance = BOOK.one(quote_of(SHANGHAI_INDEX))
    assert utterance.response == "utter_quote_index"
    assert [button.payload for button in utterance.buttons] == ["/ask_market"]


def test_buttons_below_a_share_ask_for_what_is_not_shown() -> None:
    limits, movement, market = BOOK.one(quote_of()).buttons
    assert limits == Button("涨跌停价", ask(MOUTAI, ("limit_up", "limit_down")))
    assert movement == Button("振幅量比", ask(MOUTAI, ("amplitude", "volume_ratio")))
    assert market.payload == "/ask_market"


def test_no_button_asks_for_what_nobody_knows() -> None:
    unknown = quote_of(limit_up=None, limit_down=None, volume_ratio=None)
    assert [button.title for button in BOOK.one(unknown).buttons] == ["振幅量比", "大盘怎么样"]


def test_a_suspended_share_is_said_to_be_suspended() -> None:
    utterance = BOOK.one(quote_of(suspended=True, last=None))
    assert utterance.response == "utter_quote_suspended"
    assert utterance.values["previous_close"] == "1712.89"


def test_an_old_value_says_its_time_first() -> None:
    utterance = BOOK.one(quote_of(stale=True, as_of=LAST_WEEK))
    assert utterance.response == "utter_quote_stale"
    assert utterance.values["as_of"] == "07-21 14:56"


def test_a_demonstration_says_so_with_the_whole_date() -> None:
    stamp = BOOK.one(quote_of(demo=True, stale=True, as_of=LAST_WEEK)).values["stamp"]
    assert stamp == "演示数据 截至 2021-07-21 14:56 · 自动回复 · 不构成投资建议"


def test_a_field_is_answered_before_anything_else() -> None:
    utterance = BOOK.fields(quote_of(), ("high",))
    assert utterance.response == "utter_quote_field"
    assert utterance.values["day"] + utterance.values["fields"] == "今天最高 1788.20"


def test_several_fields_stand_in_the_order_asked() -> None:
    asked = ("limit_down", "volume", "volume_ratio", "amplitude")
    told = BOOK.fields(quote_of(), asked).values["fields"]
    assert told == "跌停价 1541.60  成交量 8.54万手  量比 1.00  振幅 6.19%"


def test_a_field_of_another_day_names_the_day() -> None:
    assert BOOK.fields(quote_of(as_of=LAST_WEEK), ("high",)).values["day"] == "（07-21）"


def test_yesterdays_close_is_not_called_todays() -> None:
    assert BOOK.fields(quote_of(), ("previous_close",)).values["day"] == ""


def test_a_field_that_nobody_knows_is_said_to_be_missing() -> None:
    utterance = BOOK.fields(quote_of(limit_up=None, limit_down=None), ("limit_up", "limit_down"))
    assert utterance.response == "utter_quote_field_missing"
    assert utterance.values["fields"] == "涨停价、跌停价"


def test_a_field_that_is_known_is_told_beside_one_that_is_not() -> None:
    told = BOOK.fields(quote_of(limit_up=None), ("limit_up", "limit_down")).values["fields"]
    assert told == "涨停价 —  跌停价 1541.60"


def test_several_shares_stand_below_each_other() -> None:
    cheap = quote_of(WULIANGYE, last=Decimal("99.5"), previous_close=Decimal("99.50"))
    utterance = BOOK.several([quote_of(), cheap], (), "utter_quote_several", demo=False)
    assert lines(utterance) == [
        "贵州茅台 600519  1768.90  +3.27%",
        "五粮液\u3000 000858  \u2007\u200799.50  0.00%",
    ]
    assert utterance.values["stamp"].startswith("07-28 15:00 · 腾讯行情")


def test_one_field_of_several_shares_stands_below_each_other() -> None:
    utterance = BOOK.several([quote_of(), quote_of(WULIANGYE)], ("high",), "utter_quote_several", demo=False)
    assert [line.split("  ")[1] for line in lines(utterance)] == ["最高 1788.20", "最高 1788.20"]


def test_lines_of_different_days_name_their_days() -> None:
    older = quote_of(WULIANGYE, as_of=LAST_WEEK)
    utterance = BOOK.several([older, quote_of()], (), "utter_quote_several", demo=False)
    assert [line.split("  ")[-1] for line in lines(utterance)] == ["07-21", "07-28"]
    assert utterance.values["stamp"].startswith("07-28 15:00")


def test_a_line_without_a_quote_says_why() -> None:
    found: list[Quote | QuoteMissing] = [
        quote_of(),
        QuoteMissing(GONE, "delisted"),
        quote_of(WULIANGYE, suspended=True),
    ]
    shown = lines(BOOK.several(found, (), "utter_quote_several", demo=False))
    assert [line.split("  ")[-1] for line in shown] == ["+3.27%", "已终止上市", "停牌"]


def test_a_line_without_a_new_quote_shows_the_last_one_known_with_its_time() -> None:
    found: list[Quote | QuoteMissing] = [
        quote_of(),
        QuoteMissing(WULIANGYE, "source_down", quote_of(WULIANGYE, as_of=LAST_WEEK, stale=True)),
    ]
    shown = lines(BOOK.several(found, (), "utter_quote_several", demo=False))
    assert [line.split("  ")[-1] for line in shown] == ["07-28", "07-21 14:56"]


@pytest.mark.parametrize(
    ("missing", "demo", "response"),
    [
        (QuoteMissing(GONE, "delisted"), False, "utter_quote_delisted"),
        (QuoteMissing(MOUTAI, "source_down"), False, "utter_quote_unavailable"),
        (QuoteMissing(MOUTAI, "no_data"), True, "utter_quote_not_in_demo"),
        (QuoteMissing(MOUTAI, "source_down", quote_of(as_of=LAST_WEEK)), False, "utter_quote_stale"),
    ],
)
def test_a_missing_quote_says_honestly_why(missing: QuoteMissing, demo: bool, response: str) -> None:
    utterance = BOOK.missing(missing, demo=demo)
    assert utterance.response == response
    assert missing.security.name in "".join(utterance.values.values())


def test_choices_ask_again_what_was_asked() -> None:
    [button] = choices([replace(CSI_300)], ("high", "low"))
    assert button.title == "沪深300 000300"
    intent, _, entities = button.payload.partition("{")
    assert intent == "/ask_quote"
    assert json.loads("{" + entities) == {"security": "SH000300", "quote_field": "high,low"}
