"""The compose file: valid, one with the product's settings, and with one door.

No engine runs here. What is checked: the file against the Compose Specification's own schema, and what it
sets by the code that reads it. What is not: that an engine does as it is told.
"""

import json
import re
from pathlib import Path

import check_jsonschema
from jsonschema import Draft202012Validator

from actions.settings import Settings as ActionSettings
from gateway.callers import caller_of
from tests.unit.deploy.compose import ASKED, COMPOSE, DEPLOY, SERVICES, environment, example
from tests.unit.deploy.needs import seconds_to_leave, settings_of

SCHEMA = Path(check_jsonschema.__file__).parent / "builtin_schemas/vendor/compose-spec.json"
OURS = {"gateway", "rasa", "actions", "migrate", "backup"}


def faults(compose: object) -> list[str]:
    schema = Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    return [fault.message for fault in schema.iter_errors(compose)]


def test_it_is_a_compose_file() -> None:
    assert faults(COMPOSE) == []


def test_the_schema_refuses_a_misspelt_field() -> None:
    assert faults({"services": {"gateway": {"image": "x", "enviroment": {}}}})


def test_whatever_an_operator_is_asked_for_stands_in_the_example() -> None:
    asked = {name for name, *_ in ASKED.findall((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))}
    assert asked == set(example())


def test_every_secret_must_be_given() -> None:
    text = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    empty = re.findall(r"(?m)^([A-Z_]+)=$", (DEPLOY / "compose.env.example").read_text(encoding="utf-8"))
    empty.remove("BACKUP_KEY")  # a public key, whose lack the command tells of
    assert empty
    for name in empty:
        assert f"${{{name}:?}}" in text
        assert f"${{{name}:-" not in text


def test_the_gateway_starts_with_these_settings_and_makes_up_none() -> None:
    settings = settings_of(environment("gateway"))
    assert settings.database_url
    assert settings.public_url
    assert settings.rasa_port is None
    assert settings.actions_port is None


def test_the_action_server_starts_with_these_settings() -> None:
    settings = ActionSettings.read(environment("actions"))
    assert (settings.host, settings.port) == ("0.0.0.0", 5055)  # noqa: S104
    assert settings.database_url


def test_rasa_and_the_step_of_the_database_have_what_they_read() -> None:
    assert {"RASA_TOKEN", "ACTIONS_URL", "INTERNAL_TOKEN"} <= set(environment("rasa"))
    assert set(environment("migrate")) == {"DATABASE_URL"}


def test_processes_find_each_other() -> None:
    """By the name of a service, over a network that both are on."""
    for one, other in (
        ("gateway", "rasa"),
        ("gateway", "actions"),
        ("rasa", "actions"),
        ("balancer", "gateway"),
    ):
        assert set(SERVICES[one]["networks"]) & set(SERVICES[other]["networks"])
    for one in ("gateway", "actions", "migrate"):
        assert set(SERVICES[one]["networks"]) & set(SERVICES["postgres"]["networks"])
        assert "@postgres:" in environment(one)["DATABASE_URL"]
    assert environment("gateway")["RASA_URL"] == "http://rasa:5005"
    assert {environment(each)["ACTIONS_URL"] for each in ("gateway", "rasa", "actions")} == {
        "http://actions:5055/webhook"
    }


def test_there_is_one_door() -> None:
    doors = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert doors.pop("balancer") == ["${PORT:-8000}:8000"]
    assert all(port.startswith("127.0.0.1:") for ports in doors.values() for port in ports)
    closed = {name for name, network in COMPOSE["networks"].items() if network.get("internal")}
    assert set(SERVICES["rasa"]["networks"]) <= closed
    assert set(SERVICES["postgres"]["networks"]) <= closed
    assert set(SERVICES["balancer"]["networks"]).isdisjoint(closed)


def test_the_balancer_asks_the_gateways_themselves() -> None:
    config = (DEPLOY / "haproxy.cfg").read_text(encoding="utf-8")
    assert "uri /health/ready" in config
    assert "gateway:8000" in config
    assert "path /metrics" in config


def test_investors_behind_what_ends_tls_before_the_balancer_are_told_apart() -> None:
    """The balancer adds whom it sees to what stands in the header, and all on the way there are trusted."""
    config = (DEPLOY / "haproxy.cfg").read_text(encoding="utf-8")
    assert "option forwardfor" in config
    assert "set-header X-Forwarded-For" not in config
    proxies = settings_of(environment("gateway")).limits.proxies
    balancer, before, investor = "172.18.0.5", "172.18.0.1", "203.0.113.9"
    assert caller_of(balancer, [investor, before], proxies) == investor
    assert caller_of(balancer, ["198.51.100.7", investor], proxies) == investor  # who came without TLS


def seconds(text: str) -> int:
    return int(text.removesuffix("s"))


def test_a_gateway_has_the_time_it_needs_to_leave() -> None:
    notice = int(environment("gateway")["DRAIN_NOTICE"])
    assert seconds(SERVICES["gateway"]["stop_grace_period"]) >= seconds_to_leave(notice)


def test_nothing_of_ours_may_do_what_it_need_not() -> None:
    for name in OURS:
        service = SERVICES[name]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert "no-new-privileges:true" in service["security_opt"]
        assert "/tmp" in service["tmpfs"]  # noqa: S108
    for name in OURS - {"migrate", "backup"}:
        assert "healthcheck" in SERVICES[name]


def test_folders_that_all_must_see_are_one() -> None:
    def place(service: str, volume: str) -> str:
        [found] = [each for each in SERVICES[service]["volumes"] if each.startswith(f"{volume}:")]
        return str(found.partition(":")[2])

    assert place("gateway", "media") == environment("gateway")["MEDIA_DIR"]
    assert place("actions", "media") == environment("actions")["MEDIA_DIR"]
    assert place("gateway", "received") == environment("gateway")["RECEIVED_DIR"]


def test_the_database_comes_first() -> None:
    for name in ("gateway", "actions"):
        assert SERVICES[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
    assert SERVICES["migrate"]["depends_on"]["postgres"] == {"condition": "service_healthy"}
