"""The three levels: what each means, which a share has reached, and that yellow is no sign of delisting."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from actions.facts import FactWords
from actions.features import Answer
from actions.identify import Identifier
from actions.question import Question
from actions.residue import Residue
from actions.risk.features import risk_features
from market.announcements import ANNOUNCEMENTS_ON, Announcement, SubjectKey
from market.bars import DAILY_BARS, Bar, BarsKey
from market.securities import Security
from tests.unit.actions.given_facts import GivenMarket, Known, Lexicon, about, moment
from tests.unit.actions.reading import buttons, messages, text

NOW = "2026-11-26 20:00"
SHARE = Security("000999", "SZ", "stock", "主板", "某股份", listing_date=date(2010, 1, 4), as_of="2026-10-22")
STAR = Security("000998", "SZ", "stock", "主板", "*ST某份", warning="*ST", as_of="2026-10-22")


async def ask(question: Question, known: Known | None = None, **market: Any) -> Answer:
    identifier = Identifier(Lexicon(SHARE, STAR), Residue.load())
    features = risk_features(GivenMarket(NOW, known, **market), identifier, FactWords.load())
    return await features["ask_warning_levels"].answer(question)


def bars(*highs: str, close: str = "10") -> dict[Any, Any]:
    first = date(2026, 11, 26) - timedelta(days=len(highs) - 1)
    price = Decimal(close)
    made = tuple(
        Bar(first + timedelta(days=at), price, Decimal(high), price, price, 10**7, None, price)
        for at, high in enumerate(highs)
    )
    return {(DAILY_BARS, BarsKey(SHARE)): made}


def announced(*titles: tuple[str, str]) -> dict[Any, Any]:
    told = tuple(Announcement(moment(f"{day} 00:00"), title) for day, title in titles)
    return {(ANNOUNCEMENTS_ON, SubjectKey(SHARE, "delisting")): told}


async def test_the_levels_are_explained_from_our_own_dated_settings() -> None:
    answer = text(await ask(about("黄色预警是啥意思")))
    assert "黄色：连续 3 个交易日振幅都超过 15%" in answer
    assert "振幅大只说明波动，不是退市信号" in answer
    assert "时间上红色在前、橙色在后" in answer
    assert "近 20 个交易日有 10 天低于退市线" in answer
    assert answer.splitlines()[-1].startswith("依据 问盘预警设定")


async def test_why_a_share_was_marked_is_answered_by_its_events_in_their_order() -> None:
    known = announced(
        ("2026-07-10", "关于收到股票终止上市决定的公告"),
        ("2026-07-18", "关于公司股票进入退市整理期交易的公告"),
    )
    own, meaning = messages(await ask(about("为什么给我发红色提醒", last=(SHARE.ref,)), known))
    lines = own.splitlines()
    assert lines[0] == "某股份 000999  目前触发 红色、橙色"
    assert lines[1] == "红色：07-10 关于收到股票终止上市决定的公告"
    assert lines[2] == "橙色：07-18 关于公司股票进入退市整理期交易的公告"
    assert "红色：交易所作出终止上市决定" in meaning


async def test_unrest_is_yellow_and_only_yellow() -> None:
    known = bars("11.6", "11.6", "11.6") | announced(("2026-07-10", "决议公告"))
    own = messages(await ask(about("为什么标了黄", SHARE), known))[0]
    assert own.startswith("某股份 000999  目前触发 黄色\n")
    assert "最近 3 个交易日振幅都超过 15%" in own


async def test_days_below_a_line_and_a_star_are_the_yellow_of_the_rules() -> None:
    penny = {key: value for key, value in bars(*["0.90"] * 12, close="0.90").items()}
    own = messages(await ask(about("为什么标了黄", SHARE), penny))[0]
    assert "黄色（规则计数）：近 20 个交易日有 12 天收盘价低于 1元" in own
    star = messages(await ask(about("为什么标了黄", STAR)))[0]
    assert "黄色（规则计数）：已被实施退市风险警示（*ST）" in star


async def test_a_calm_share_is_told_how_calm_it_is() -> None:
    known = bars("10.2", "10.3")
    own = messages(await ask(about("它是什么颜色", last=(SHARE.ref,)), known))[0]
    assert own.startswith("某股份 000999  目前没有触发黄、橙、红任何一级")
    assert "最近一个交易日振幅 3.00%，连续 3 天超过 15% 才是黄色" in own


async def test_what_could_not_be_looked_up_is_not_called_calm() -> None:
    own = messages(await ask(about("为什么标红", SHARE), bars("10.2"), lack="source_down"))[0]
    assert "橙色和红色判断不了" in own
    assert "没有触发黄、橙、红任何一级" not in own


@pytest.mark.parametrize("said", ["橙色和红色哪个严重", "风险预警分几档", "收到黄色警示 要做啥"])
async def test_a_general_question_asks_nobody(said: str) -> None:
    assert len(messages(await ask(about(said)))) == 1


async def test_the_button_below_the_meaning_opens_the_steps_that_it_names() -> None:
    answer = await ask(about("黄色预警是啥意思"))
    assert buttons(answer) == {"退市流程": '/ask_delisted_shares{"risk_part":"process"}'}
