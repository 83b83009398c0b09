"""Several quotes of which some are only remembered: each of those says from when it is."""

from actions.facts import FactWords
from actions.question import Question
from actions.quote.quoting import Quoting
from actions.residue import Residue
from actions.words import QuoteWords
from market.quote import Quote, QuoteMissing
from market.securities import Security
from tests.unit.actions.given import MOUTAI, WULIANGYE, FakeLexicon, FakeMarket, quote_of
from tests.unit.actions.given_facts import moment
from tests.unit.actions.reading import messages

NOW = "2021-07-28 14:30"
SIGNED = " · 自动回复 · 不构成投资建议"


def remembered(security: Security, time: str, source: str = "腾讯行情") -> QuoteMissing:
    quote = quote_of(security, as_of=moment(time), phase="trading", stale=True, source=source)
    return QuoteMissing(security, "source_down", quote)


def fresh(security: Security, time: str) -> Quote:
    return quote_of(security, as_of=moment(time), phase="trading")


def quoting(*found: Quote | QuoteMissing, now: str = NOW) -> Quoting:
    market = FakeMarket({each.security.ref: each for each in found})
    return Quoting(FakeLexicon(), market, QuoteWords.load(), Residue.load(), lambda: moment(now))


async def ask(*found: Quote | QuoteMissing, fields: tuple[str, ...] = (), now: str = NOW) -> list[str]:
    question = Question(text="茅台和五粮液多少钱", fields=fields).about([each.security.ref for each in found])
    [told] = messages(await quoting(*found, now=now).answer(question))
    return told.splitlines()


async def test_with_every_source_down_each_price_has_its_own_time_and_is_said_to_be_old() -> None:
    first, second = (
        remembered(MOUTAI, "2021-07-28 10:58"),
        remembered(WULIANGYE, "2021-07-28 09:35", "新浪财经"),
    )
    assert await ask(first, second) == [
        "贵州茅台 600519  1768.90  +3.27%  07-28 10:58",
        "五粮液\u3000 000858  1768.90  +3.27%  07-28 09:35",
        "暂时取不到更新，这是 07-28 09:35 的数据 · 腾讯行情、新浪财经" + SIGNED,
    ]


async def test_beside_a_fresh_price_only_the_remembered_one_has_a_time() -> None:
    assert await ask(fresh(MOUTAI, NOW), remembered(WULIANGYE, "2021-07-28 09:35")) == [
        "贵州茅台 600519  1768.90  +3.27%",
        "五粮液\u3000 000858  1768.90  +3.27%  07-28 09:35",
        "07-28 14:30 · 腾讯行情" + SIGNED,
    ]


async def test_the_stamp_is_never_the_time_of_a_remembered_price() -> None:
    told = await ask(remembered(MOUTAI, "2021-07-28 14:29"), fresh(WULIANGYE, "2021-07-28 14:25"))
    assert told[-1].startswith("07-28 14:25 · ")


async def test_a_figure_of_a_remembered_quote_has_its_time() -> None:
    told = await ask(fresh(MOUTAI, NOW), remembered(WULIANGYE, "2021-07-28 09:35"), fields=("high",))
    assert told[1] == "五粮液\u3000 000858  最高 1788.20  07-28 09:35"


async def test_the_market_is_said_to_be_old_where_all_its_indices_are() -> None:
    indices = (FakeLexicon().get(ref) for ref in QuoteWords.load().market)
    found = [remembered(each, "2021-07-28 10:58") for each in indices if each]
    [told] = messages(await quoting(*found).market("大盘怎么样"))
    assert told.splitlines()[-1].startswith("暂时取不到更新，这是 07-28 10:58 的数据")
    assert all(line.endswith("07-28 10:58") for line in told.splitlines()[1:-1])


async def test_of_a_demonstration_nothing_is_called_old() -> None:
    sample = [quote_of(each, demo=True, stale=True) for each in (MOUTAI, WULIANGYE)]
    told = await ask(*sample, now="2026-11-27 10:00")
    assert told[0] == "贵州茅台 600519  1768.90  +3.27%"
    assert told[-1] == "演示数据 截至 2021-07-28 15:00" + SIGNED


def test_quotes_are_signed_in_the_words_of_every_other_fact() -> None:
    facts = FactWords.load()
    assert QuoteWords.load().stamps == {"live": facts.live, "stale": facts.stale, "demo": facts.demo}
