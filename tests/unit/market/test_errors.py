"""Foreign exceptions become ours, each to the most telling class, with its facts."""

import httpx
import pytest
import requests

from market.errors import (
    MarketError,
    RequestRefused,
    SourceBanned,
    SourceChanged,
    SourceFailed,
    SourceTimeout,
    SourceUnavailable,
    UnknownSecurity,
    foreign_errors,
)


@pytest.mark.parametrize(
    ("foreign", "ours"),
    [
        (httpx.ReadTimeout("slow"), SourceTimeout),
        (requests.ReadTimeout("slow"), SourceTimeout),
        (TimeoutError(), SourceTimeout),
        (httpx.ConnectError("no"), SourceUnavailable),
        (httpx.RemoteProtocolError("cut"), SourceUnavailable),
        (requests.ConnectionError("no"), SourceUnavailable),
        (ConnectionResetError(), SourceUnavailable),
        (requests.JSONDecodeError("<html>", "", 0), SourceBanned),
        (KeyError("data"), SourceChanged),
        (TypeError("None"), SourceChanged),
        (ValueError("Length mismatch"), SourceChanged),
        (RecursionError(), SourceChanged),
    ],
)
def test_each_foreign_error_has_one_of_ours(foreign: Exception, ours: type[SourceFailed]) -> None:
    with pytest.raises(SourceFailed) as caught, foreign_errors("腾讯行情"):
        raise foreign
    assert type(caught.value) is ours
    assert caught.value.__cause__ is foreign
    assert caught.value.source == "腾讯行情"


def test_our_own_errors_pass_unchanged() -> None:
    with pytest.raises(SourceBanned) as caught, foreign_errors("腾讯行情"):
        raise SourceBanned("新浪财经")
    assert caught.value.source == "新浪财经"


def test_facts_are_attributes() -> None:
    assert SourceChanged("新浪财经", ("time",)).facts == {"source": "新浪财经", "missing": ("time",)}
    assert UnknownSecurity("康隆化成", ("SZ300759",)).facts == {"query": "康隆化成", "near": ("SZ300759",)}


def test_the_users_mistake_and_our_failure_are_different_types() -> None:
    assert issubclass(UnknownSecurity, RequestRefused)
    assert not issubclass(SourceFailed, RequestRefused)
    assert issubclass(SourceFailed, MarketError)
