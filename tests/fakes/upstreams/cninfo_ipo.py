"""webapi.cninfo.com.cn as it answers for new shares: JSON records of thirteen fields, in ten thousand shares.

The rows are those of tests/fakes/upstreams/issues.py: real ones, of which only the days are moved. akshare
goes by the place of a field, so what they are called matters to nobody and is left to their numbers.
"""

import json
from collections.abc import Sequence
from datetime import date

from tests.fakes.upstreams.asked import JSON, Asked, Route
from tests.fakes.upstreams.issues import Issue, load_issues, load_reviews

HOST = "webapi.cninfo.com.cn"


def render_shares(asked: Asked) -> bytes:
    """The answer to POST /api/sysapi/p_sysapi1097."""
    return _json(_numbered([_fields(issue, asked.shape) for issue in load_issues()], asked.shape))


def render_reviews(asked: Asked) -> bytes:
    """The answer to POST /api/sysapi/p_sysapi1098."""
    rows = [[row["company"], row["updated"], None, None, "通过", row["updated"]] for row in load_reviews()]
    return _json(_numbered(rows, asked.shape))


def _fields(issue: Issue, shape: str) -> list[object]:
    limit = issue.apply_limit if shape == "units" else issue.ten_thousands("apply_limit")
    return [
        None,
        None,
        issue.name,
        _day(issue.listing_date),
        _day(issue.payment_date),
        _day(issue.apply_date),
        _number(issue.price),
        issue.code,
        None,
        _number(issue.ten_thousands("issue_shares")),
        None,
        _number(issue.ten_thousands("online_shares")),
        _number(limit),
    ]


def _numbered(rows: Sequence[Sequence[object]], shape: str) -> list[dict[str, object]]:
    if shape == "missing_column":
        rows = [row[:-1] for row in rows]
    if shape == "extra_column":
        rows = [[*row, None] for row in rows]
    return [{f"F{place:03}": cell for place, cell in enumerate(row)} for row in rows]


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _number(written: str) -> float | None:
    return float(written) if written else None


def _json(records: list[dict[str, object]]) -> bytes:
    answer = {"resultcode": 200, "resultmsg": "success", "count": len(records), "records": records}
    return json.dumps(answer, ensure_ascii=False).encode()


ROUTES = (
    Route(HOST, "/api/sysapi/p_sysapi1097", JSON, render_shares),
    Route(HOST, "/api/sysapi/p_sysapi1098", JSON, render_reviews),
)
