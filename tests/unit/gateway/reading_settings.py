"""Settings of a test's environment, and what is wrong with one."""

import pytest

from gateway.errors import SettingsFaulty
from gateway.settings import Settings


def read(**environ: str) -> Settings:
    return Settings.read(environ, lambda name: f"kept-secret-of-this-test-{name}")


def faults(**environ: str) -> tuple[str, ...]:
    with pytest.raises(SettingsFaulty) as failure:
        read(**environ)
    return failure.value.faults
