"""What East Money tells of one share whose listing is ended today: a title as the exchange published it."""

from datetime import datetime, timedelta

from market.session import SHANGHAI
from tests.fakes.upstreams.announced import Announced
from tests.fakes.upstreams.eastmoney_announcements import HOST, enveloped, row

TITLE = "关于公司股票终止上市的公告"  # SSE, 2018-05-23 (600432)


def announce(code: str, name: str) -> tuple[str, bytes]:
    """The host, and its answer to whatever it is asked from now on."""
    now = datetime.now(SHANGHAI)
    told = row(Announced(code, name, TITLE, "终止上市公告", "2018052301"), now.date(), "")
    told["display_time"] = f"{now - timedelta(minutes=1):%Y-%m-%d %H:%M:%S}:000"
    return HOST, enveloped([told], 100)
