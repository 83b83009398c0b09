"""What the action server reads from its environment."""

from pathlib import Path

import pytest

from actions.errors import BadSettings
from actions.settings import Settings
from tests.unit.own_files import own_products, own_questionnaires

CHECKOUT = Path(__file__).resolve().parents[3]


def test_an_empty_environment_means_the_usual_port_and_live_quotes_where_there_are_any() -> None:
    assert Settings.read({}) == Settings(port=5055, token="", market_mode="auto")


def test_the_port_is_that_of_the_address_rasa_calls() -> None:
    given = {"ACTIONS_URL": "http://127.0.0.1:6001/webhook", "INTERNAL_TOKEN": "t", "MARKET_MODE": "demo"}
    assert Settings.read(given) == Settings(port=6001, token="t", market_mode="demo")


@pytest.mark.parametrize(
    ("given", "folder"), [("", "var/media"), ("elsewhere", "elsewhere"), ("/srv/media", "/srv/media")]
)
def test_pictures_are_kept_in_the_checkout_unless_told_otherwise(given: str, folder: str) -> None:
    assert Settings.read({"MEDIA_DIR": given}).media_dir == CHECKOUT / folder


@pytest.mark.parametrize("url", ["http://127.0.0.1/webhook", "http://127.0.0.1:99999/", "http://x:port/"])
def test_all_faults_are_told_together(url: str) -> None:
    with pytest.raises(BadSettings) as failure:
        Settings.read({"ACTIONS_URL": url, "MARKET_MODE": "fast"})
    assert len(failure.value.faults) == 2
    assert "MARKET_MODE" in str(failure.value)


def test_the_brokers_own_values_come_from_its_file(tmp_path: Path) -> None:
    file = tmp_path / "broker.yml"
    file.write_text("hotline: 95500\n", encoding="utf-8")
    assert Settings.read({"BROKER_FILE": str(file)}).broker == {"hotline": "95500"}
    file.write_text("hotlin: 95500\n", encoding="utf-8")
    with pytest.raises(BadSettings) as failure:
        Settings.read({"BROKER_FILE": str(file), "MARKET_MODE": "fast"})
    assert len(failure.value.faults) == 2


@pytest.mark.parametrize(("given", "line"), [("", "12356"), ("12355", "12355")])
def test_people_in_despair_are_given_the_line_that_is_set(given: str, line: str) -> None:
    assert Settings.read({"CRISIS_LINE": given}).crisis_line == line


def test_articles_name_the_crisis_line_that_is_set() -> None:
    assert Settings.read({}).parameters["crisis_line"] == "12356"
    assert Settings.read({"CRISIS_LINE": "400-161-9995"}).parameters["crisis_line"] == "400-161-9995"


def test_own_products_and_questionnaires_come_from_their_files(tmp_path: Path) -> None:
    own = {"PRODUCTS_FILE": own_products(tmp_path), "QUESTIONNAIRES_DIR": own_questionnaires(tmp_path)}
    read = Settings.read(own)
    assert [each.name for each in read.lists.products.listed] == ["某某稳健一号"]
    assert not read.lists.products.sample
    assert read.lists.questionnaires.current.version == "2099-own"
    assert Settings.read({}).lists.products.sample


def test_the_faults_of_all_own_files_are_told_together(tmp_path: Path) -> None:
    own = {"PRODUCTS_FILE": own_products(tmp_path, level="R9"), "QUESTIONNAIRES_DIR": str(tmp_path / "none")}
    with pytest.raises(BadSettings) as failure:
        Settings.read(own)
    products, questionnaires = failure.value.faults
    assert products.startswith("PRODUCTS_FILE: Product 1 (X1) has the level 'R9'")
    assert questionnaires == "QUESTIONNAIRES_DIR: There is no questionnaire."


def test_it_listens_on_loopback_unless_told_otherwise() -> None:
    assert Settings.read({}).host == "127.0.0.1"
    assert Settings.read({"ACTIONS_HOST": "0.0.0.0"}).host == "0.0.0.0"  # noqa: S104


def test_they_do_not_show_the_token() -> None:
    assert "the-token-of-this-test" not in repr(Settings.read({"INTERNAL_TOKEN": "the-token-of-this-test"}))
