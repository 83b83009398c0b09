"""Articles as they are read out: filled, signed, in the investor's language, and led step by step."""

from datetime import date

import pytest

from actions.language import language_of
from tests.unit.actions.talk import ARTICLES, LIMIT, Dialogue, article


async def test_an_article_says_its_answer_and_what_it_rests_on() -> None:
    told = await Dialogue({}).say("转账限额", "ask_transfer_limit")
    assert told == "TRF04的回答。\n依据 结算规则 · 自动回复"


async def test_a_value_that_nobody_has_checked_is_said_to_be_unchecked() -> None:
    text = "科创板要{rule:permissions.assets@star}。"
    talk = Dialogue({}, [article("TRF04", answer=text)])
    assert (await talk.say("转账限额", "ask_transfer_limit")).endswith(" · 待核实")


async def test_where_no_value_is_unchecked_there_is_no_doubt_below_each_answer() -> None:
    talk = Dialogue({}, [article("TRF04", verified=False)])
    assert "待核实" not in await talk.say("转账限额", "ask_transfer_limit")


async def test_the_topic_is_that_of_the_article() -> None:
    talk = Dialogue({})
    await talk.say("转账限额", "ask_transfer_limit")
    assert (talk.slots["topic"], talk.slots["thread"]) == ("TRF04", "ask_transfer_limit")


async def test_a_rule_in_an_article_is_that_of_the_day_with_its_document() -> None:
    text = "单笔最多{rule:permissions.assets@star}，要{rule:permissions.experience@star}经验。"
    told = await Dialogue({}, [article("TRF04", answer=text)]).say("限额", "ask_transfer_limit")
    assert told.startswith("单笔最多50万元，要24个月经验。\n依据 结算规则、上交所投资者适当性管理规定")
    assert told.endswith(" · 自动回复 · 待核实")


async def test_hours_of_a_rule_read_as_times_of_a_day() -> None:
    text = "北交所申购{rule:subscription.hours@BJ}。"
    told = await Dialogue({}, [article("TRF04", answer=text)]).say("限额", "ask_transfer_limit")
    assert told.startswith("北交所申购9:15–11:30、13:00–15:00。")


async def test_a_rule_that_nobody_knows_is_said_to_be_unknown() -> None:
    text = "成长层要{rule:permissions.assets@growth_tier}。"
    told = await Dialogue({}, [article("TRF04", answer=text)]).say("限额", "ask_transfer_limit")
    assert told.startswith("成长层要（这一项暂不能确定")


async def test_what_the_broker_has_not_set_is_said_in_general_words() -> None:
    told = await Dialogue({}, [article("TRF04", answer="请打{broker:hotline}。")]).say(
        "限额", "ask_transfer_limit"
    )
    assert told.startswith("请打您开户券商的客服热线。")


async def test_an_article_that_does_not_hold_yet_is_not_shown() -> None:
    talk = Dialogue({}, [article("TRF04", effective_from=date(2021, 7, 29))])
    assert "正在更新" in await talk.say("转账限额", "ask_transfer_limit")
    assert talk.slots["topic"] == "TRF04"


async def test_an_article_holds_on_its_first_and_its_last_day() -> None:
    talk = Dialogue({}, [article("TRF04", effective_from=date(2021, 7, 28), effective_to=date(2021, 7, 28))])
    assert (await talk.say("转账限额", "ask_transfer_limit")).startswith("TRF04的回答。")


async def test_details_are_a_button_away() -> None:
    talk = Dialogue({})
    await talk.say("转账限额", "ask_transfer_limit")
    assert (await talk.press("详细说明")).startswith("更多内容。")
    assert "详细说明" not in talk.titles


async def test_what_is_asked_next_is_offered() -> None:
    talk = Dialogue({})
    await talk.say("怎么转账", "ask_transfer_steps")
    assert talk.titles == ["按钮TRF04", "按钮ACC01"]
    assert (await talk.press("按钮TRF04")).startswith("TRF04的回答。")


async def test_an_article_without_an_intent_is_reached_by_its_button() -> None:
    extra = article("ACC77")
    talk = Dialogue({}, [*ARTICLES, extra, article("TRF02", next=["ACC77"])])
    await talk.say("怎么转账", "ask_transfer_steps")
    assert (await talk.press("按钮ACC77")).startswith("ACC77的回答。")
    assert talk.slots["topic"] == "ACC77"


async def test_an_article_that_another_intent_shares_is_reached_by_its_own() -> None:
    talk = Dialogue({}, [*ARTICLES, article("APP04"), article("TRF02", next=["APP04"])])
    await talk.say("怎么转账", "ask_transfer_steps")
    assert (await talk.press("按钮APP04")).startswith("APP04的回答。")


async def test_what_a_person_must_do_asks_for_one_with_the_skill_it_takes() -> None:
    talk = Dialogue({})
    await talk.say("我要销户", "ask_account_closing")
    assert talk.slots["handoff"] == {"reason": "topic", "skill": "account", "priority": 0}


async def test_who_waits_for_a_person_has_nothing_to_press() -> None:
    taken = article("ACC11", mode="human", skill="account", detail="更多内容。", next=["TRF04"])
    for desk, titles in (("open", []), ("closed", ["详细说明", "按钮TRF04"])):
        talk = Dialogue({}, [*ARTICLES[:3], taken], desk=desk)
        assert (await talk.say("我要销户", "ask_account_closing")).startswith("ACC11的回答。")
        assert talk.titles == titles
        assert talk.slots["handoff"] == {"reason": "topic", "skill": "account", "priority": 0}


async def test_an_answer_that_is_given_once_more_calls_the_person_once_more() -> None:
    talk = Dialogue({}, [article("ACC11", mode="human", skill="account", next=["TRF04"]), LIMIT], desk="open")
    await talk.say("我要销户", "ask_account_closing")
    assert (await talk.say("再说一遍", "repeat")).startswith("ACC11的回答。")
    assert (talk.slots["handoff"]["skill"], talk.titles) == ("account", [])


async def test_who_reads_on_has_been_heard_already() -> None:
    talk = Dialogue({}, [article("ACC11", mode="human", skill="account", detail="更多内容。")], desk="closed")
    await talk.say("我要销户", "ask_account_closing")
    assert (await talk.press("详细说明")).startswith("更多内容。")
    assert talk.slots["handoff"] is None


async def test_what_the_bot_serves_itself_calls_nobody() -> None:
    talk = Dialogue({}, desk="open")
    await talk.say("转账限额", "ask_transfer_limit")
    assert (talk.slots["handoff"], talk.titles) == (None, ["详细说明"])


async def test_english_is_answered_in_english_where_the_article_has_it() -> None:
    talk = Dialogue({}, [article("TRF04", languages={"en": "The limit is set by your bank."})])
    assert await talk.say("what is the limit", "ask_transfer_limit") == (
        "The limit is set by your bank.\nBased on 结算规则 · automatic reply"
    )
    assert (await talk.say("转账limit多少", "ask_transfer_limit")).startswith("TRF04的回答。")


async def test_traditional_characters_are_answered_in_kind() -> None:
    talk = Dialogue({}, [article("TRF04")])
    await talk.say("轉帳一天最多轉多少錢", "ask_transfer_limit")
    assert talk.languages == ["zh-Hant"]
    await talk.say("转账一天最多转多少钱", "ask_transfer_limit")
    assert talk.languages == [None]


async def test_who_wished_for_english_reads_it_where_the_article_has_it() -> None:
    """Whatever they press or write, unless that is of another language itself."""
    english = article("TRF04", languages={"en": "The limit is set by your bank."}, next=["TRF02"])
    talk = Dialogue({}, [english, article("TRF02", next=["TRF04"])], language="en")
    said = await talk.say("转账限额", "ask_transfer_limit")
    assert said == "The limit is set by your bank.\nBased on 结算规则 · automatic reply"
    assert (await talk.press("按钮TRF02")).startswith("TRF02的回答。")
    assert (await talk.press("按钮TRF04")).startswith("The limit is set by your bank.")
    assert (await talk.say("轉帳一天最多轉多少錢", "ask_transfer_limit")).startswith("TRF04的回答。")
    assert talk.languages == ["zh-Hant"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("how to open an account", "en"),
        ("轉帳時間", "zh-Hant"),
        ("转账时间", ""),
        ("茅台PE多少", ""),
        ("app", ""),
        ("yhzz jidian", ""),
        ("zenme kaihu", ""),
        ("Where is my money", "en"),
        ("", ""),
        ("600519", ""),
    ],
)
def test_the_language_is_that_of_the_letters(text: str, language: str) -> None:
    assert language_of(text) == language


async def test_a_channel_may_have_its_own_wording() -> None:
    own = article("TRF04", channels={"wechat": "微信里的回答。"})
    assert (await Dialogue({}, [own], channel="wechat").say("限额", "ask_transfer_limit")).startswith(
        "微信里的"
    )
    assert (await Dialogue({}, [own], channel="web").say("限额", "ask_transfer_limit")).startswith(
        "TRF04的回答。"
    )
