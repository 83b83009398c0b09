"""Items of the press: their words, their order, and how those about a topic are found."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.news import NewsItem, believable, relevant
from market.news_text import clean, first_sentence, news_item, shortened
from market.sources.demo_news import load_news
from tests.unit.market.given import moment

NOW = moment("2024-03-13 18:00:00")
ITEMS = tuple(item for items in load_news().values() for item in items)


def item(title: str, at: str = "2024-03-13 16:00:00", text: str = "") -> NewsItem:
    return NewsItem(moment(at), title, "新浪财经", text)


def titles(words: list[str]) -> list[str]:
    return [each.title for each in relevant(believable(ITEMS, NOW), words)]


def test_a_topic_is_found_by_its_word() -> None:
    assert titles(["乘用车"]) == ["乘联会：3月1-10日乘用车市场零售35.5万辆 同比去年同期增长4%"]
    assert titles(["宁德时代"]) == ["小米汽车 SU7 新配置申报：宁德时代磷酸铁锂电池，220kW 单电机"]
    assert titles(["白酒", "梅西"])[0] == "梅西代言白酒重新上架"


def test_a_compound_is_found_where_its_parts_stand_apart() -> None:
    cut = item("美联储宣布降息25个基点")
    assert relevant([cut, item("日本央行维持利率不变")], ["美联储降息", "A股"]) == (cut,)


def test_the_longest_word_must_be_there() -> None:
    assert relevant([item("A股收评：沪指缩量调整跌0.4%")], ["美联储降息", "A股"]) == ()
    assert relevant(ITEMS, []) == ()


def test_a_headline_counts_more_than_the_text_and_the_newer_comes_first() -> None:
    said, headed = item("午间要闻", text="恒指收跌"), item("恒指收跌")
    newer = item("恒指收跌 科指收涨", "2024-03-13 16:10:00")
    assert relevant([said, headed, newer], ["恒指"]) == (newer, headed, said)


def test_headlines_come_once_newest_first_and_never_from_the_future() -> None:
    found = believable(ITEMS, NOW)
    assert all(first.published >= second.published for first, second in pairwise(found))
    assert len({each.title for each in found}) == len(found)
    assert believable([item("明天", "2024-03-14 00:00:00")], NOW) == ()


def test_the_headline_in_brackets_is_taken_out_of_the_text() -> None:
    found = news_item(NOW, "", "新浪财经", "【梅西代言白酒重新上架】多款梅西代言白酒已重新上架。")
    assert found is not None
    assert (found.title, found.text) == ("梅西代言白酒重新上架", "多款梅西代言白酒已重新上架。")


def test_the_press_may_shout_but_we_do_not() -> None:
    found = news_item(NOW, "机构论市：指数一波三折 传媒、游戏逆势走强！", "同花顺")
    assert found is not None
    assert found.title == "机构论市：指数一波三折 传媒、游戏逆势走强"
    twice = news_item(NOW, "重磅！！商务部等9部门发布", "同花顺")
    assert twice is not None
    assert twice.title == "重磅，商务部等9部门发布"


@pytest.mark.parametrize(
    "title",
    ["某券商给予某公司买入评级", "某公司目标价上调至100元", "三月金股出炉", "加老师微信领牛股", ""],
)
def test_opinions_offers_and_nothing_are_no_news(title: str) -> None:
    assert news_item(NOW, title, "x") is None


@pytest.mark.parametrize("title", ["证监会严打非法荐股", "控股股东拟增持不低于1亿元", "直播间卖货新规"])
def test_what_only_sounds_like_an_offer_is_news(title: str) -> None:
    assert news_item(NOW, title, "x")


def test_a_long_text_is_cut_where_a_sentence_or_a_clause_ends() -> None:
    text = "英伟达在美股盘前上涨1.8%，报936美元/股。上一交易日，英伟达收盘大涨超7%。"
    assert shortened(text, 40) == "英伟达在美股盘前上涨1.8%，报936美元/股。"
    assert shortened(text, 20) == "英伟达在美股盘前上涨1.8%…"
    assert shortened(text, 100) == text
    assert first_sentence(text) == "英伟达在美股盘前上涨1.8%，报936美元/股"


@given(st.text(max_size=300), st.integers(min_value=4, max_value=80))
def test_a_cut_never_grows_and_never_loses_everything(text: str, limit: int) -> None:
    cut = shortened(text, limit)
    assert len(cut) <= max(limit, 0)
    assert cut.strip("…") == "" or text.lstrip().startswith(cut.strip("…").lstrip()[:3])


@given(st.text(alphabet="<>&;/abltgmpscript!-=\"' \n", max_size=120))
def test_nothing_that_is_cleaned_holds_markup(text: str) -> None:
    assert "<" not in clean(text)
    assert ">" not in clean(text)


def test_a_flood_of_open_tags_is_cleaned_at_once() -> None:
    assert clean("<script" * 100_000) == clean("<script" * 1_000)
