"""Codes in every written form, and digits that are no codes."""

from datetime import date

import pytest

from market.names import Names
from market.names.lexicon import FOLDER, rows_of


def refs(names: Names, text: str) -> list[tuple[str, ...]]:
    return [mention.refs for mention in names.find(text)]


@pytest.mark.parametrize(
    "written",
    [
        "600519", "sh600519", "SH600519", "Sh.600519", "sh:600519", "600519.SH", "600519.ss",
        "600519.XSHG", "1.600519", "６００５１９", "ＳＨ６００５１９", "六零零五一九", "六〇〇五一九",
        "六零零五幺九", "六零零 五一九", "陆零零伍壹玖", "60零5一九",
    ],
)  # fmt: skip
@pytest.mark.parametrize("sentence", ["{}", "帮我看看{}多少钱", "{}的股价", "代码：{}。"])
def test_a_code_is_read_in_every_written_form(names: Names, written: str, sentence: str) -> None:
    (mention,) = names.find(sentence.format(written))
    assert (mention.refs, mention.basis, mention.text) == (("SH600519",), "code", written)


@pytest.mark.parametrize(
    "text",
    [
        "13800600519", "我的手机号是13800600519", "6005191", "订单号 600519", "验证码600519",
        "邮编：600519", "我有600519元", "转入 600000 元", "成交600519万元", "买了300750股", "￥600519",
        "600519.50", "3.600519", "涨了1.600519%", "a600519b", "x600519", "2026112360051912",
        "一三八零零六零零五一九", "六零零五一九万", "0755-600519",
        "买了600519手", "有300750个", "600519日", "600519PEG",
    ],
)  # fmt: skip
def test_digits_of_another_kind_are_no_code(names: Names, text: str) -> None:
    assert names.find(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "600519股价",
        "600519股票",
        "600519手续费多少",
        "510300ETF",
        "600519个股资金",
        "600519日K",
        "600519日线",
        "600519K线图",
        "600519月线",
        "600519年报",
        "600519MACD",
        "600519pe多少",
    ],
)
def test_words_that_start_like_a_unit_leave_a_code_a_code(names: Names, text: str) -> None:
    assert [mention.text for mention in names.find(text)] == [text[:6]]


@pytest.mark.parametrize("code", ["000001", "000016", "000688", "000852", "000905"])
def test_a_code_of_a_share_and_an_index_is_the_investors_choice(names: Names, code: str) -> None:
    assert refs(names, f"{code}多少") == [(f"SH{code}", f"SZ{code}")] or refs(names, f"{code}多少") == [
        (f"SZ{code}", f"SH{code}")
    ]


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("000001指数", "SH000001"),
        ("指数000001", "SH000001"),
        ("sh000001", "SH000001"),
        ("000001.SH", "SH000001"),
        ("1.000001", "SH000001"),
        ("000001的点位", "SH000001"),
        ("沪市000001", "SH000001"),
        ("sz000001", "SZ000001"),
        ("000001.XSHE", "SZ000001"),
        ("0.000001", "SZ000001"),
        ("000001这只股票", "SZ000001"),
        ("股票000001", "SZ000001"),
        ("深圳000001", "SZ000001"),
        ("000688指数", "SH000688"),
        ("sz000688", "SZ000688"),
        ("000300", "SH000300"),
        ("399300", "SH000300"),
    ],
)
def test_a_word_beside_the_code_settles_share_or_index(names: Names, text: str, ref: str) -> None:
    assert refs(names, text) == [(ref,)]


def test_the_index_said_before_its_code_settles_it(names: Names) -> None:
    assert set(refs(names, "上证000001")) == {("SH000001",)}


def test_a_name_beside_an_open_code_settles_it(names: Names) -> None:
    assert refs(names, "平安银行（000001）") == [("SZ000001",), ("SZ000001",)]


def test_two_certain_names_leave_an_open_code_open(names: Names) -> None:
    assert len(refs(names, "平安银行和上证指数，000001是哪个")[-1]) == 2


@pytest.mark.parametrize(
    ("old", "ref"),
    [("430017", "BJ920017"), ("bj430017", "BJ920017"), ("300114", "SZ302132"), ("601313", "SH601360")],
)
def test_an_old_code_leads_to_the_share_of_today(names: Names, old: str, ref: str) -> None:
    assert refs(names, old) == [(ref,)]


def test_a_delisted_code_leads_to_a_security_that_says_so(names: Names) -> None:
    ((ref,),) = refs(names, "600832现在多少钱")
    security = names.get(ref)
    assert security is not None
    assert (security.status, security.name) == ("delisted", "东方明珠")


def test_a_code_written_with_the_wrong_exchange_is_asked_about(names: Names) -> None:
    assert names.find("sz600519") == []
    assert [security.ref for security in names.suggest("sz600519")] == ["SH600519"]


def test_several_codes_come_in_text_order(names: Names) -> None:
    assert refs(names, "600519.SH,sz000001；300750") == [("SH600519",), ("SZ000001",), ("SZ300750",)]


def test_an_unknown_code_is_not_found(names: Names) -> None:
    assert names.find("699999多少钱") == []
    assert names.get("SH699999") is None
    assert names.get("nonsense") is None


@pytest.mark.parametrize(
    ("old", "ref"), [("831445", "BJ920445"), ("830799", "BJ920799"), ("833819", "BJ920819")]
)
def test_a_replaced_code_of_beijing_leads_to_the_new_one(names: Names, old: str, ref: str) -> None:
    assert refs(names, f"{old}多少钱") == [(ref,)]


def test_each_share_of_beijing_older_than_the_920_codes_is_known_by_its_old_one(names: Names) -> None:
    with_old_code = {row["ref"] for row in rows_of(FOLDER / "old_codes.csv")}
    older = [each for each in names if each.exchange == "BJ" and each.kind == "stock" and each.listing_date]
    assert [
        each.name
        for each in older
        if each.listing_date and each.listing_date < date(2024, 5, 1) and each.ref not in with_old_code
    ] == []


@pytest.mark.parametrize(
    ("code", "name"),
    [("920036", "觅睿科技"), ("920183", "海菲曼"), ("920037", "广信科技"), ("162411", "华宝油气")],
)
def test_what_our_own_lists_show_is_found_by_its_code(names: Names, code: str, name: str) -> None:
    (mention,) = names.find(f"{code}走势图")
    known = names.get(mention.refs[0])
    assert known is not None
    assert known.name == name
