"""What is printed when all is up."""

import pytest

from gateway.__main__ import banner, market_words
from gateway.settings import Settings


def settings(**environ: str) -> Settings:
    return Settings.read(environ, lambda name: f"kept-secret-{name}")


def test_the_addresses_are_told() -> None:
    assert "http://127.0.0.1:9000/\n" in banner(settings(PORT="9000"), {"mode": "live"})
    public = banner(settings(PUBLIC_URL="https://chat.example.com"), {"mode": "live"})
    assert "https://chat.example.com/\n" in public


@pytest.mark.parametrize(
    ("market", "words"),
    [
        ({"mode": "live", "reason": "source_answers"}, "live sources"),
        (
            {"mode": "demo", "reason": "asked"},
            "DEMO DATA of the past (MARKET_MODE=demo); every answer says so",
        ),
        (
            {"mode": "demo", "reason": "no_source_answers"},
            "DEMO DATA of the past (no live source can be reached); every answer says so",
        ),
    ],
)
def test_demo_data_is_never_taken_for_todays(market: dict[str, str], words: str) -> None:
    assert market_words(market) == words
    assert words in banner(settings(), market)


def test_a_channel_without_credentials_says_why_it_is_off() -> None:
    told = banner(settings(TELEGRAM_MODE="polling", TELEGRAM_BOT_TOKEN="1:a"), {"mode": "live"})
    assert "web; WeChat off (no WECHAT_APP_ID), " in told
    assert "WeChat customer service off (no WECHAT_KF_CORP_ID), Telegram on\n" in told
