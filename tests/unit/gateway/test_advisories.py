"""A known advisory stays only with a judgement, for a time, and for the version that was judged."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from gateway.advisories import LIST, Advisory, faults, load, read_pins, unjudged

TODAY = date(2026, 11, 27)
JUDGED = Advisory(
    package="aiohttp",
    version="3.9.5",
    lock="rasa",
    ids=("CVE-2024-52304",),
    fixed="3.10.11",
    about="its server",
    judgement="not used",
    because="sanic serves",
    expires=TODAY + timedelta(days=100),
)
PINS = {"rasa": {"aiohttp": {"3.9.5"}}, "services": {"aiohttp": {"3.14.0"}}}
FOUND = {"id": "GHSA-8495-4g3g-x7pr", "aliases": ["CVE-2024-52304"], "fix_versions": ["3.10.11"]}


def report(*vulns: dict[str, Any], **more: Any) -> dict[str, Any]:
    """What pip-audit writes with -f json."""
    return {"dependencies": [{"name": "aiohttp", "version": "3.9.5", "vulns": [*vulns], **more}], "fixes": []}


def test_what_is_listed_was_right_on_the_day_it_was_listed() -> None:
    """Whether it still is, `make lint` says."""
    assert faults(load(), read_pins(), TODAY) == []
    assert len(load()) > 10
    assert "checked = " in LIST.read_text(encoding="utf-8")


def test_the_locks_are_read_whole() -> None:
    pins = read_pins()
    assert pins["rasa"]["rasa"] == {"3.6.21"}
    assert pins["rasa"]["sanic"] != pins["services"]["sanic"]
    assert min(map(len, pins.values())) > 100


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({}, None),
        ({"version": "3.9.4"}, "no longer locked (3.9.5)"),
        ({"package": "gone"}, "no longer locked (not there)"),
        ({"expires": TODAY - timedelta(days=1)}, "the judgement ran out"),
        ({"expires": TODAY}, None),
        ({"expires": TODAY + timedelta(days=401)}, "400 days at most"),
        ({"judgement": "later"}, "is no judgement"),
        ({"because": " "}, "or a reason"),
        ({"ids": ()}, "without its ids"),
    ],
)
def test_each_fault_is_told(change: dict[str, Any], fault: str | None) -> None:
    told = faults([replace(JUDGED, **change)], PINS, TODAY)
    assert (fault in told[0]) if fault else told == []


def test_the_service_knows_an_advisory_by_any_of_its_names() -> None:
    assert unjudged(report(FOUND), "rasa", [JUDGED]) == []


def test_what_the_list_lacks_is_told_with_its_mend() -> None:
    new = {"id": "PYSEC-2027-1", "aliases": [], "fix_versions": ["4.0"]}
    assert unjudged(report(FOUND, new), "rasa", [JUDGED]) == ["aiohttp 3.9.5: PYSEC-2027-1, mended by 4.0"]


def test_a_judgement_is_for_one_lock_and_one_version() -> None:
    assert unjudged(report(FOUND), "services", [JUDGED])
    assert unjudged(report(FOUND), "rasa", [replace(JUDGED, version="3.9.4")])


def test_what_the_service_could_not_look_at_is_not_taken_for_well() -> None:
    """pip-audit itself ends with 0 and "no known vulnerabilities" where the service knows no package."""
    skipped = {"dependencies": [{"name": "aiohttp", "skip_reason": "not found"}], "fixes": []}
    assert unjudged(skipped, "rasa", [JUDGED]) == ["aiohttp: not looked at (not found)"]
