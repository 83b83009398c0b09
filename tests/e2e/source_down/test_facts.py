"""Facts whose first source fails: the next one answers and is named, or it is said that nobody can."""

import pytest

from tests.e2e.dialogue import Says, talk
from tests.e2e.system import System, wait_for
from tests.e2e.upstreams import AKSHARE, Upstreams
from tests.fakes.upstreams.proxy import Mode

CNINFO, CNINFO_TITLES = "webapi.cninfo.com.cn", "www.cninfo.com.cn"

BARS: dict[Mode, str] = {
    "ban": "浦发银行",
    "hang": "510500",
    "missing_column": "518880",
    "truncated": "588000",
}


@pytest.mark.parametrize(("fault", "name"), BARS.items())
def test_bars_come_from_the_next_house(fresh: System, upstreams: Upstreams, fault: Mode, name: str) -> None:
    upstreams.spoil(AKSHARE, fault)
    talk(fresh, [Says(f"{name}日K", ["日K"], never=["东方财富"], topic="QUO12")])


def test_announcements_come_from_the_next_house(fresh: System, upstreams: Upstreams) -> None:
    upstreams.spoil(CNINFO_TITLES, "5xx")
    talk(fresh, [Says("华图山鼎最近有什么公告", ["华图山鼎", "东方财富"], topic="QUO04")])


def test_when_nobody_can_say_that_is_said(fresh: System, upstreams: Upstreams) -> None:
    upstreams.spoil_all("5xx")
    talk(
        fresh,
        [
            Says("腾远钴业最近有什么公告", ["暂时取不到腾远钴业"], topic="QUO04"),
            Says("贵州茅台日K", ["暂时取不到贵州茅台"], topic="QUO12"),
        ],
    )


def test_a_report_names_what_could_not_be_had(fresh: System, upstreams: Upstreams) -> None:
    upstreams.spoil_all("5xx")
    sender = fresh.new_sender()
    [reply] = talk(fresh, [Says("帮我分析下五粮液", topic="QUO11")], sender)
    seen = reply.body["seq"]
    wait_for(lambda: bool(fresh.messages(sender, after=seen)), 60, "no report came")
    [report] = fresh.messages(sender, after=seen)
    assert "暂缺：" in report["text"]
    assert "估值" in report["text"]
    assert "走势图" in report["text"]
    assert "（暂时取不到）" in report["text"]
