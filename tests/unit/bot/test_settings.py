"""What the shipped endpoints and credentials say, and what Rasa says where the environment is not set."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from rasa.core.run import create_http_input_channels
from rasa.core.utils import AvailableEndpoints
from rasa.shared.exceptions import RasaException

from bot.errors import NotReady
from bot.gateway_channel import GatewayInput, loaded_processor

BOT = Path(__file__).parents[3] / "bot"
ENDPOINTS, CREDENTIALS = str(BOT / "endpoints.yml"), str(BOT / "credentials.yml")
CONTRACT = Path(__file__).parents[2] / "contract"


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "RASA_TOKEN": "123456",
        "INTERNAL_TOKEN": "inner",
        "ACTIONS_URL": "http://a/w",
    }.items():
        monkeypatch.setenv(name, value)


def test_actions_are_called_at_their_address_with_our_token() -> None:
    action = AvailableEndpoints.read_endpoints(ENDPOINTS).action
    assert action is not None
    assert (action.url, action.headers) == ("http://a/w", {"X-Wenpan-Token": "inner"})
    assert action.kwargs == {"timeout": 10, "enable_selective_domain": True}


def test_rasa_keeps_nothing_and_tells_nobody() -> None:
    others = vars(AvailableEndpoints.read_endpoints(ENDPOINTS))
    assert [name for name, endpoint in others.items() if endpoint is not None] == ["action"]


def test_only_door_is_the_gateways() -> None:
    (channel,) = create_http_input_channels(None, CREDENTIALS)
    assert isinstance(channel, GatewayInput)
    assert channel.url_prefix() == "gateway"


@pytest.mark.parametrize("name", ["ACTIONS_URL", "INTERNAL_TOKEN"])
def test_unset_variable_of_the_endpoints_is_named(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.delenv(name)
    with pytest.raises(RasaException, match=name):
        AvailableEndpoints.read_endpoints(ENDPOINTS)


def test_empty_inner_token_is_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTERNAL_TOKEN", "")
    action = AvailableEndpoints.read_endpoints(ENDPOINTS).action
    assert action is not None
    assert action.headers == {"X-Wenpan-Token": ""}


def test_unset_token_of_the_gateway_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RASA_TOKEN")
    with pytest.raises(RasaException, match="RASA_TOKEN"):
        create_http_input_channels(None, CREDENTIALS)


def test_empty_token_of_the_gateway_opens_no_door(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASA_TOKEN", "")
    with pytest.raises(RasaException, match="RASA_TOKEN is empty"):
        create_http_input_channels(None, CREDENTIALS)


def test_shell_needs_no_door_of_the_gateway(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASA_TOKEN", "")
    (channel,) = create_http_input_channels("cmdline", CREDENTIALS)
    assert channel.name() == "cmdline"


@pytest.mark.parametrize(
    "agent",
    [None, SimpleNamespace(is_ready=lambda: False)],
    ids=["still loading", "no model"],
)
def test_brain_without_a_model_is_not_ready(agent: object) -> None:
    app: Any = SimpleNamespace(ctx=SimpleNamespace(agent=agent))
    with pytest.raises(NotReady) as refused:
        loaded_processor(app)
    expected = json.loads((CONTRACT / "turn_error_not_ready.json").read_text(encoding="utf-8"))
    assert (refused.value.status, refused.value.body()) == (expected["status"], expected["body"])
