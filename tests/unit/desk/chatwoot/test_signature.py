"""Only what Chatwoot signed lately is believed, and nothing else breaks us."""

import pytest

from desk.chatwoot.signature import OLDEST, is_signed, sign

SECRET, BODY, NOW = "a secret of the tests", b"{}", 1_772_000_000


def test_what_was_signed_lately_is_believed() -> None:
    for age in (0, OLDEST, -OLDEST):
        at = str(NOW - age)
        assert is_signed(SECRET, at, BODY, sign(SECRET, at, BODY), NOW)


def test_what_is_old_or_of_another_body_or_secret_is_not() -> None:
    now, old = str(NOW), str(NOW - OLDEST - 1)
    assert not is_signed(SECRET, old, BODY, sign(SECRET, old, BODY), NOW)
    assert not is_signed(SECRET, now, b"[]", sign(SECRET, now, BODY), NOW)
    assert not is_signed("another", now, BODY, sign(SECRET, now, BODY), NOW)


@pytest.mark.parametrize(
    ("timestamp", "signature"),
    [("", ""), (str(NOW), "sha256=é"), (str(NOW), "\udcff"), ("1" * 5_000, ""), ("²", ""), ("-1", "")],
)
def test_what_is_no_signature_is_refused(timestamp: str, signature: str) -> None:
    assert not is_signed(SECRET, timestamp, BODY, signature, NOW)
