"""Names as investors write them, found in their sentences."""

import pytest

from market.names import Names
from market.names.lexicon import FOLDER, rows_of


def found(names: Names, text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(mention.text, mention.refs) for mention in names.find(text)]


@pytest.mark.parametrize(
    ("text", "written", "ref"),
    [
        ("贵州茅台多少钱", "贵州茅台", "SH600519"),
        ("我想看看 五 粮 液 的走势", "五 粮 液", "SZ000858"),
        ("万  科Ａ怎么了", "万  科Ａ", "SZ000002"),
        ("tcl科技", "tcl科技", "SZ000100"),
        ("TCL 科技现在多少", "TCL 科技", "SZ000100"),
        ("貴州茅台現在多少錢", "貴州茅台", "SH600519"),
        ("乾照光电的代码", "乾照光电", "SZ300102"),
        ("贵州茅台酒股份有限公司", "贵州茅台酒股份有限公司", "SH600519"),
        ("中国工商银行今天", "中国工商银行", "SH601398"),
        ("贵\u200b州茅台", "贵\u200b州茅台", "SH600519"),
        ("😀贵州茅台😀", "贵州茅台", "SH600519"),
        ("京东方怎么样", "京东方", "SZ000725"),
        ("沪深300", "沪深300", "SH000300"),
        ("北证50", "北证50", "BJ899050"),
        ("上证 50 ETF", "上证 50 ETF", "SH510050"),
    ],
)
def test_a_name_is_found_as_written(names: Names, text: str, written: str, ref: str) -> None:
    assert found(names, text) == [(written, (ref,))]


@pytest.mark.parametrize("written", ["*ST康佳A", "ST康佳A", "＊ＳＴ康佳", "st康佳A", "康佳A"])
def test_a_risk_warning_may_be_written_or_not(names: Names, written: str) -> None:
    assert found(names, f"{written}多少钱") == [(written, ("SZ000016",))]


@pytest.mark.parametrize(
    ("text", "refs"),
    [
        ("XD农业银行", ("SH601288",)),
        ("XD农业银", ("SH601288",)),
        ("xd工商银多少", ("SH601398",)),
        ("XD中国银", ("SH601881", "SH601988")),
        ("N通则康威", ("SZ301718",)),
        ("C通则康威", ("SZ301718",)),
    ],
)
def test_a_prefix_of_the_day_does_not_hide_the_name(names: Names, text: str, refs: tuple[str, ...]) -> None:
    assert [mention.refs for mention in names.find(text)] == [refs]


@pytest.mark.parametrize("text", ["NAVER", "NAVER多少钱", "STAR", "XD", "ST", "*ST", "XD不知道"])
def test_latin_words_are_not_robbed_of_a_prefix(names: Names, text: str) -> None:
    assert names.find(text) == []


def test_the_longest_name_wins(names: Names) -> None:
    assert found(names, "潍柴动力和平安银行") == [("潍柴动力", ("SZ000338",)), ("平安银行", ("SZ000001",))]
    assert found(names, "沪深300ETF易方达") == [("沪深300ETF易方达", ("SH510310",))]


def test_names_that_cross_are_the_investors_choice(names: Names) -> None:
    assert found(names, "中国平安银行") == [("中国平安银行", ("SH601318", "SZ000001"))]


def test_of_crossing_names_the_longer_one_is_meant(names: Names) -> None:
    assert found(names, "禾昌聚合顺不顺") == [("禾昌聚合", ("BJ920089",))]


def test_a_number_in_a_name_ends_where_the_number_ends(names: Names) -> None:
    assert names.find("沪深3000") == []
    assert names.find("中证10000点") == []


@pytest.mark.parametrize(
    ("alias", "refs"),
    [
        ("茅台", ("SH600519",)),
        ("宁王", ("SZ300750",)),
        ("迪王", ("SZ002594",)),
        ("招行", ("SH600036",)),
        ("万科", ("SZ000002",)),
        ("东财", ("SZ300059",)),
        ("中石油", ("SH601857",)),
        ("两桶油", ("SH601857", "SH600028")),
        ("长电", ("SH600900", "SH600584")),
        ("平安", ("SH601318", "SZ000001", "SZ001359")),
        ("海王", ("SH601919", "SZ000078")),
        ("大盘", ("SH000001",)),
        ("沪指", ("SH000001",)),
        ("深成指", ("SZ399001",)),
        ("创指", ("SZ399006",)),
        ("科创板指", ("SH000688",)),
    ],
)
def test_an_alias_leads_to_all_its_owners(names: Names, alias: str, refs: tuple[str, ...]) -> None:
    (mention,) = names.find(f"{alias}今天怎么样")
    assert (mention.text, mention.refs, mention.basis) == (alias, refs, "alias")


@pytest.mark.parametrize(
    ("former", "ref"),
    [
        ("包钢稀土", "SH600111"),
        ("一汽轿车", "SZ000800"),
        ("深发展A", "SZ000001"),
        ("中国南车", "SH601766"),
        ("中国北车", "SH601766"),
        ("国泰君安", "SH601211"),
        ("苏宁易购", "SZ002024"),
    ],
)
def test_a_former_name_leads_to_the_share_of_today(names: Names, former: str, ref: str) -> None:
    (mention,) = names.find(f"{former}现在多少钱")
    assert (mention.refs, mention.basis) == ((ref,), "former")


def test_one_name_of_two_shares_is_the_investors_choice(names: Names) -> None:
    assert found(names, "三维股份") == [("三维股份", ("BJ920834", "SH603033"))]
    assert found(names, "沪深300ETF多少") == [("沪深300ETF", ("SH510300", "SZ159919"))]


def test_a_name_of_today_outranks_the_same_name_of_a_delisted_share(names: Names) -> None:
    assert [mention.refs for mention in names.find("东方明珠股价")] == [("SH600637",)]


def test_a_delisted_name_leads_to_a_security_that_says_so(names: Names) -> None:
    ((_, (ref,)),) = found(names, "乐视网还能买吗")
    security = names.get(ref)
    assert security is not None
    assert security.status == "delisted"


def test_names_come_in_text_order(names: Names) -> None:
    text = "宁德时代、比亚迪和 600519 哪个好"
    assert [refs for _, refs in found(names, text)] == [("SZ300750",), ("SZ002594",), ("SH600519",)]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("华谊兄弟", "ST华谊"),
        ("贵州百灵", "ST百灵"),
        ("华夏幸福", "*ST华幸"),
        ("航天宏图", "*ST航图"),
        ("东方时尚", "ST东时"),
        ("亿晶光电", "*ST亿晶"),
        ("亚士创能", "*ST亚士"),
        ("八一钢铁", "*ST八钢"),
        ("青海春天", "*ST春天"),
        ("瑞茂通", "*ST瑞茂"),
        ("美克家居", "ST美克"),
        ("国联证券", "国联民生"),
        ("左江科技", "*ST左江"),
        ("ST左江", "*ST左江"),
        ("*ST美盛", "*ST美盛"),
    ],
)
def test_a_share_is_found_by_the_name_that_everybody_still_uses(
    names: Names, written: str, name: str
) -> None:
    mentions = names.find(f"{written}会退市吗")
    assert [mention.text for mention in mentions] == [written]
    known = names.get(mentions[0].refs[0])
    assert known is not None
    assert known.name == name


def test_every_share_with_a_warning_is_found_without_it(names: Names) -> None:
    former = {ref for row in rows_of(FOLDER / "former_names.csv") for ref in row["refs"].split()}
    warned = [share for share in names if share.kind == "stock" and share.warning in ("ST", "*ST")]
    lost = [
        share.name
        for share in warned
        if share.ref not in former and not names.find(f"{share.name.removeprefix(share.warning)}多少钱")
    ]
    assert lost == []
