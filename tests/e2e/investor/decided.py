"""What East Money tells of one share whose listing is ended today: a title as the exchange published it."""

import json
from datetime import datetime, timedelta

from market.session import SHANGHAI
from tests.fakes.upstreams.announced import Announced
from tests.fakes.upstreams.eastmoney_announcements import HOST, row

TITLE = "关于公司股票终止上市的公告"  # SSE, 2018-05-23 (600432)


def announce(code: str, name: str) -> tuple[str, bytes]:
    """The host, and its answer to whatever it is asked from now on."""
    now = datetime.now(SHANGHAI)
    told = row(Announced(code, name, TITLE, "终止上市公告", "2018052301"), now.date(), "")
    told["display_time"] = f"{now - timedelta(minutes=1):%Y-%m-%d %H:%M:%S}:000"
    data = {"list": [told], "page_index": 1, "page_size": 100, "total_hits": 1}
    return HOST, json.dumps({"data": data, "error": "", "success": 1}, ensure_ascii=False).encode()
