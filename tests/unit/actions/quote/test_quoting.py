"""Deciding which securities are meant, and what to say of them."""

from actions.features import Answer
from actions.question import Asked, Question
from actions.quote.quoting import LIMIT, Quoting
from actions.residue import Residue
from actions.words import QuoteWords
from market.quote import QuoteMissing
from market.securities import Security
from tests.unit.actions.given import (
    CSI_300,
    MOUTAI,
    NOW,
    PING_AN,
    PING_AN_BANK,
    PING_AN_WORKS,
    SECURITIES,
    SHANGHAI_INDEX,
    WULIANGYE,
    FakeLexicon,
    FakeMarket,
    quote_of,
)

BOTH = ("SH000001", "SZ000001")


def quoting(market: FakeMarket | None = None, near: dict[str, list[Security]] | None = None) -> Quoting:
    words, residue = QuoteWords.load(), Residue.load()
    return Quoting(FakeLexicon(near), market or FakeMarket(), words, residue, lambda: NOW)


def named(*securities: Security, text: str = "") -> Question:
    return Question(text=text, asked=tuple(Asked((each.ref,), each.name) for each in securities))


def said(answer: Answer) -> list[str]:
    return [utterance.response for utterance in answer.utterances]


async def test_a_named_share_is_quoted_and_remembered() -> None:
    answer = await quoting().answer(named(MOUTAI))
    assert said(answer) == ["utter_quote"]
    assert answer.shown == (MOUTAI,)


async def test_several_shares_make_one_request() -> None:
    market = FakeMarket()
    answer = await quoting(market).answer(named(MOUTAI, WULIANGYE))
    assert said(answer) == ["utter_quote_several"]
    assert market.asked == [["SH600519", "SZ000858"]]


async def test_a_share_named_twice_is_one_share() -> None:
    answer = await quoting().answer(named(MOUTAI, MOUTAI))
    assert said(answer) == ["utter_quote"]


async def test_more_than_a_reply_holds_is_said_and_cut() -> None:
    answer = await quoting().answer(named(*SECURITIES))
    assert said(answer) == ["utter_quote_too_many", "utter_quote_several"]
    assert len(answer.shown) == LIMIT


async def test_a_follow_up_leans_on_what_was_asked_last() -> None:
    question = Question(text="它今天最高多少", fields=("high",), last=("SH600519",))
    answer = await quoting().answer(question)
    assert said(answer) == ["utter_quote_field"]
    assert answer.shown == (MOUTAI,)


async def test_a_follow_up_leans_on_all_that_were_asked_last() -> None:
    question = Question(text="换手率呢", fields=("turnover_rate",), last=("SH600519", "SZ000858"))
    answer = await quoting().answer(question)
    assert said(answer) == ["utter_quote_several"]
    assert answer.shown == (MOUTAI, WULIANGYE)


async def test_nothing_to_lean_on_asks_which_and_keeps_the_field() -> None:
    answer = await quoting().answer(Question(text="今天最高多少", fields=("high",)))
    assert said(answer) == ["utter_quote_ask"]
    assert answer.pending == ("high",)


async def test_a_share_that_no_lexicon_knows_yet_is_nothing_to_lean_on() -> None:
    assert said(await quoting().answer(Question(text="它多少钱", last=("SZ301626",)))) == ["utter_quote_ask"]


async def test_an_unknown_name_is_never_answered_with_the_last_share() -> None:
    answer = await quoting().answer(Question(text="四川某某股份多少钱", last=("SH600519",)))
    assert said(answer) == ["utter_quote_unknown"]
    assert answer.utterances[0].values == {"query": "四川某某股份"}
    assert answer.shown == ()


async def test_a_near_miss_is_offered_and_not_taken() -> None:
    market = FakeMarket()
    answer = await quoting(market, {"茅苔": [MOUTAI]}).answer(
        Question(text="茅苔今天最高多少", fields=("high",))
    )
    assert said(answer) == ["utter_quote_near"]
    assert answer.offered == (MOUTAI,)
    assert "high" in answer.utterances[0].buttons[0].payload
    assert market.asked == []


async def test_an_unknown_code_is_told_so_even_when_nothing_else_was_understood() -> None:
    assert said(await quoting().answer(Question(text="999999多少钱"))) == ["utter_quote_unknown"]
    alone = await quoting().guess(Question(text="999999"))
    assert alone is not None
    assert alone.utterances[0].values == {"query": "999999"}


async def test_a_code_under_the_wrong_exchange_offers_the_right_one() -> None:
    answer = await quoting(near={"sz600519多少钱": [MOUTAI]}).answer(Question(text="sz600519多少钱"))
    assert said(answer) == ["utter_quote_near"]
    assert answer.offered == (MOUTAI,)


async def test_an_ambiguous_name_is_asked_back_with_its_fields() -> None:
    market = FakeMarket()
    asked = (Asked(("SH601318", "SZ000001"), "平安"),)
    answer = await quoting(market).answer(Question("平安最高多少", asked, ("high",)))
    assert said(answer) == ["utter_quote_which"]
    assert answer.offered == (PING_AN, PING_AN_BANK)
    assert answer.pending == ("high",)
    assert market.asked == []


async def test_more_candidates_than_buttons_are_said_to_be_more() -> None:
    refs = ("SH601318", "SZ000001", "SZ001359", "SH600519")
    answer = await quoting().answer(Question("平安", (Asked(refs, "平安"),)))
    assert said(answer) == ["utter_quote_which_more"]
    assert answer.offered == (PING_AN, PING_AN_BANK, PING_AN_WORKS)


async def test_a_certain_share_is_quoted_beside_an_ambiguous_one() -> None:
    asked = (Asked(("SH600519",), "茅台"), Asked(("SH601318", "SZ000001"), "平安"))
    answer = await quoting().answer(Question("茅台和平安", asked))
    assert said(answer) == ["utter_quote", "utter_quote_which"]
    assert answer.shown == (MOUTAI,)


async def test_a_shared_code_is_the_index_when_points_are_asked_for() -> None:
    answer = await quoting().answer(Question("000001指数多少点", (Asked(BOTH, "000001"),)))
    assert answer.shown == (SHANGHAI_INDEX,)


async def test_a_shared_code_alone_is_asked_back() -> None:
    answer = await quoting().answer(Question("000001多少钱", (Asked(BOTH, "000001"),)))
    assert said(answer) == ["utter_quote_which"]


async def test_a_field_of_a_suspended_share_says_that_it_is_suspended() -> None:
    market = FakeMarket({"SH600519": quote_of(suspended=True, last=None)})
    question = Question("茅台最高", (Asked(("SH600519",), "茅台"),), ("high",))
    assert said(await quoting(market).answer(question)) == ["utter_quote_suspended"]


async def test_a_field_of_an_old_quote_says_its_age() -> None:
    market = FakeMarket({"SH600519": quote_of(stale=True)})
    question = Question("茅台最高", (Asked(("SH600519",), "茅台"),), ("high",))
    assert said(await quoting(market).answer(question)) == ["utter_quote_stale"]


async def test_no_source_is_said_honestly() -> None:
    market = FakeMarket({"SH600519": QuoteMissing(MOUTAI, "source_down")})
    assert said(await quoting(market).answer(named(MOUTAI))) == ["utter_quote_unavailable"]


async def test_several_shares_without_any_quote_are_each_said_to_be_missing() -> None:
    down = {each.ref: QuoteMissing(each, "source_down") for each in (MOUTAI, WULIANGYE)}
    answer = await quoting(FakeMarket(down)).answer(named(MOUTAI, WULIANGYE))
    assert said(answer) == ["utter_quote_none"]
    assert [line.split("  ")[-1] for line in answer.utterances[0].values["lines"].split("\n")] == [
        "暂时取不到"
    ] * 2


async def test_a_demonstration_names_all_that_it_lacks() -> None:
    lacking = {each.ref: QuoteMissing(each, "no_data") for each in (MOUTAI, WULIANGYE)}
    answer = await quoting(FakeMarket(lacking, "demo")).answer(named(MOUTAI, WULIANGYE))
    assert said(answer) == ["utter_quote_not_in_demo"]
    assert answer.utterances[0].values == {"names": "贵州茅台 600519、五粮液 000858"}


async def test_the_market_is_its_main_indices() -> None:
    answer = await quoting().market()
    assert said(answer) == ["utter_quote_market"]
    assert SHANGHAI_INDEX in answer.shown


async def test_a_demonstration_of_the_market_leaves_out_what_it_lacks() -> None:
    market = FakeMarket({"SH000300": QuoteMissing(CSI_300, "no_data")}, "demo")
    [told] = (await quoting(market).market()).utterances
    assert "上证指数" in told.values["lines"]
    assert "沪深300" not in told.values["lines"]


async def test_no_source_for_the_market_is_said_honestly() -> None:
    down = {ref: QuoteMissing(SHANGHAI_INDEX, "source_down") for ref in ("SH000001", "SH000300")}
    assert said(await quoting(FakeMarket(down)).market()) == ["utter_quote_none"]


async def test_facts_are_shown_of_what_is_named_for_certain_only() -> None:
    ambiguous = Question("平安能买吗", (Asked(("SH601318", "SZ000001"), "平安"),))
    assert said(await quoting().facts(ambiguous)) == []
    assert said(await quoting().facts(named(MOUTAI))) == ["utter_quote"]


async def test_a_choice_is_quoted_with_its_fields() -> None:
    question = Question("第二个", fields=("high",), choices=("SH601318", "SZ000001"))
    answer = await quoting().choose(question, 1)
    assert said(answer) == ["utter_quote_field"]
    assert answer.shown == (PING_AN_BANK,)


async def test_a_choice_that_fits_none_is_offered_again() -> None:
    answer = await quoting().choose(Question("第九个", choices=("SH601318", "SZ000001")), None)
    assert said(answer) == ["utter_quote_which"]
    assert answer.utterances[0].values["query"] == "中国平安、平安银行"


async def test_a_choice_without_an_offer_asks_which() -> None:
    assert said(await quoting().choose(Question("第一个"), None)) == ["utter_quote_ask"]


async def test_a_misunderstood_message_that_names_a_share_shows_its_quote() -> None:
    answer = await quoting().guess(named(MOUTAI))
    assert answer is not None
    assert said(answer) == ["utter_quote_guess", "utter_quote"]


async def test_a_misunderstood_name_is_compared_with_known_ones() -> None:
    answer = await quoting(near={"茅苔": [MOUTAI]}).guess(Question("茅苔"))
    assert answer is not None
    assert said(answer) == ["utter_quote_near"]


async def test_a_misunderstood_message_may_be_about_nothing_we_know() -> None:
    assert await quoting().guess(Question("乾坤挪移")) is None


async def test_an_ambiguous_name_inside_a_longer_one_is_not_meant() -> None:
    question = Question("平安好医生多少钱", (Asked((PING_AN.ref, PING_AN_BANK.ref), "平安"),))
    answer = await quoting().answer(question)
    assert said(answer) == ["utter_quote_near"]
    assert answer.utterances[0].values == {"query": "平安好医生"}
    assert answer.offered == (PING_AN, PING_AN_BANK)


async def test_a_question_about_many_shares_is_not_answered_with_the_last_one() -> None:
    question = Question("今天涨停多少家", last=(MOUTAI.ref,), fields=("limit_up",))
    assert said(await quoting().answer(question)) == ["utter_quote_ask"]


async def test_words_that_point_back_lean_on_the_last_share_whatever_else_they_are() -> None:
    question = Question("它咋疯成酱紫", last=(MOUTAI.ref,))
    assert (await quoting().answer(question)).shown == (MOUTAI,)
