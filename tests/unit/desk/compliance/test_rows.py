"""The file of rules: what is wrong in it is found at start; what the product itself says breaks none."""

from pathlib import Path

import pytest
import yaml

from desk.compliance.checking import Checker, Situation
from desk.compliance.rows import FILE, Rows
from desk.errors import RowsBroken
from knowledge.article import PLACEHOLDER
from knowledge.folder import load_articles


def test_every_rule_says_why_in_words_for_an_agent() -> None:
    rows = Rows.load()
    assert len({row.id for row in rows.rules}) == len(rows.rules)
    for row in rows.rules:
        assert row.reason.endswith("。")
        assert row.source


@pytest.mark.parametrize("pattern", ["(?:涨|跌)*", r"\d+", "买{2,}", "(?:买", "<nobody>"])
def test_a_pattern_without_a_bound_or_a_meaning_is_refused(tmp_path: Path, pattern: str) -> None:
    table = yaml.load(FILE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    table["rules"][0]["patterns"] = [pattern]
    assert refused(tmp_path, table)


@pytest.mark.parametrize("change", [{"unles": "不"}, {"reason": None}])
def test_a_cell_that_is_unknown_or_missing_is_refused(tmp_path: Path, change: dict[str, str | None]) -> None:
    table = yaml.load(FILE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    row = {**table["rules"][0], **change}
    table["rules"][0] = {key: value for key, value in row.items() if value is not None}
    assert refused(tmp_path, table)


def refused(folder: Path, table: object) -> bool:
    file = folder / "compliance.yml"
    file.write_text(yaml.safe_dump(table, allow_unicode=True), encoding="utf-8")
    with pytest.raises(RowsBroken) as caught:
        Rows.load(file)
    return caught.value.file == "compliance.yml"


def test_no_article_is_kept_back_from_an_agent_who_passes_it_on() -> None:
    checker = Checker.load()
    blocked = [
        (article.id, finding.found)
        for article in load_articles().values()
        for text in (article.answer, article.detail, *article.steps)
        for finding in checker.check(PLACEHOLDER.sub("", text), Situation())
        if finding.level == "block"
    ]
    assert not blocked
