"""The names under which rules know boards: where a share is listed → the `board` of a row."""

_BOARDS = {
    ("SH", "主板"): "sh_main",
    ("SH", "科创板"): "star",
    ("SZ", "主板"): "sz_main",
    ("SZ", "创业板"): "chinext",
    ("BJ", "北交所"): "bse",
}
_FUNDS = {"SH": "sh_fund", "SZ": "sz_fund"}
BOARDS = tuple(_BOARDS.values())
FUNDS = tuple(_FUNDS.values())

_STATUSES = {"": "normal", "ST": "ST", "*ST": "ST", "delisting_period": "delisting_period"}


def board_key(exchange: str, board: str) -> str | None:
    """The key of a board; None for one that no row speaks of, such as B shares."""
    return _BOARDS.get((exchange, board))


def fund_key(exchange: str) -> str | None:
    """The key of the funds of an exchange, None where it has none."""
    return _FUNDS.get(exchange)


def status_key(warning: str) -> str:
    """The status of a share by its risk warning: "", "ST", "*ST" or "delisting_period"."""
    return _STATUSES[warning]
