"""What a code alone tells about a security."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.securities import BadRef, Exchange, Kind, Security, board_of, exchange_of, parse_ref


@pytest.mark.parametrize(
    ("code", "kind", "exchange"),
    [
        ("600519", "stock", "SH"),
        ("688981", "stock", "SH"),
        ("689009", "stock", "SH"),
        ("900901", "stock", "SH"),
        ("000001", "stock", "SZ"),
        ("003816", "stock", "SZ"),
        ("300750", "stock", "SZ"),
        ("302132", "stock", "SZ"),
        ("200725", "stock", "SZ"),
        ("920017", "stock", "BJ"),
        ("430017", "stock", "BJ"),
        ("832000", "stock", "BJ"),
        ("510300", "etf", "SH"),
        ("562500", "etf", "SH"),
        ("588000", "etf", "SH"),
        ("159915", "etf", "SZ"),
        ("161725", "fund", "SZ"),
        ("000001", "index", "SH"),
        ("399001", "index", "SZ"),
        ("899050", "index", "BJ"),
    ],
)
def test_a_code_and_its_kind_tell_the_exchange(code: str, kind: Kind, exchange: Exchange) -> None:
    assert exchange_of(code, kind) == exchange


@pytest.mark.parametrize("code", ["", "60051", "6005190", "60051a", "６００５１９", "999999", "123456"])
def test_what_is_no_share_code_has_no_exchange(code: str) -> None:
    assert exchange_of(code) is None


@pytest.mark.parametrize(
    ("code", "board"),
    [
        ("600519", "主板"),
        ("002594", "主板"),
        ("300750", "创业板"),
        ("302132", "创业板"),
        ("688981", "科创板"),
        ("689009", "科创板"),
        ("920017", "北交所"),
        ("900901", "B股"),
        ("510300", ""),
    ],
)
def test_a_share_code_tells_its_board(code: str, board: str) -> None:
    assert board_of(code) == board


@given(st.sampled_from(["SH", "SZ", "BJ"]), st.from_regex(r"[0-9]{6}", fullmatch=True))
def test_a_ref_comes_back_as_it_was_made(exchange: Exchange, code: str) -> None:
    assert parse_ref(Security(code, exchange, "stock", "", "x").ref) == (exchange, code)


@pytest.mark.parametrize(
    "ref", ["", "600519", "sh600519", "HK00700", "SH60051", "SH600519 ", "SH６００５１９"]
)
def test_a_malformed_ref_is_refused_with_the_ref(ref: str) -> None:
    with pytest.raises(BadRef) as refused:
        parse_ref(ref)
    assert refused.value.ref == ref


def test_a_security_cannot_be_changed() -> None:
    security = Security("600519", "SH", "stock", "主板", "贵州茅台")
    with pytest.raises(dataclasses.FrozenInstanceError):
        security.name = "五粮液"  # type: ignore[misc]
