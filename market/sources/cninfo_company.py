"""Who a company is, from 巨潮资讯 (webapi.cninfo.com.cn), the exchanges' platform of record.

akshare names the columns by their place, so a column that moved is caught by what stands in it.
"""

import re
from typing import TYPE_CHECKING

from market.company import PROFILE, Profile
from market.errors import SourceChanged
from market.securities import Security
from market.sources.akshare_calls import AkshareCalls
from market.sources.akshare_fact import AkshareFact, Now, by_code
from market.sources.frames import Cells, day, records, text

if TYPE_CHECKING:
    import pandas

NAME = "巨潮资讯"
HOST = "webapi.cninfo.com.cn"

COLUMNS = (
    "公司名称",
    "曾用简称",
    "A股代码",
    "B股代码",
    "所属市场",
    "所属行业",
    "法人代表",
    "成立日期",
    "上市日期",
    "官方网站",
    "注册地址",
    "办公地址",
    "主营业务",
)
_BETWEEN_NAMES = re.compile(r"[>→,，;；、\s]+")


def read(frame: "pandas.DataFrame", security: Security) -> Profile | None:
    """The company in akshare's frame. Raises SourceChanged where it is another one, or columns moved."""
    rows = records(frame, COLUMNS, NAME)
    if not rows:
        return None
    cells = rows[0]
    if security.code not in {text(cells["A股代码"]), text(cells["B股代码"])}:
        raise SourceChanged(NAME, ("A股代码",))
    profile = _profile(cells)
    if profile.full_name is None or not profile.full_name.endswith("公司"):
        raise SourceChanged(NAME, ("公司名称",))
    return profile


def _profile(cells: Cells) -> Profile:
    return Profile(
        full_name=text(cells["公司名称"]) or None,
        industry=text(cells["所属行业"]) or None,
        business=text(cells["主营业务"]) or None,
        board=text(cells["所属市场"]) or None,
        founded=day(cells["成立日期"]),
        listing_date=day(cells["上市日期"]),
        registered_place=text(cells["注册地址"]) or None,
        office=text(cells["办公地址"]) or None,
        legal_representative=text(cells["法人代表"]) or None,
        website=text(cells["官方网站"]) or None,
        former_names=tuple(name for name in _BETWEEN_NAMES.split(text(cells["曾用简称"])) if name),
    )


def profile(calls: AkshareCalls, now: Now) -> AkshareFact[Security, Profile]:
    return AkshareFact(calls, now, NAME, HOST, PROFILE, "stock_profile_cninfo", by_code, read)
