"""What operators see of the sources while investors ask: the command's table, and the metrics."""

import re
import subprocess

import pytest

from tests.e2e.dialogue import Says, talk
from tests.e2e.system import System

ASKED = (
    "平安银行多少钱",
    "平安银行是做什么的",
    "平安银行市盈率多少",
    "平安银行会不会退市",
    "浦发银行会不会退市",
    "看下浦发银行的日K",
    "华图山鼎最近有什么公告",
    "今天有什么大新闻",
    "今天哪些板块涨得好",
    "161725基金净值多少",
    "最近有哪些新股可以申购",
)
FEWEST_HOSTS = 12
UP = re.compile(r'^wenpan_source_up\{host="([^"]+)",source="[^"]+"\} 1\.0$', re.MULTILINE)


@pytest.fixture(scope="module")
def asked(started: System) -> System:
    started.wait_healthy()
    for question in ASKED:
        talk(started, [Says(question)])
    return started


def test_the_metrics_hold_every_source_that_has_answered(asked: System) -> None:
    up = set(UP.findall(asked.metrics_of_actions()))
    assert len(up) >= FEWEST_HOSTS, sorted(up)
    assert {"qt.gtimg.cn", "webapi.cninfo.com.cn", "push2his.eastmoney.com", "www.szse.cn"} <= up


def test_the_command_prints_the_sources_of_the_running_product(asked: System) -> None:
    printed = subprocess.run(
        [asked.folder / ".venv/bin/python", "-m", "gateway.sources"],
        cwd=asked.folder,
        env=dict(asked.variables),
        capture_output=True,
        text=True,
        timeout=60,
    )
    head, columns, *lines = printed.stdout.splitlines()
    assert (printed.returncode, head) == (0, "Sources, as the running action server has seen them:")
    assert columns.split()[:3] == ["source", "host", "state"]
    states = {host: state for _, host, state, *_ in map(str.split, lines)}
    assert states["qt.gtimg.cn"] == "ok"
    assert sum(state == "ok" for state in states.values()) >= FEWEST_HOSTS
    assert "unasked" in states.values(), "a source that nobody needed is listed all the same"
