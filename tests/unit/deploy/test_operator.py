"""An operator's own settings and files reach each process that reads them, and no credentials go along."""

import re
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml
from kubernetes_validate.utils import validate

from actions.settings import Settings as ActionSettings
from telemetry.exporting import ENDPOINTS
from tests.unit.deploy import cluster, compose
from tests.unit.deploy.cluster import KUBERNETES, container, find, pod
from tests.unit.deploy.compose import DEPLOY, SERVICES

ROOT = DEPLOY.parent
READERS = ("gateway", "actions")
TO_OUTSIDE = {"HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"}
"""What the libraries of the action server read beside our own settings."""
GATEWAYS_ALONE = ("WECHAT_", "TELEGRAM_", "CHATWOOT_")
OF_A_CONTAINER = {"HOST", "PORT", "ACTIONS_HOST", "BACKUP_DIR", "BACKUP_KEY"}
"""Which nobody has to choose where each process has an address of its own, and those of backups."""
OWN = "/app/own"


class Noting(dict[str, str]):
    """An environment that notes what it is asked for."""

    def __init__(self, given: dict[str, str]) -> None:
        super().__init__(given)
        self.asked: set[str] = set()

    def get(self, name: str, default: Any = None) -> Any:
        self.asked.add(name)
        return super().get(name, default)


def named(file: Path) -> set[str]:
    """Variables of a file of settings, those that are commented out among them."""
    return set(re.findall(r"(?m)^#?([A-Z_]+)=", file.read_text(encoding="utf-8")))


def shared() -> set[str]:
    return named(DEPLOY / "operator.env.example")


def asked_by_actions() -> set[str]:
    noting = Noting(compose.environment("actions"))
    ActionSettings.read(noting)
    return noting.asked | {*ENDPOINTS, "OTEL_SDK_DISABLED"} | TO_OUTSIDE


def sources(part: str) -> list[str]:
    """What a container takes whole, in the order in which the last one wins."""
    return [
        f"{kind.removesuffix('Ref')}/{reference['name']}{'?' if reference.get('optional') else ''}"
        for source in container(part).get("envFrom", ())
        for kind, reference in source.items()
    ]


def test_whatever_the_action_server_reads_can_reach_it() -> None:
    assert {"BROKER_FILE", "PRODUCTS_FILE", "QUESTIONNAIRES_DIR", "CRISIS_LINE"} <= asked_by_actions()
    in_compose = set(compose.environment("actions"))
    in_cluster = set(cluster.environment(container("actions")))
    assert asked_by_actions() <= in_compose | shared()
    assert asked_by_actions() <= in_cluster | shared()


def test_both_processes_load_what_they_share() -> None:
    file = {"path": "operator.env", "required": False}
    for part in READERS:
        assert file in SERVICES[part]["env_file"]
        assert {"configMap/wenpan-operator?", "secret/wenpan-operator?"} <= set(sources(part))


def test_what_the_deployment_fixes_is_the_same_in_both_whatever_an_operator_writes() -> None:
    """As the compose file has it, where `environment` wins over files."""
    order = sources("gateway")
    assert max(map(order.index, ("configMap/wenpan-operator?", "secret/wenpan-operator?"))) < min(
        map(order.index, ("configMap/wenpan", "secret/wenpan"))
    )


def test_credentials_of_channels_reach_the_gateway_alone() -> None:
    assert not [name for name in shared() if name.startswith(GATEWAYS_ALONE)]
    for part in ("rasa", "actions"):
        assert "channels.env" not in str(SERVICES[part].get("env_file"))
        assert not [source for source in sources(part) if "channels" in source]
    assert "channels.env" in str(SERVICES["gateway"]["env_file"])
    assert "secret/wenpan-channels?" in sources("gateway")


def test_every_setting_has_its_place() -> None:
    placed = set(compose.environment("gateway")) | shared() | OF_A_CONTAINER
    rest = named(ROOT / ".env.example") - placed
    assert rest
    assert [name for name in rest if not name.startswith(GATEWAYS_ALONE)] == []


def test_own_files_are_at_the_same_place_for_both_and_nobody_writes_there() -> None:
    for part in READERS:
        assert f"./own:{OWN}:ro" in SERVICES[part]["volumes"]
        mounted = {mount["mountPath"]: mount for mount in container(part)["volumeMounts"]}
        volumes = {volume["name"]: volume for volume in pod(part)["volumes"]}
        for place, name in ((OWN, "wenpan-own"), (f"{OWN}/questionnaires", "wenpan-questionnaires")):
            assert mounted[place]["readOnly"] is True
            assert volumes[mounted[place]["name"]]["configMap"] == {"name": name, "optional": True}


def test_the_example_names_files_that_are_there_once_they_are_mounted() -> None:
    text = (DEPLOY / "operator.env.example").read_text(encoding="utf-8")
    for name in ("BROKER_FILE", "PRODUCTS_FILE", "QUESTIONNAIRES_DIR", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"):
        [value] = re.findall(rf"(?m)^#{name}=(.+)$", text)
        assert value.startswith(f"{OWN}/")


@pytest.mark.parametrize("name", ["operator.example.yaml", "proxy.example.yaml"])
def test_examples_are_manifests(name: str) -> None:
    for document in yaml.safe_load_all((KUBERNETES / name).read_text(encoding="utf-8")):
        validate(document, "1.37", strict=True)
        assert document["metadata"]["namespace"] == find("Deployment", "actions")["metadata"]["namespace"]


def test_the_way_to_a_proxy_is_for_those_who_call_outside() -> None:
    policy = yaml.load(
        (KUBERNETES / "proxy.example.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
    )["spec"]
    outside = find("NetworkPolicy", "outside")["spec"]
    assert policy["podSelector"] == outside["podSelector"]
    assert policy["policyTypes"] == ["Egress"]
    for rule in policy["egress"]:
        assert rule["ports"]
        assert all(peer["ipBlock"]["cidr"].endswith("/32") for peer in rule["to"])


class Answering(BaseHTTPRequestHandler):
    """A process that is well."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing is said of a request."""


@pytest.mark.parametrize("service", ["gateway", "rasa", "actions"])
def test_a_proxy_is_not_asked_whether_a_process_is_well(service: str) -> None:
    _, python, *arguments = SERVICES[service]["healthcheck"]["test"]
    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        here = [re.sub(r"127\.0\.0\.1:\d+", f"127.0.0.1:{server.server_port}", each) for each in arguments]
        nowhere = {"HTTP_PROXY": "http://127.0.0.1:9", "http_proxy": "http://127.0.0.1:9"}
        done = subprocess.run([sys.executable, *here], env=nowhere, capture_output=True, check=False)
        server.shutdown()
    assert (python, done.returncode) == ("python", 0)


def test_git_takes_nothing_of_what_an_operator_writes() -> None:
    for name in (".env", "channels.env", "operator.env", "own/products.yml"):
        done = subprocess.run(["git", "check-ignore", "-q", f"deploy/{name}"], cwd=ROOT, check=False)
        assert done.returncode == 0, name
