"""Securities of the three mainland exchanges: the value type, its key, and what a code alone tells.

A fund that is sold off the exchanges (场外) has the place OF and its code: OF005827.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeVar, cast

Exchange = Literal["SH", "SZ", "BJ", "OF"]
Kind = Literal["stock", "index", "etf", "fund"]
Status = Literal["listed", "delisted"]
RiskWarning = Literal["", "ST", "*ST", "delisting_period"]


_T = TypeVar("_T")

_REF = re.compile(r"(SH|SZ|BJ)([0-9]{6})")

# First digits → exchange, longest prefix wins. Sources: code allocation notices of SSE, SZSE and BSE;
# 920 is the BSE segment in use since 2024, 43/83/87/88 the segments it replaced in 2025.
_STOCKS: dict[str, Exchange] = {
    "60": "SH", "68": "SH", "900": "SH",
    "00": "SZ", "30": "SZ", "200": "SZ", "201": "SZ",
    "920": "BJ", "43": "BJ", "83": "BJ", "87": "BJ", "88": "BJ",
}  # fmt: skip
_FUNDS: dict[str, Exchange] = {
    "50": "SH", "51": "SH", "52": "SH", "53": "SH", "55": "SH", "56": "SH", "58": "SH",
    "15": "SZ", "16": "SZ", "18": "SZ",
}  # fmt: skip
_INDICES: dict[str, Exchange] = {"000": "SH", "93": "SH", "399": "SZ", "98": "SZ", "899": "BJ"}

_BOARDS = {
    "688": "科创板", "689": "科创板",
    "300": "创业板", "301": "创业板", "302": "创业板",
    "920": "北交所", "43": "北交所", "83": "北交所", "87": "北交所", "88": "北交所",
    "900": "B股", "200": "B股", "201": "B股",
    "60": "主板", "00": "主板",
}  # fmt: skip


class BadRef(ValueError):
    """Raised for a key that is not an exchange followed by six digits; `ref` is what was given."""

    def __init__(self, ref: str) -> None:
        super().__init__(f"not a security ref: {ref!r}")
        self.ref = ref


@dataclass(frozen=True)
class Security:
    """One share, index or fund. `name` is the display name without blanks and without XD, XR, DR, N or C.

    `end_date` is the last day known of a delisted security, None when it is not known.
    """

    code: str
    exchange: Exchange
    kind: Kind
    board: str
    name: str
    full_name: str = ""
    listing_date: date | None = None
    warning: RiskWarning = ""
    status: Status = "listed"
    end_date: date | None = None
    as_of: str = ""

    @property
    def ref(self) -> str:
        """Return the key used everywhere: exchange and code, such as SH600519."""
        return f"{self.exchange}{self.code}"


def is_off_exchange(ref: str) -> bool:
    """Whether a key is that of a fund which trades on no exchange."""
    return ref.startswith("OF")


def decimals_of(security: Security) -> int:
    """Return the decimals in which it is priced: a net asset value has one more than a fund's price."""
    return 4 if is_off_exchange(security.ref) else decimals(security.kind)


def parse_ref(ref: str) -> tuple[Exchange, str]:
    """Split "SH600519" into ("SH", "600519"). Raises BadRef."""
    found = _REF.fullmatch(ref)
    if found is None:
        raise BadRef(ref)
    return cast("Exchange", found[1]), found[2]


def exchange_of(code: str, kind: Kind = "stock") -> Exchange | None:
    """Return the exchange on which a code of this kind trades, None where the code fits none.

    The kind matters: 000001 is a share in Shenzhen and an index in Shanghai.
    """
    table = {"stock": _STOCKS, "index": _INDICES, "etf": _FUNDS, "fund": _FUNDS}[kind]
    return _by_prefix(table, code)


def board_of(code: str) -> str:
    """Return the board (上市板) of a share's code, "" where the code is no share's."""
    return _by_prefix(_BOARDS, code) or ""


def decimals(kind: Kind) -> int:
    """Return the decimals of a price of this kind: funds are quoted to a tenth of a cent."""
    return 3 if kind in {"etf", "fund"} else 2


def _by_prefix(table: dict[str, _T], code: str) -> _T | None:
    if len(code) != 6 or not (code.isascii() and code.isdigit()):
        return None
    return next((table[code[:size]] for size in (3, 2) if code[:size] in table), None)
