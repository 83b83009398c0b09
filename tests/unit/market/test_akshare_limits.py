"""What akshare's requests are held to: the time of their thread, and the status of the answer."""

import asyncio

import pytest
import requests

from market.errors import SourceBanned, SourceUnavailable, foreign_errors
from market.sources.akshare_limits import install, within
from tests.fakes.upstreams import Upstreams

ADDRESS = "https://qt.gtimg.cn/q=sh600519"


def ask() -> requests.Response:
    return requests.get(ADDRESS)  # noqa: S113 (as akshare does it)


async def test_a_failing_server_is_no_data_within_a_limit(upstreams: Upstreams) -> None:
    install()
    upstreams.switch("qt.gtimg.cn", "5xx")

    def limited() -> None:
        with within(2), foreign_errors("x"):
            ask()

    with pytest.raises(SourceUnavailable, match="status 503"):
        await asyncio.to_thread(limited)
    assert (await asyncio.to_thread(ask)).status_code == 503  # whoever is under no limit sees it as it is


def test_a_refusal_is_a_ban() -> None:
    refused = requests.Response()
    refused.status_code = 418
    with pytest.raises(SourceBanned), foreign_errors("x"):
        raise requests.HTTPError(response=refused)


def test_when_the_time_is_up_nothing_is_asked_any_more() -> None:
    install()
    with within(0), pytest.raises(requests.Timeout):
        ask()
