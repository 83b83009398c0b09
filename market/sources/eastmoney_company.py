"""Share counts from 东方财富 (push2): all shares of a company, those abroad and B shares among them.

akshare asks market 1 for codes that begin with 6 and market 0 for the rest, which is wrong for B shares of
Shanghai. The counts are believed only where price × shares is a market value that comes with them; one of
the two is enough, as the value of a company with B shares may add up two prices.
"""

from typing import TYPE_CHECKING

from market.company import SHARES, Shares
from market.errors import SourceChanged
from market.securities import Security
from market.sources.akshare_calls import AkshareCalls
from market.sources.akshare_fact import AkshareFact, Now, by_code, no_result
from market.sources.frames import decimal, records, text, whole
from market.valuation import fits

if TYPE_CHECKING:
    import pandas

NAME = "东方财富"
HOST = "push2.eastmoney.com"
ITEMS = ("股票代码", "总股本", "流通股", "最新", "总市值", "流通市值")


def read(frame: "pandas.DataFrame", security: Security) -> Shares | None:
    """The counts of akshare's items. Raises SourceChanged where they contradict the market values."""
    cells = {text(row["item"]): row["value"] for row in records(frame, ("item", "value"), NAME)}
    missing = tuple(item for item in ITEMS if item not in cells)
    if missing or text(cells["股票代码"]) != security.code:
        raise SourceChanged(NAME, missing or ("股票代码",))
    shares = Shares(whole(cells["总股本"]), whole(cells["流通股"]))
    if shares.total is None and shares.floating is None:
        return None
    price = decimal(cells["最新"])
    pairs = ((cells["总市值"], shares.total), (cells["流通市值"], shares.floating))
    fitting = any(fits(decimal(value), price, count) for value, count in pairs)
    if not shares.plausible or (price and not fitting):
        raise SourceChanged(NAME, ("总股本", "流通股"))
    return shares


def share_counts(calls: AkshareCalls, now: Now) -> AkshareFact[Security, Shares]:
    return AkshareFact(
        calls, now, NAME, HOST, SHARES, "stock_individual_info_em", by_code, read, _is_known, no_result
    )


def _is_known(security: Security) -> bool:
    return security.kind == "stock" and (security.exchange != "SH" or security.code.startswith("6"))
