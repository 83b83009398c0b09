"""What an agent is about to send: what breaks a rule is found however it is written, the ordinary passes."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from desk.compliance.checking import Checker, Finding, Situation

TABLE: dict[str, Any] = yaml.load(
    Path(__file__).with_name("sentences.yml").read_text("utf-8"), Loader=yaml.CSafeLoader
)
BREAKING: dict[str, list[str]] = TABLE["breaking"]
COLLOQUIAL: list[str] = TABLE["colloquial"]
ORDINARY: list[str] = TABLE["ordinary"]
CHECKER = Checker.load(hosts=["wenpan.example.cn"])
NOBODY = Situation()
ADVISER = Situation(frozenset({"general", "adviser"}))
WARNED = Situation(frozenset({"adviser"}), noticed=True)


def rules(text: str, situation: Situation = NOBODY) -> dict[str, str]:
    return {finding.rule: finding.level for finding in CHECKER.check(text, situation)}


def the(rule: str, text: str, situation: Situation = NOBODY) -> Finding:
    return next(each for each in CHECKER.check(text, situation) if each.rule == rule)


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule in BREAKING for text in BREAKING[rule]])
def test_what_breaks_a_rule_is_found(rule: str, text: str) -> None:
    assert rule in rules(text)


@pytest.mark.parametrize("text", COLLOQUIAL)
def test_what_is_said_in_other_words_is_found_too(text: str) -> None:
    assert rules(text)


@pytest.mark.parametrize("text", ORDINARY)
def test_an_ordinary_sentence_passes(text: str) -> None:
    assert not rules(text, Situation(frozenset({"general"})))


def test_every_rule_has_sentences_that_break_it_and_the_table_is_long() -> None:
    assert set(BREAKING) == {row.id for row in CHECKER.rows.rules}
    assert sum(map(len, BREAKING.values())) + len(COLLOQUIAL) >= 200
    assert len(set(ORDINARY)) >= 200


def test_what_only_makes_one_think_is_a_warning() -> None:
    levels = {row.id: row.level for row in CHECKER.rows.rules}
    warned = {rule for rule, level in levels.items() if level == "warn"}
    assert warned == {
        "missing_notice", "abuse", "personal_data", "shirking", "outcome_promised", "brokers_compared",
    }  # fmt: skip


def test_the_words_are_given_as_they_were_written() -> None:
    assert the("private_contact", "好的，加我薇 ❤吧").found == "加我薇 ❤"
    assert the("promised_returns", "好的，穩．賺").found == "穩．賺"


def test_a_finding_says_why_and_by_what_law() -> None:
    found = the("promised_returns", "稳赚")
    assert "不得" in found.reason
    assert "证券法" in found.source
    assert found.to_json()["rule"] == "promised_returns"


@pytest.mark.parametrize("text", ["建议您减仓", "目标价是20元", "后市看涨"])
def test_a_licensed_adviser_is_asked_for_the_risk_notice_only(text: str) -> None:
    assert set(rules(text).values()) == {"block"}
    assert set(rules(text, ADVISER).values()) == {"warn"}
    assert CHECKER.check(text, ADVISER)[0].append == CHECKER.rows.notice
    assert not rules(f"{text}。{CHECKER.rows.notice}", ADVISER)
    assert not rules(text, WARNED)


@pytest.mark.parametrize("text", ["稳赚不赔", "加我微信", "把验证码发给我", "我帮您下单吧"])
def test_no_licence_allows_these(text: str) -> None:
    assert set(rules(text, WARNED).values()) == {"block"}


def test_the_risk_notice_is_missed_once_prices_were_spoken_of() -> None:
    text = "这个板块的行情您可以在软件里看"
    assert not rules(text)
    assert rules(text, Situation(priced=True)) == {"missing_notice": "warn"}
    assert not rules(text, Situation(priced=True, noticed=True))
    assert the("missing_notice", "贵州茅台现价1437.21").append == CHECKER.rows.notice


def test_the_notice_that_is_offered_counts_as_one() -> None:
    assert not rules(f"贵州茅台现价1437.21。{CHECKER.rows.notice}")


def test_what_was_said_tells_the_situation() -> None:
    said = ["贵州茅台现价1437.21元", None, "好的"]
    assert CHECKER.situation(["general"], said, "web") == Situation(
        frozenset({"general"}), priced=True, noticed=False, channel="web"
    )
    assert CHECKER.situation([], ["市场有风险，投资需谨慎"], "web").noticed


def test_an_investors_own_data_does_not_leave_the_country() -> None:
    text = "您的资金账号是1234567890"
    assert rules(text, Situation(channel="wechat"))["personal_data"] == "warn"
    assert rules(text, Situation(channel="telegram"))["personal_data"] == "block"


def test_our_own_pages_may_be_named() -> None:
    assert not rules("请看 https://wenpan.example.cn/help 和 https://m.wenpan.example.cn")
    assert "foreign_link" in rules("请看 https://notwenpan.example.cn")


@pytest.mark.parametrize(
    "text",
    [
        "您说的对，稳赚",
        "您问的这只股票，建议买入",
        "不用担心，稳赚不赔",
        "我不骗您，明天必涨",
        "我不是骗子，加我微信",
        "公众号上说不清，加我微信",
        "不要把密码给别人，把密码发给我就行",
        "我说：“加我微信”",
        "不能推荐股票，不过我看好这只",
    ],
)
def test_an_excuse_covers_its_own_clause_only(text: str) -> None:
    assert "block" in rules(text).values()


@given(st.text(max_size=300))
@example("\ud800薇\u200b信")
@example("[http://[")
@example("㎏㍿ﷺ①②③")
def test_no_text_breaks_the_check(text: str) -> None:
    for finding in CHECKER.check(text, Situation(priced=True)):
        assert finding.found
        assert finding.found in text


@given(st.lists(st.sampled_from([*"不会涨加我微信保证收益帮您1.。，：“”a 密码"]), max_size=60).map("".join))
def test_no_mixture_of_the_words_breaks_the_check(text: str) -> None:
    assert all(finding.found in text for finding in CHECKER.check(text, Situation(priced=True)))


@given(
    st.sampled_from(["保本", "加我微信", "我帮您下单"]), st.sampled_from(["\u200b", " ", "·", "-", "\u3000"])
)
def test_nothing_between_the_letters_hides_a_word(word: str, between: str) -> None:
    assert "block" in rules(between.join(word)).values()
