"""What a company does, from 同花顺 (basic.10jqka.com.cn): the page of its main business."""

from typing import TYPE_CHECKING

from market.company import PROFILE, Profile
from market.errors import SourceChanged
from market.securities import Security
from market.sources.akshare_calls import AkshareCalls
from market.sources.akshare_fact import AkshareFact, Now, by_code
from market.sources.frames import records, text

if TYPE_CHECKING:
    import pandas

NAME = "同花顺"
HOST = "basic.10jqka.com.cn"
COLUMNS = ("主营业务",)


def read(frame: "pandas.DataFrame", security: Security) -> Profile | None:
    """Its business alone: the page says nothing else of what we ask. Raises SourceChanged."""
    rows = records(frame, COLUMNS, NAME)
    if not rows:
        return None
    business = text(rows[0]["主营业务"])
    if not business:
        raise SourceChanged(NAME, COLUMNS)
    return Profile(business=business)


def business(calls: AkshareCalls, now: Now) -> AkshareFact[Security, Profile]:
    return AkshareFact(calls, now, NAME, HOST, PROFILE, "stock_zyjs_ths", by_code, read)
