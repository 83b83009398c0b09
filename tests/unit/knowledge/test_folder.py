"""The files of a fresh installation: every article can be shown, a broker's own values are checked."""

from pathlib import Path

import pytest

from knowledge.errors import BadArticle, BadParameters
from knowledge.folder import load_articles, load_parameters, read_broker
from knowledge.versions import written
from tests.unit.knowledge.given import cells


def file(folder: Path, text: str) -> Path:
    path = folder / "broker.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_article_and_parameter_that_we_ship_can_be_read() -> None:
    assert load_articles()
    assert load_parameters()


def test_a_file_must_bear_the_id_of_its_article(tmp_path: Path) -> None:
    (tmp_path / "account").mkdir()
    (tmp_path / "account" / "ACC92.yml").write_text(written(cells("ACC91")), encoding="utf-8")
    with pytest.raises(BadArticle, match=r"its id is ACC91\."):
        load_articles(tmp_path)


def test_what_is_written_is_read_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "account").mkdir()
    said = cells("ACC91", answer="第一行：值\n第二行 #不是注释", effective_from="2026-03-02")
    (tmp_path / "account" / "ACC91.yml").write_text(written(said), encoding="utf-8")
    found = load_articles(tmp_path)["ACC91"]
    assert found.answer == said["answer"]
    assert str(found.effective_from) == "2026-03-02"


def test_a_broker_sets_what_it_wants(tmp_path: Path) -> None:
    assert read_broker(file(tmp_path, 'hotline: "95500"\nname: 某某证券\n')) == {
        "hotline": "95500",
        "name": "某某证券",
    }
    assert read_broker(file(tmp_path, "")) == {}


def test_every_fault_of_a_brokers_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadParameters) as refusal:
        read_broker(file(tmp_path, "hotlin: 95500\nname: [a, b]\n"))
    first, second = refusal.value.faults
    assert first.endswith("sets 'hotlin', which is no parameter.")
    assert second.endswith("name must be a text.")


@pytest.mark.parametrize("text", ["hotline: [", "- a\n- b\n", "\x00"])
def test_a_brokers_file_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadParameters):
        read_broker(file(tmp_path, text))


def test_a_brokers_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadParameters, match="cannot be read"):
        read_broker(tmp_path / "none.yml")
