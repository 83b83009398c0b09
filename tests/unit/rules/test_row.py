"""Reading dated rows, and asking what is in force on a day."""

from datetime import date
from pathlib import Path

import pytest

from rules.errors import BadRows, UnknownTopic
from rules.row import ANY, ROWS, Row, Table, Unknown, load_documents

HEAD = "topic,board,status,value,unit,effective_from,effective_to,verified,document,clause\n"
DOCUMENTS = "key,name,number,address\nold,旧规则,,\nnew,新规则,上证发〔2026〕41号,\n"
DAY = date(2026, 7, 6)
SUBJECTS = sorted(file.stem for file in ROWS.glob("*.csv") if file.stem != "documents")


def table(folder: Path, *lines: str, head: str = HEAD) -> Table:
    (folder / "documents.csv").write_text(DOCUMENTS, encoding="utf-8")
    (folder / "given.csv").write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
    return Table.load("given", folder)


def value(found: Row | Unknown) -> str | None:
    return found.value if isinstance(found, Row) else None


def test_a_change_holds_from_its_day_on(tmp_path: Path) -> None:
    given = table(
        tmp_path,
        "limit,star,any,5,percent,2020-01-01,2026-07-05,true,old,",
        "limit,star,any,10,percent,2026-07-06,,true,new,3.3.13",
    )
    assert value(given.ask("limit", "star", date(2026, 7, 5))) == "5"
    assert value(given.ask("limit", "star", DAY)) == "10"


def test_a_day_before_all_rows_is_unknown(tmp_path: Path) -> None:
    given = table(tmp_path, "limit,star,any,10,percent,2026-07-06,,true,new,")
    assert given.ask("limit", "star", date(2026, 7, 5)) == Unknown("limit", "star", ANY, date(2026, 7, 5))


def test_a_value_that_nobody_found_names_where_it_must_stand(tmp_path: Path) -> None:
    found = table(tmp_path, "limit,star,any,,percent,2026-07-06,,false,new,").ask("limit", "star", DAY)
    assert isinstance(found, Unknown)
    assert found.document is not None
    assert found.document.number == "上证发〔2026〕41号"


def test_the_most_particular_row_answers(tmp_path: Path) -> None:
    given = table(
        tmp_path,
        "limit,any,any,1,percent,,,true,new,",
        "limit,any,ST,2,percent,,,true,new,",
        "limit,star,any,3,percent,,,true,new,",
        "limit,star,ST,4,percent,,,true,new,",
    )
    asked = [("bse", "normal"), ("bse", "ST"), ("star", "normal"), ("star", "ST")]
    assert [value(given.ask("limit", board, DAY, status)) for board, status in asked] == ["1", "2", "3", "4"]


def test_one_line_may_speak_of_several_boards_and_statuses(tmp_path: Path) -> None:
    given = table(tmp_path, "limit,star bse,new ST,3,percent,,,true,new,")
    assert {(row.board, row.status) for row in given} == {
        ("star", "new"),
        ("star", "ST"),
        ("bse", "new"),
        ("bse", "ST"),
    }


def test_a_topic_of_no_row_is_our_own_mistake(tmp_path: Path) -> None:
    with pytest.raises(UnknownTopic):
        table(tmp_path, "limit,star,any,3,percent,,,true,new,").ask("limits", "star", DAY)


def test_all_faults_are_told_together(tmp_path: Path) -> None:
    with pytest.raises(BadRows) as bad:
        table(
            tmp_path,
            "limit,star,any,ten,percent,,,true,new,",
            "limit,star,any,10,percent,2026-13-01,,true,new,",
            "limit,star,any,10,percent,,,perhaps,new,",
            "limit,star,any,10,percent,,,true,nowhere,",
        )
    assert [fault.split(":")[0] for fault in bad.value.faults] == ["Line 2", "Line 3", "Line 4", "Line 5"]


def test_two_rows_never_answer_for_the_same_day(tmp_path: Path) -> None:
    with pytest.raises(BadRows, match="overlap"):
        table(
            tmp_path,
            "limit,star,any,5,percent,2020-01-01,2026-07-06,true,old,",
            "limit,star,any,10,percent,2026-07-06,,true,new,",
        )


def test_other_columns_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadRows, match="columns"):
        table(tmp_path, "limit,3", head="topic,value\n")


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_row_that_counts_as_verified_names_its_document(subject: str) -> None:
    nameless = [row for row in Table.load(subject) if row.verified and not row.document.name]
    assert nameless == []


def test_every_document_is_named_by_a_row() -> None:
    named = {row.document.key for subject in SUBJECTS for row in Table.load(subject)}
    assert set(load_documents()) == named
