"""The alert rules as Prometheus evaluates them: promtool plays each file of rules/ to them."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.unit.deploy.promql import DEPLOY, RULES

FOLDER = Path(__file__).with_name("rules")
TOOLS = DEPLOY.parent / ".tools"
PROMTOOL = shutil.which("promtool", path=f"{TOOLS}{os.pathsep}{os.environ['PATH']}") or ""

pytestmark = pytest.mark.skipif(
    not PROMTOOL,
    reason="promtool is missing: `make promtool` takes it out of Debian's package prometheus",
)


def promtool(*arguments: str | Path) -> str:
    """All that it prints; it must find no fault."""
    done = subprocess.run([PROMTOOL, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.yml")), ids=lambda file: file.stem)
def test_the_rules_wake_somebody_when_they_should_and_only_then(file: Path) -> None:
    promtool("test", "rules", file)


def test_prometheus_takes_the_rules_and_the_configuration() -> None:
    promtool("check", "rules", RULES)
    promtool("check", "config", "--syntax-only", DEPLOY / "prometheus/prometheus.yml")
