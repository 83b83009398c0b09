"""After a session: what its agent broke, line by line, and what was left undone."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from conversations.messages import SHANGHAI
from desk.compliance.checking import Checker, Situation
from desk.compliance.quality import Quality, Session

QUALITY = Quality(Checker.load())
BEGAN = datetime(2026, 11, 26, 10, 0, tzinfo=SHANGHAI)
GENERAL = Situation(frozenset({"general"}))


@dataclass(frozen=True)
class Line:
    seq: int
    sender: str
    text: str | None
    at: datetime


def lines(*said: tuple[int, str, str | None]) -> list[Line]:
    """(second, sender, text) each."""
    return [
        Line(seq, who, text, BEGAN + timedelta(seconds=second))
        for seq, (second, who, text) in enumerate(said, 1)
    ]


def found(session: Session) -> list[tuple[str, int | None]]:
    return [(finding.rule, finding.seq) for finding in QUALITY.inspect(session)]


def test_a_good_session_has_no_findings() -> None:
    said = lines(
        (0, "user", "怎么开户"), (20, "agent", "您可以在APP里开户，需要身份证。"), (30, "user", "加我微信")
    )
    assert not found(Session(said, GENERAL, solved=True, summary="告知开户流程"))


def test_each_broken_line_is_named_by_its_place() -> None:
    said = lines(
        (0, "user", "能赚吗"),
        (9, "agent", "稳赚"),
        (10, "bot", "稳赚"),
        (11, "agent", None),
        (12, "agent", "加我微信"),
    )
    assert found(Session(said, GENERAL, summary="略")) == [
        ("promised_returns", 2),
        ("private_contact", 4 + 1),
    ]


def test_the_notice_given_earlier_counts_for_what_follows_only() -> None:
    price, notice = "贵州茅台现价1437.21", "市场有风险，投资需谨慎。"
    before = lines((0, "agent", notice), (1, "agent", price))
    after = lines((0, "agent", price), (1, "agent", notice))
    assert not found(Session(before, GENERAL, summary="略"))
    assert found(Session(after, GENERAL, summary="略")) == [("missing_notice", 1)]


def test_a_late_reply_is_counted_from_the_first_message_left_alone() -> None:
    said = lines(
        (0, "user", "在吗"),
        (170, "user", "在吗"),
        (181, "agent", "您好，请讲。"),
        (182, "user", "好"),
        (300, "agent", "好的。"),
    )
    (late,) = QUALITY.inspect(Session(said, GENERAL, summary="略"))
    assert (late.rule, late.found, late.seq) == ("late_reply", "3:01", 3)
    assert not found(Session(said, GENERAL, summary="略", reply_within=timedelta(seconds=200)))


def test_what_was_left_undone_is_said_of_the_whole_session() -> None:
    said = lines((0, "user", "我要投诉"), (5, "agent", "好的，已经记录。"))
    session = Session(said, GENERAL, complaint=True, solved=False, summary=" ")
    assert found(session) == [("unsolved", None), ("complaint_channel", None), ("summary_missing", None)]


def test_a_complaint_is_well_served_with_a_way_to_complain() -> None:
    said = lines((0, "user", "我要投诉"), (5, "agent", "您也可以拨打 1 2 3 8 6 热线，或联系我们的投诉电话。"))
    assert not found(Session(said, GENERAL, complaint=True, summary="已登记"))
