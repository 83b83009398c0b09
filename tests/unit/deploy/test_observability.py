"""The dashboard and the rules: whole, read by Prometheus' grammar, each alert with its runbook."""

import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

from tests.unit.deploy.promql import DEPLOY, alerts, dashboard, expressions, selected

FILES = sorted(path for room in ("grafana", "prometheus") for path in (DEPLOY / room).rglob("*.yml"))
RUNBOOK = (DEPLOY.parent / "docs/observability.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("place", "expression"), list(expressions()))
def test_prometheus_can_read_every_expression(place: str, expression: str) -> None:
    assert selected(expression), place


def test_an_expression_that_prometheus_refuses_is_seen() -> None:
    for bad in ("rate(wenpan_turns_total)", "sum(", "histogram_quantile(0.9)"):
        with pytest.raises(ValueError, match="."):
            selected(bad)


def test_panels_have_numbers_of_their_own_and_do_not_lie_over_each_other() -> None:
    panels = dashboard()["panels"]
    assert max(Counter(panel["id"] for panel in panels).values()) == 1
    cells: Counter[tuple[int, int]] = Counter()
    for panel in panels:
        at = panel["gridPos"]
        assert at["x"] + at["w"] <= 24, panel["title"]
        cells.update(
            (x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])
        )
    assert max(cells.values()) == 1


def test_every_panel_reads_from_the_source_that_is_provisioned() -> None:
    file = DEPLOY / "grafana/provisioning/datasources/prometheus.yml"
    uids = {
        source["uid"]
        for source in yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)["datasources"]
    }
    used = {panel["datasource"]["uid"] for panel in dashboard()["panels"] if "datasource" in panel}
    assert used == uids


def test_every_alert_says_how_bad_it_is_and_what_has_happened() -> None:
    for alert in alerts():
        assert alert["labels"]["severity"] in {"warning", "critical"}, alert["alert"]
        assert alert["annotations"]["summary"], alert["alert"]


def test_every_alert_has_its_runbook_and_every_runbook_its_alert() -> None:
    named = {alert["alert"] for alert in alerts()}
    assert named == set(re.findall(r"(?m)^\| `([A-Z]\w+)` \|", RUNBOOK))


def test_no_two_alerts_have_one_name() -> None:
    assert max(Counter(alert["alert"] for alert in alerts()).values()) == 1


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_file_is_yaml(file: Path) -> None:
    assert isinstance(yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader), dict)


@pytest.mark.parametrize("place", ["prometheus.yml", "containers.yml", "kubernetes.yml"])
def test_every_part_is_scraped(place: str) -> None:
    scraped = yaml.load((DEPLOY / "prometheus" / place).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    jobs = {job["job_name"] for job in scraped["scrape_configs"]}
    assert jobs == {"wenpan-gateway", "wenpan-rasa", "wenpan-actions"}
    asked = re.findall(r'job=~?"([^"]+)"', " ".join(text for _, text in expressions()))
    assert all(any(re.fullmatch(wanted, job) for job in jobs) for wanted in asked)
