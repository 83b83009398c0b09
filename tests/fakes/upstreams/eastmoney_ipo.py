"""datacenter-web.eastmoney.com as it answers for new shares, applicants, meetings and bonds: JSON.

The rows are those of tests/fakes/upstreams/issues.py: real ones, of which only the days are moved. The list
of bonds has 72 fields, which akshare names by their place; a bond that does not trade yet has no price.
The market value that the cap takes is reckoned by the rule, 5000 yuan for 500 shares.
"""

import json
from datetime import date
from decimal import Decimal

from tests.fakes.upstreams.asked import JSON, Asked, Route
from tests.fakes.upstreams.issues import (
    Bond,
    Issue,
    load_applicants,
    load_bonds,
    load_issues,
    load_reviews,
)

HOST = "datacenter-web.eastmoney.com"
PATH = "/api/data/v1/get"
_BOND_FIELDS = 72


def render_shares(asked: Asked) -> bytes:
    """The answer for RPTA_APP_IPOAPPLY: market value in ten thousand yuan, the cap in shares."""
    return _answer([_share(issue, asked.shape) for issue in load_issues() if issue.apply_date], asked)


def render_applicants(asked: Asked) -> bytes:
    """The answer for RPT_IPO_INFOALLNEW."""
    rows: list[dict[str, object]] = [
        {
            "DECLARE_ORG": row["company"],
            "STATE": row["state"],
            "PREDICT_LISTING_MARKET": row["market"],
            "RECOMMEND_ORG": row["sponsor"],
            "UPDATE_DATE": f"{row['updated']} 00:00:00",
            "ACCEPT_DATE": f"{row['accepted']} 00:00:00",
        }
        for row in load_applicants()
    ]
    return _answer(rows, asked)


def render_reviews(asked: Asked) -> bytes:
    """The answer for RPT_IPO_REVIEW."""
    rows: list[dict[str, object]] = [
        {
            "ORG_NAME": row["company"],
            "REVIEW_DATE": f"{row['updated']} 00:00:00",
            "REVIEW_STATE": row["state"],
            "NOTICE_DATE": f"{row['updated']} 00:00:00",
        }
        for row in load_reviews()
    ]
    return _answer(rows, asked)


def render_bonds(asked: Asked) -> bytes:
    """The answer for RPT_BOND_CB_LIST."""
    return _answer([_bond(bond) for bond in load_bonds()], asked)


def _share(issue: Issue, shape: str) -> dict[str, object]:
    limit = int(issue.apply_limit) if issue.apply_limit else None
    needed = None if limit is None else float(Decimal(limit) * 10 / 10_000)
    return {
        "SECURITY_CODE": issue.code,
        "SECURITY_NAME": issue.name,
        "APPLY_CODE": issue.apply_code or None,
        "ISSUE_NUM": float(issue.ten_thousands("issue_shares")) if issue.issue_shares else None,
        "TOP_APPLY_MARKETCAP": needed if needed is None or shape != "units" else needed * 10_000,
        "ONLINE_APPLY_UPPER": limit,
        "ISSUE_PRICE": float(issue.price) if issue.price else None,
        "APPLY_DATE": _day(issue.apply_date),
        "BALLOT_NUM_DATE": None,
        "BALLOT_PAY_DATE": _day(issue.payment_date),
        "LISTING_DATE": _day(issue.listing_date),
        "AFTER_ISSUE_PE": None,
        "ONLINE_ISSUE_LWR": None,
    }


def _bond(bond: Bond) -> dict[str, object]:
    fields: dict[int, object] = dict.fromkeys(range(_BOND_FIELDS))
    fields |= {0: bond.code, 3: bond.name, 5: _day(bond.listing_date), 8: bond.rating or None}
    fields |= {31: bond.apply_code, 33: _day(bond.apply_date), 36: _day(bond.result_date)}
    fields |= {38: bond.stock_name or None, 41: float(bond.winning_rate) if bond.winning_rate else None}
    return {f"FIELD_{place:02}": cell for place, cell in fields.items()}


def _answer(rows: list[dict[str, object]], asked: Asked) -> bytes:
    for row in rows:
        if asked.shape == "missing_column":
            row.popitem()
        if asked.shape == "extra_column":
            row["NEW_FIELD"] = None
    result = {"pages": 1, "data": rows, "count": len(rows)}
    answer = {"version": "1", "result": result, "success": True, "message": "ok", "code": 0}
    return json.dumps(answer, ensure_ascii=False).encode()


def _day(day: date | None) -> str | None:
    return f"{day} 00:00:00" if day else None


ROUTES = (
    Route(HOST, PATH, JSON, render_shares, ("RPTA_APP_IPOAPPLY",)),
    Route(HOST, PATH, JSON, render_applicants, ("RPT_IPO_INFOALLNEW",)),
    Route(HOST, PATH, JSON, render_reviews, ("RPT_IPO_REVIEW",)),
    Route(HOST, PATH, JSON, render_bonds, ("RPT_BOND_CB_LIST",)),
)
