"""A questionnaire and a list of products are read whole, or refused with every fault told."""

import contextlib
import copy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from customers.errors import BadProducts, BadQuestionnaire
from customers.suitability.products import Products
from customers.suitability.reading import FOLDER, Questionnaires, questionnaire_of, read_questionnaire
from rules.book import Book
from rules.row import Row

TEMPLATE = yaml.load((FOLDER / "2026-11.yml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def written(folder: Path, cells: Any, name: str = "2026-11") -> Path:
    file = folder / f"{name}.yml"
    file.write_text(yaml.safe_dump(cells, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return file


def faults(folder: Path, cells: Any) -> tuple[str, ...]:
    with pytest.raises(BadQuestionnaire) as refused:
        read_questionnaire(written(folder, cells))
    return refused.value.faults


def own_version(folder: Path, name: str) -> Path:
    return written(folder, {**TEMPLATE, "version": name}, name)


def test_the_template_follows_public_practice() -> None:
    sheet = Questionnaires.load().current
    assert 19 <= len(sheet.questions) <= 20
    assert sum(question.several for question in sheet.questions) == 3
    assert "样例" in sheet.note
    assert max(len(question.options) for question in sheet.questions) <= 5


def test_the_template_says_what_articles_say() -> None:
    sheet, book = Questionnaires.load().current, Book.load()
    told = [book.ask(f"suitability.{topic}", date(2026, 11, 27)) for topic in ("validity", "tests_a_day")]
    assert [row.count for row in told if isinstance(row, Row)] == [sheet.validity_years, sheet.tests_a_day]


def test_a_new_version_is_used_for_what_begins_now(tmp_path: Path) -> None:
    own_version(tmp_path, "2026-12")
    own_version(tmp_path, "2027-01")
    assert Questionnaires.load(tmp_path).current.version == "2027-01"


def test_the_template_stays_for_what_was_begun_with_it(tmp_path: Path) -> None:
    own_version(tmp_path, "1999-own")
    read = Questionnaires.load(tmp_path)
    assert read.current.version == "1999-own"
    assert read.of("2026-11") == Questionnaires.load().current


def test_an_own_version_may_not_take_the_templates_name(tmp_path: Path) -> None:
    written(tmp_path, TEMPLATE)
    with pytest.raises(BadQuestionnaire, match="2026-11 is the template's"):
        Questionnaires.load(tmp_path)


def test_the_faults_of_several_questionnaires_are_told_together(tmp_path: Path) -> None:
    for version in ("2027-01", "2027-02"):
        written(tmp_path, {**TEMPLATE, "version": version, "pause_after": 0}, version)
    with pytest.raises(BadQuestionnaire) as refused:
        Questionnaires.load(tmp_path)
    assert [fault.partition(":")[0] for fault in refused.value.faults] == ["2027-01.yml", "2027-02.yml"]


def test_all_faults_are_told_together(tmp_path: Path) -> None:
    cells = copy.deepcopy(TEMPLATE)
    cells["validity_years"] = 0
    cells["bands"][1]["from"] = 50
    cells["questions"][0]["options"]["A"]["lowest"] = "whim"
    cells["questions"][1]["id"] = "age"
    cells["questions"][2]["options"] = {"A": {"text": "是", "points": 0}}
    cells["questions"][4]["options"]["B"]["alone"] = True
    cells["questions"][5]["options"]["B"]["points"] = -1
    cells["checks"][0]["when"]["debts"] = ["Z"]
    told = faults(tmp_path, cells)
    for part in (
        "validity_years",
        "rise",
        "reason",
        "twice",
        "two or more",
        "alone",
        "from 0",
        "debts_and_use",
    ):
        assert [fault for fault in told if part in fault], (part, told)
    assert len(told) == 8


@pytest.mark.parametrize("text", ["- 1\n- 2", "a: [", "\ufeff{", "version: 2026"])
def test_what_is_no_questionnaire_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "2026-11.yml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadQuestionnaire):
        read_questionnaire(file)


def test_a_folder_without_questionnaires_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadQuestionnaire):
        Questionnaires.load(tmp_path)


def places(cells: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to everything within."""
    keys = cells if isinstance(cells, dict) else range(len(cells)) if isinstance(cells, list) else ()
    return [way for key in keys for way in [(*here, key), *places(cells[key], (*here, key))]]


WAYS = places(TEMPLATE)


@given(st.sampled_from(WAYS), st.sampled_from([None, 0, -1, "", "A", [], {}, [1], {"a": 1}, True]))
def test_whatever_stands_wrong_is_read_or_refused_and_nothing_else(way: tuple[Any, ...], value: Any) -> None:
    cells = copy.deepcopy(TEMPLATE)
    *road, last = way
    spot = cells
    for key in road:
        spot = spot[key]
    spot[last] = value
    with contextlib.suppress(BadQuestionnaire):
        assert questionnaire_of(cells, Path("2026-11.yml")).questions


def test_the_products_are_told_to_be_a_sample() -> None:
    products = Products.load()
    assert products.sample
    assert {each.level for each in products.listed} == {"R1", "R2", "R3", "R4", "R5"}
    assert all("样例" in each.name for each in products.listed)


def test_a_faulty_list_of_products_is_refused_with_all_faults(tmp_path: Path) -> None:
    cells = {
        "products": [
            {"code": "X1", "name": "甲", "level": "R9"},
            {"code": "X1", "name": "甲", "level": "R1"},
            {"code": "", "name": "乙"},
        ]
    }
    with pytest.raises(BadProducts) as refused:
        Products.load(written(tmp_path, cells))
    assert len(refused.value.faults) == 4


def test_an_own_list_is_no_sample(tmp_path: Path) -> None:
    cells = {"products": [{"code": "X1", "name": "甲", "level": "R1"}]}
    assert not Products.load(written(tmp_path, cells)).sample
    assert Products.load(written(tmp_path, {**cells, "sample": True})).sample


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("products: [{code: 000011, name: 甲, level: R1}]", "numbers in quotation marks"),
        ("products: [{code: X1, name: ——, level: R1}]", "needs a code, a name"),
        ("sample: 是\nproducts: [{code: X1, name: 甲, level: R1}]", "true or false"),
        ("products: [", "no YAML"),
        ("", "no list of products"),
    ],
)
def test_what_an_own_list_may_get_wrong_is_told(tmp_path: Path, text: str, fault: str) -> None:
    file = tmp_path / "own.yml"
    file.write_text(text, encoding="utf-8-sig")
    with pytest.raises(BadProducts, match=fault):
        Products.load(file)


def test_a_list_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadProducts, match="No such file"):
        Products.load(tmp_path / "none.yml")
