"""Sources that fail: every test begins with all sources trusted, and asks for a share nobody asked for."""

from collections.abc import Iterator

import pytest

from tests.e2e.dialogue import Says, talk
from tests.e2e.system import System
from tests.e2e.upstreams import Upstreams

# More than there are tests: one asked again within a minute would be answered without asking a source.
UNRECORDED = iter(
    [
        "农业银行",
        "工商银行",
        "建设银行",
        "中国银行",
        "交通银行",
        "邮储银行",
        "兴业银行",
        "民生银行",
        "光大银行",
        "华夏银行",
        "北京银行",
        "南京银行",
        "宁波银行",
        "江苏银行",
        "上海银行",
        "杭州银行",
        "成都银行",
        "贵阳银行",
        "长沙银行",
        "郑州银行",
        "青岛银行",
        "西安银行",
        "重庆银行",
        "苏州银行",
    ]
)


@pytest.fixture(scope="module")
def empty(started: System) -> System:
    """The product with an action server that has asked nobody yet."""
    started.wait_healthy()
    started.restart("actions")
    return started


@pytest.fixture
def fresh(empty: System, upstreams: Upstreams) -> Iterator[System]:
    """Afterwards all sources answer once, if only that they do not know, and so are trusted again."""
    yield empty
    upstreams.mend()
    talk(empty, [Says(f"{next(UNRECORDED)}多少钱")])
