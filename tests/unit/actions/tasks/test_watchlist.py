"""The watchlist by chat: adding asks for consent first, what is unclear is asked for, never guessed."""

import pytest

from actions.tasks.watchlist import WatchlistWords
from market.names import normalise
from market.quote import QuoteMissing
from tests.unit.actions.given import quote_of
from tests.unit.actions.given_facts import moment
from tests.unit.actions.talk import Dialogue
from tests.unit.actions.tasks.shares import WHO, Office

MOUTAI, BANK, CMB = "SH600519", "SZ000001", "SH600036"
OTHER = "out_of_scope"


async def test_the_first_share_is_watched_once_the_investor_agrees(talk: Dialogue, office: Office) -> None:
    assert "自选和提醒设置" in await talk.say("加自选 贵州茅台", OTHER)
    assert await office.watched() == []
    assert await talk.press("同意") == "已加入自选：贵州茅台 600519。共1只。"
    assert await office.watched() == [MOUTAI]
    assert talk.slots["topic"] == "QUO01"


SAID = {
    "加自选 贵州茅台": [MOUTAI],
    "把茅台和600036加到自选": [MOUTAI, CMB],
    "把茅台加入自选": [MOUTAI],
    "添加自选：贵州茅台、招商银行": [MOUTAI, CMB],
    "自选加一下平安银行": [BANK],
    "帮我关注贵州茅台": [MOUTAI],
    "收藏 600519": [MOUTAI],
}


async def test_however_it_is_said(known: Dialogue, office: Office) -> None:
    for text, refs in SAID.items():
        assert "已加入自选" in await known.say(text, OTHER), text
        assert await office.watched() == refs, text
        await office.watchlist.clear(*WHO)


async def test_a_share_is_taken_away_however_it_is_said(known: Dialogue, office: Office) -> None:
    for text in ("自选删掉平安银行", "把平安银行从自选里删除", "取消关注平安银行", "删除自选 000001"):
        await office.watchlist.add(*WHO, [MOUTAI, BANK])
        said = await known.say(text, OTHER)
        if "哪一只" in said:  # 000001 is an index, too
            said = await known.press("平安银行 000001")
        assert said == "已从自选删除：平安银行 000001。共1只。", text
        assert await office.watched() == [MOUTAI]


async def test_what_is_there_already_or_not_there_is_said(known: Dialogue, office: Office) -> None:
    await known.say("加自选 贵州茅台", OTHER)
    assert await known.say("加自选 贵州茅台", OTHER) == "已经在自选里：贵州茅台 600519。共1只。"
    assert await known.say("自选删掉招商银行", OTHER) == "自选里没有：招商银行 600036。共1只。"


async def test_the_list_is_shown_with_quotes_aligned_dated_and_sourced(known: Dialogue) -> None:
    await known.say("加自选 贵州茅台 平安银行", OTHER)
    said = await known.say("我的自选", OTHER)
    assert said.splitlines() == [
        "我的自选（2只）",
        "贵州茅台 600519  1768.90  +3.27%  07-28",
        "平安银行 000001  \u2007\u200712.89  +0.55%  2020-06-16",
        "07-28 15:00 · 腾讯行情 · 自动回复 · 不构成投资建议",
    ]


async def test_a_list_of_which_all_is_only_remembered_says_so(office: Office) -> None:
    await office.agree()
    old = quote_of(as_of=moment("2021-07-28 10:58"), phase="trading", stale=True)
    talk = office.talk(None, QuoteMissing(old.security, "source_down", old))
    await talk.say("加自选 贵州茅台", OTHER)
    assert (await talk.say("我的自选", OTHER)).splitlines()[1:] == [
        "贵州茅台 600519  1768.90  +3.27%  07-28 10:58",
        "暂时取不到更新，这是 07-28 10:58 的数据 · 腾讯行情 · 自动回复 · 不构成投资建议",
    ]


async def test_a_long_list_has_pages(known: Dialogue, office: Office) -> None:
    await office.watchlist.add(*WHO, [MOUTAI, BANK, CMB, *(f"SH60000{n}" for n in range(4, 10)), "SZ000858"])
    first = await known.say("看看我的自选股", OTHER)
    assert first.startswith("我的自选（10只）")
    assert "五粮液" not in first
    assert "五粮液" in await known.press("看其余1只")


async def test_an_empty_list_says_how_to_begin(talk: Dialogue) -> None:
    assert "加自选 贵州茅台" in await talk.say("我的自选股", OTHER)


async def test_an_ambiguous_name_is_chosen_by_buttons(known: Dialogue, office: Office) -> None:
    said = await known.say("把茅台和平安加到自选", OTHER)
    assert "已加入自选：贵州茅台 600519" in said
    assert "“平安”对应几只证券，要加哪一只" in said
    assert "中国平安 601318" in known.titles
    await known.press("中国平安 601318")
    assert await office.watched() == [MOUTAI, "SH601318"]


async def test_a_name_that_nobody_knows_offers_the_nearest(known: Dialogue, office: Office) -> None:
    assert "没有找到“康隆化成”" in await known.say("加自选 康隆化成", OTHER)
    await known.press("康龙化成 300759")
    assert await office.watched() == ["SZ300759"]
    assert "没有找到" in await known.say("加自选 999999", OTHER)
    assert "要加哪只" in await known.say("加自选", OTHER)


async def test_clearing_asks_first(known: Dialogue, office: Office) -> None:
    await known.say("加自选 贵州茅台 平安银行", OTHER)
    assert "有2只：贵州茅台、平安银行。要全部清空吗" in await known.say("清空自选", OTHER)
    await known.press("保留")
    assert len(await office.watched()) == 2
    await known.say("清空自选", OTHER)
    assert await known.say("确认", "affirm") == "自选已清空，原来有2只。"
    assert await office.watched() == []


async def test_a_late_button_clears_nothing(known: Dialogue, office: Office) -> None:
    await known.say("加自选 贵州茅台", OTHER)
    await known.say("清空自选", OTHER)
    buttons = known.buttons
    await known.press("保留")
    known.buttons = buttons
    assert "过期" in await known.press("清空")
    assert await office.watched() == [MOUTAI]


async def test_a_message_handled_twice_leaves_what_one_leaves(known: Dialogue, office: Office) -> None:
    for _ in range(2):
        await known.say("加自选 贵州茅台", OTHER)
    assert await office.watched() == [MOUTAI]


@pytest.mark.parametrize(
    "text",
    [
        "自选股怎么加",
        "怎么把股票加到自选里",
        "手机和电脑自选不同步",
        "自选股在哪里看",
        "自选 分组",
        "自选股公告订阅",
        "自选股能导入导出不",
        "腾讯自选股能下单吗",
        "自选股有公告能推给我吗",
        "升级之后会不会丢自选",
    ],
)
def test_a_question_about_the_app_is_left_to_its_article(text: str) -> None:
    assert WatchlistWords.load().act(normalise(text)) is None


async def test_without_any_quote_the_list_is_still_shown(known: Dialogue, office: Office) -> None:
    await office.watchlist.add(*WHO, [CMB])
    said = await known.say("我的自选", OTHER)
    assert said.splitlines() == [
        "我的自选（1只）",
        "招商银行 600036  暂无数据",
        "暂时取不到行情，请稍后再看。",
    ]


async def test_what_follows_no_security_is_left_to_others(office: Office) -> None:
    task = office.tasks().named("watchlist")
    assert task is not None
    for text in ("关注函", "关注度最高的股票", "关注线 警戒线 平仓线各多少", "取消关注", "帮我盯着茅台"):
        assert not task.claims(office.said(text), None), text
    assert task.claims(office.said("关注贵州茅台"), None)
