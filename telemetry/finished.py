"""Reads spans that another process hands over; whatever is not of their form is left out. Pure."""

import re
from collections.abc import Iterator
from typing import Any

from telemetry.spans import Elsewhere

MOST = 64
_NAME = re.compile(r"[a-z_ ]{1,40}")
_ID = re.compile(r"[0-9a-f]{16}")
_FAILURE = re.compile(r"\w{1,60}")


def read_spans(listed: Any) -> list[Elsewhere]:
    """The spans of a list as docs/contracts.md §3 has them; a bad one never spoils the others."""
    return list(_good(listed[:MOST])) if isinstance(listed, list) else []


def _good(listed: list[Any]) -> Iterator[Elsewhere]:
    for each in listed:
        if isinstance(each, dict) and _has_form(each):
            facts = each["facts"] if isinstance(each.get("facts"), dict) else {}
            failure = each.get("failure")
            yield Elsewhere(
                name=each["name"],
                span_id=each["span"],
                parent_id=each["parent"],
                start=each["start"],
                end=each["end"],
                facts=facts,
                failure=failure if isinstance(failure, str) and _FAILURE.fullmatch(failure) else None,
            )


def _has_form(each: dict[str, Any]) -> bool:
    ids = [each.get("span"), each.get("parent")]
    times = [each.get("start"), each.get("end")]
    return (
        isinstance(each.get("name"), str)
        and bool(_NAME.fullmatch(each["name"]))
        and all(isinstance(id, str) and _ID.fullmatch(id) and int(id, 16) for id in ids)
        and all(isinstance(time, int) and 0 < time < 2**63 for time in times)
    )
