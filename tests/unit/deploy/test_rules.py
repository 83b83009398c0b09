"""The alert rules as Prometheus evaluates them: promtool plays each file of rules/ to them."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.unit.deploy.promql import DEPLOY, RULES, alerts

FILES = sorted(Path(__file__).with_name("rules").glob("*.yml"))
TOOLS = DEPLOY.parent / ".tools"
PROMTOOL = shutil.which("promtool", path=f"{TOOLS}{os.pathsep}{os.environ['PATH']}") or ""

evaluated = pytest.mark.skipif(
    not PROMTOOL,
    reason="promtool is missing: `make promtool` takes it out of Debian's package prometheus",
)


def promtool(*arguments: str | Path) -> str:
    """All that it prints; it must find no fault."""
    done = subprocess.run([PROMTOOL, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@evaluated
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_rules_wake_somebody_when_they_should_and_only_then(file: Path) -> None:
    promtool("test", "rules", file)


@evaluated
def test_prometheus_takes_the_rules_and_the_configuration() -> None:
    promtool("check", "rules", RULES)
    promtool("check", "config", "--syntax-only", DEPLOY / "prometheus/prometheus.yml")


def test_every_alert_is_seen_to_wake_somebody() -> None:
    courses = [
        course
        for file in FILES
        for course in yaml.load(file.read_text("utf-8"), Loader=yaml.CSafeLoader)["tests"]
    ]
    cases = [case for course in courses for case in course["alert_rule_test"]]
    assert {case["alertname"] for case in cases if case["exp_alerts"]} == {each["alert"] for each in alerts()}
