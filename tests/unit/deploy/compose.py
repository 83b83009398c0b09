"""The compose file, and what a container of each service starts with."""

import re
from pathlib import Path
from typing import Any

import yaml

from tests.unit.deploy.needs import SECRET

DEPLOY = Path(__file__).parents[3] / "deploy"
COMPOSE: dict[str, Any] = yaml.load(
    (DEPLOY / "compose.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
ASKED = re.compile(r"\$\{([A-Z_]+)(:\?|:-([^}]*))\}")


def example() -> dict[str, str]:
    """What compose.env.example names, with a value where an operator has to put one."""
    lines = (DEPLOY / "compose.env.example").read_text(encoding="utf-8").splitlines()
    pairs = [line.partition("=") for line in lines if line and not line.startswith("#")]
    return {name: value or SECRET for name, _, value in pairs}


def environment(service: str) -> dict[str, str]:
    """What a container of it starts with."""
    given = SERVICES[service].get("environment", {})
    values = example()
    return {name: ASKED.sub(lambda asked: values[asked[1]], str(value)) for name, value in given.items()}
