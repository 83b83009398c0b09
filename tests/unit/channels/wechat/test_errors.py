"""Every code that we know of has a name, and every failure a meaning for what was to be sent."""

import pytest

from channels.errors import MediaAway, MediaGone, TokenAway
from channels.wechat import errors
from channels.wechat.errors import WechatError, delivery_error, media_error, named
from conversations.sending import (
    DeliveryError,
    NotSent,
    OutcomeUnknown,
    RateLimited,
    RecipientGone,
    Undeliverable,
    WindowClosed,
)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (-1, errors.Busy),
        (40001, errors.TokenRefused),
        (40014, errors.TokenRefused),
        (42001, errors.TokenRefused),
        (40003, errors.UserGone),
        (40007, errors.FileGone),
        (40164, errors.AddressRefused),
        (43004, errors.UserGone),
        (43101, errors.UserGone),
        (45002, errors.TooLong),
        (45009, errors.DayOver),
        (45011, errors.Throttled),
        (45015, errors.TooLate),
        (45047, errors.QuotaUsed),
        (45080, errors.TypingRefused),
        (45081, errors.TypingRefused),
        (48001, errors.NotPermitted),
        (99999, errors.Refused),
    ],
)
def test_codes_have_names(code: int, kind: type[errors.Told]) -> None:
    error = named(code)
    assert type(error) is kind
    assert error.code == code


@pytest.mark.parametrize(
    ("failure", "meaning"),
    [
        (errors.NoAnswer(), OutcomeUnknown),
        (errors.NotReached(), NotSent),
        (TokenAway(), NotSent),
        (named(-1), NotSent),
        (named(42001), NotSent),
        (named(45011), RateLimited),
        (named(45009), RateLimited),
        (named(40164), RateLimited),
        (named(40125), RateLimited),
        (named(45015), WindowClosed),
        (named(45047), WindowClosed),
        (named(43004), RecipientGone),
        (named(40003), RecipientGone),
        (named(45002), Undeliverable),
        (named(48001), Undeliverable),
        (named(99999), Undeliverable),
    ],
)
def test_failures_have_a_meaning_for_a_message(
    failure: WechatError | TokenAway, meaning: type[DeliveryError]
) -> None:
    assert type(delivery_error(failure)) is meaning


def test_a_day_that_is_over_is_waited_for_longer_than_a_minute_that_is_full() -> None:
    day, minute = delivery_error(named(45009)), delivery_error(named(45011))
    assert isinstance(day, RateLimited)
    assert isinstance(minute, RateLimited)
    assert day.retry_after > minute.retry_after


def test_only_a_file_that_wechat_has_lost_is_gone() -> None:
    assert type(media_error(named(40007))) is MediaGone
    for failure in (named(45011), named(40164), errors.NoAnswer(), errors.NotReached(), TokenAway()):
        assert type(media_error(failure)) is MediaAway
