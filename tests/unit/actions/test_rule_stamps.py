"""How an answer from rules is signed."""

from datetime import date

from actions.rule_stamps import RuleStamp, cite
from rules.row import Document, Row

SSE = Document("sse", "上交所交易规则（2026年修订）", "上证发〔2026〕41号", "")
SZSE = Document("szse", "深交所交易规则（2026年修订）", "深证上〔2026〕551号", "")
PRACTICE = Document("practice", "公开资料整理", "", "")
STAMP = RuleStamp.load()


def row(document: Document, since: date | None = date(2026, 7, 6), *, verified: bool = True) -> Row:
    return Row("limit", "any", "any", "10", "percent", since, None, verified, document)


def test_documents_are_named_once_with_the_day_since_when_all_of_it_holds() -> None:
    rows = [row(SSE, date(2023, 2, 17)), row(SZSE), row(SSE)]
    assert STAMP.source(rows) == "上证发〔2026〕41号、深证上〔2026〕551号（2026-07-06起）"


def test_only_the_document_in_doubt_is_marked() -> None:
    told = STAMP.source([row(SSE), row(SZSE, verified=False), row(SZSE)])
    assert told == (
        "上证发〔2026〕41号（2026-07-06起）；深证上〔2026〕551号（2026-07-06起）（待核实，以交易所公告为准）"
    )


def test_doubts_told_beside_the_values_mark_only_what_is_doubtful_throughout() -> None:
    rows = [row(SSE), row(SSE, verified=False), row(PRACTICE, None, verified=False)]
    assert STAMP.source(rows, told=True) == (
        "上证发〔2026〕41号（2026-07-06起）；公开资料整理（待核实，以交易所公告为准）"
    )


def test_a_document_without_a_number_is_cited_by_its_name() -> None:
    assert cite(PRACTICE) == "公开资料整理"


def test_the_last_line_says_that_it_is_automatic_and_no_advice() -> None:
    assert STAMP.sign(row(SSE)).endswith("自动回复 · 不构成投资建议")
