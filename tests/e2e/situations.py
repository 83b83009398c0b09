"""Which tests of the whole product stay together on one worker: a system takes longer to start than to ask.

Not by pytest-xdist's groups: xdist 3.8 writes them into an attribute that pytest 9.2 does not read any more.
"""

from xdist.scheduler.loadscope import LoadScopeScheduling

APART = (
    "campaign",
    "channels",
    "chaos",
    "demo",
    "desk",
    "investor",
    "restart/test_channel",
    "restart/test_desk",
    "scale_out",
    "web",
)
"""Beginnings of files whose tests start a Wenpan of their own, or none; all others share their worker's."""
SHARED = "wenpan"
SHARES_TOO = "desk/test_story.py"
BROKEN = ("restart", "source_down")
"""Of those that share, what breaks parts and sources: it takes as long as all others."""
SHARING = (SHARED, "broken")


def situation(nodeid: str) -> str:
    """The name under which a test stays with others."""
    path = nodeid.partition("::")[0].removeprefix("tests/e2e/")
    apart = next((each for each in APART if path.startswith(each)), None)
    if apart and path != SHARES_TOO:
        return apart
    return SHARING[path.startswith(BROKEN)]


class BySituation(LoadScopeScheduling):
    """Gives a worker all tests of a situation."""

    def _split_scope(self, nodeid: str) -> str:
        return situation(nodeid)
