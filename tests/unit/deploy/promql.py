"""What the dashboard and the rules ask of Prometheus, taken out of their files."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import promql_parser
import yaml
from prometheus_client.parser import text_string_to_metric_families

DEPLOY = Path(__file__).parents[3] / "deploy"
DASHBOARD = DEPLOY / "grafana/dashboards/wenpan.json"
RULES = DEPLOY / "prometheus/rules.yml"
OF_PROMETHEUS = frozenset({"up"})
BY_PROMETHEUS = frozenset({"job", "instance", "le"})
"""Labels that a page does not show itself, or not under each of its names."""
PARTS = {"histogram": ("_bucket", "_sum", "_count"), "counter": ("_total",), "gauge": ("",)}


@dataclass(frozen=True)
class Selected:
    """A series that is asked for, and the labels it is asked by."""

    name: str
    labels: frozenset[str]


def dashboard() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(DASHBOARD.read_text(encoding="utf-8"))
    return read


def alerts() -> list[dict[str, Any]]:
    groups = yaml.load(RULES.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)["groups"]
    return [rule for group in groups for rule in group["rules"]]


def expressions() -> Iterator[tuple[str, str]]:
    """Where each stands, and the expression as Prometheus gets it."""
    for panel in dashboard()["panels"]:
        for target in panel.get("targets", ()):
            yield panel["title"], target["expr"].replace("$__rate_interval", "5m")
    for alert in alerts():
        yield alert["alert"], alert["expr"]


def selected(expression: str) -> list[Selected]:
    """What an expression selects; raises ValueError for one that Prometheus would refuse."""
    found: list[Selected] = []

    def visit(node: promql_parser.Expr) -> None:
        if isinstance(node, promql_parser.VectorSelector):
            labels = re.findall(r"(\w+)\s*(?:=~|!~|!=|=)", str(node.matchers))
            found.append(Selected(node.name or "", frozenset(labels)))

    promql_parser.walk(promql_parser.parse(expression), visit)
    return found


def shown(page: str) -> dict[str, set[str]]:
    """By the names of a page's series, those without any value among them, the labels they were seen with."""
    names: dict[str, set[str]] = {}
    for line in page.splitlines():
        if line.startswith("# TYPE "):
            _, _, name, kind = line.split()
            stem = name.removesuffix("_total") if kind == "counter" else name
            names |= {stem + part: set() for part in PARTS.get(kind, ("",))}
    for family in text_string_to_metric_families(page):
        for sample in family.samples:
            names.setdefault(sample.name, set()).update(sample.labels)
    return names
