"""Each process can be scraped where it runs, by who shows its token, and traces leave by one way more."""

import re
import stat
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.unit.deploy.cluster import FOLDERS, PARTS, find, workloads
from tests.unit.deploy.compose import COMPOSE, DEPLOY, SERVICES, environment
from tests.unit.deploy.kustomize import Manifest, pod_of
from tests.unit.deploy.promql import alerts

PLACES = ("prometheus.yml", "containers.yml", "kubernetes.yml")
DOORS = {
    "gateway": ("/metrics", "METRICS_TOKEN"),
    "rasa": ("/webhooks/gateway/metrics", "RASA_TOKEN"),
    "actions": ("/metrics", "INTERNAL_TOKEN"),
}
SENDERS = {"gateway", "actions"}
"""Who sends traces: the brain hands its own to the gateway (docs/decisions/traces.md)."""


def jobs(place: str) -> dict[str, dict[str, Any]]:
    config = yaml.load((DEPLOY / "prometheus" / place).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    assert config["rule_files"] == ["rules.yml"]
    return {job["job_name"].removeprefix("wenpan-"): job for job in config["scrape_configs"]}


@pytest.mark.parametrize("place", PLACES)
def test_every_part_is_scraped_at_its_page_with_its_token(place: str) -> None:
    found = {
        part: (
            job.get("metrics_path", "/metrics"),
            Path(job["authorization"]["credentials_file"]).name.upper(),
        )
        for part, job in jobs(place).items()
    }
    assert found == DOORS


def test_a_part_of_which_nothing_is_left_is_told_of() -> None:
    """Where targets are found by name, a part without any has no series that could be 0."""
    [alert] = [each for each in alerts() if each["alert"] == "PartDown"]
    assert set(re.findall(r'absent\(up\{job="wenpan-(\w+)"\}\)', alert["expr"])) == set(DOORS)


def test_containers_are_found_by_their_name_one_by_one() -> None:
    for part, job in jobs("containers.yml").items():
        assert job["dns_sd_configs"] == [{"names": [part], "type": "A", "port": PARTS[part]}]
        shared = set(SERVICES["prometheus"]["networks"]) & set(SERVICES[part]["networks"])
        assert shared == {"inside"}  # a name over two networks could stand for each container twice


def test_prometheus_comes_only_when_asked_for_and_in_one_version() -> None:
    assert SERVICES["prometheus"]["profiles"] == ["watch"]
    assert re.fullmatch(r"prom/prometheus:v\d+\.\d+\.\d+", SERVICES["prometheus"]["image"])
    mounted = {
        each["target"]: COMPOSE["configs"][each["source"]] for each in SERVICES["prometheus"]["configs"]
    }
    assert mounted == {
        "/etc/prometheus/prometheus.yml": {"file": "prometheus/containers.yml"},
        "/etc/prometheus/rules.yml": {"file": "prometheus/rules.yml"},
    }


def test_prometheus_has_the_tokens_in_files_for_itself_alone(tmp_path: Path) -> None:
    program = tmp_path / "prometheus"
    program.write_text("#!/bin/sh\necho started with $@\n")
    program.chmod(0o755)
    [script] = SERVICES["prometheus"]["command"]
    said = subprocess.run(
        [*SERVICES["prometheus"]["entrypoint"], script.replace("$$", "$").replace("/tmp", str(tmp_path))],  # noqa: S108
        env={**environment("prometheus"), "PATH": f"{tmp_path}:/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert said.startswith("started with --config.file=/etc/prometheus/prometheus.yml")
    for job in jobs("containers.yml").values():
        file = Path(job["authorization"]["credentials_file"])
        kept = tmp_path / file.name
        assert str(file.parent) in SERVICES["prometheus"]["tmpfs"]
        assert kept.read_text() == environment("prometheus")[file.name]
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def targets(manifest: Manifest) -> list[str]:
    """What Prometheus would find of a workload's pods, in the form that `regex` is matched with."""
    component = manifest["metadata"]["labels"]["app.kubernetes.io/component"]
    spec = pod_of(manifest)
    return [
        f"{component};{port.get('name', '')};Running"
        for each in [*spec.get("initContainers", ()), *spec["containers"]]
        for port in each.get("ports", [{}])
    ]


@pytest.mark.parametrize("folder", FOLDERS)
def test_pods_are_found_by_their_part_and_no_others(folder: str) -> None:
    for part, job in jobs("kubernetes.yml").items():
        keep = job["relabel_configs"][0]
        assert (keep["action"], len(keep["source_labels"])) == ("keep", 3)
        found = [
            manifest["metadata"]["name"]
            for manifest in workloads(folder)
            for target in targets(manifest)
            if re.fullmatch(keep["regex"], target)
        ]
        assert found == [part]
        assert job["kubernetes_sd_configs"] == [{"role": "pod", "namespaces": {"names": ["wenpan"]}}]


def test_traces_reach_a_collector_in_the_cluster() -> None:
    policy = find("NetworkPolicy", "traces")["spec"]
    [chosen] = policy["podSelector"]["matchExpressions"]
    assert (chosen["key"], set(chosen["values"])) == ("app.kubernetes.io/component", SENDERS)
    collector = {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "observability"}}}
    assert policy["egress"] == [{"to": [collector], "ports": [{"protocol": "TCP", "port": 4318}]}]
