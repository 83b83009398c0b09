"""What an operator is told of the channels: what works, what does not, what to do, and never a secret."""

import asyncio
import threading
from collections.abc import Callable, Iterator, Mapping

import pytest

from channels.channel import Finding
from gateway.channels_check import findings_of, page, sorted_out
from gateway.settings import Settings
from gateway.wechat_menu import give_menu
from tests.unit.gateway.platforms import Platforms, platforms

NOWHERE = "http://127.0.0.1:9"  # the discard port: nobody listens
PUBLIC = {"PUBLIC_URL": "https://chat.example.com"}
Shown = Callable[..., tuple[str, bool]]


def settings(**environ: str) -> Settings:
    return Settings.read(environ, lambda name: f"kept-secret-{name}")


@pytest.fixture(scope="module")
def fakes() -> Iterator[Platforms]:
    """The platforms in a thread of their own, for all tests here."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    running = platforms()
    yield asyncio.run_coroutine_threadsafe(running.__aenter__(), loop).result(20)
    asyncio.run_coroutine_threadsafe(running.__aexit__(None, None, None), loop).result(20)
    loop.call_soon_threadsafe(loop.stop)
    thread.join()


@pytest.fixture
def shown(fakes: Platforms, database_url: str) -> Shown:
    """The page for these variables on top of what works, and whether all of it is well."""

    def show(dsn: str = database_url, **changes: str) -> tuple[str, bool]:
        environ: Mapping[str, str] = {**fakes.variables(), **PUBLIC, **changes}
        of = settings(**environ)
        found = asyncio.run(findings_of(of, dsn, patience=1.0))
        checked = sorted_out(of, found, environ)
        well = all(finding.ok for each in checked for finding in each.findings)
        told = page(checked)
        for name in ("SECRET", "TOKEN", "AES_KEY"):
            assert not [
                value for key, value in environ.items() if key.endswith(name) and value and value in told
            ]
        return told, well

    return show


def test_what_is_right_is_said_to_work(shown: Shown) -> None:
    told, well = shown()
    assert well, told
    assert [line for line in told.splitlines() if line.endswith(": on")] == [
        "WeChat: on",
        "WeChat customer service: on",
        "Telegram: on",
    ]
    assert "  set      WECHAT_APP_ID, WECHAT_APP_SECRET, WECHAT_TOKEN, WECHAT_AES_KEY, WECHAT_API" in told
    assert "✗" not in told
    assert told.endswith("All that is configured works.")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"WECHAT_APP_SECRET": "0" * 32}, "WECHAT_APP_SECRET"),
        ({"WECHAT_API_BASE": NOWHERE}, "cannot be reached"),
        ({"WECHAT_KF_SECRET": "wrong"}, "WECHAT_KF_SECRET"),
        ({"WECHAT_KF_OPEN_KFIDS": "wkUnknown"}, "wkUnknown"),
        ({"WECHAT_KF_API_BASE": NOWHERE}, "cannot be reached"),
        ({"TELEGRAM_BOT_TOKEN": "1:a"}, "Telegram does not know this bot token."),
        ({"TELEGRAM_API_BASE": NOWHERE}, "cannot be reached"),
        ({"PUBLIC_URL": ""}, "PUBLIC_URL is not set"),
    ],
)
def test_what_is_wrong_is_named_with_what_to_do(shown: Shown, changes: dict[str, str], sentence: str) -> None:
    told, well = shown(**changes)
    assert not well
    lines = told.splitlines()
    wrong = [number for number, line in enumerate(lines) if line.startswith("  ✗ ")]
    assert any(sentence in lines[number] for number in wrong)
    assert all(lines[number + 1].startswith("    → ") for number in wrong)
    assert lines[-1].startswith(f"{len(wrong)} to be mended")


def test_without_the_database_that_is_said_and_nothing_else(shown: Shown) -> None:
    told, well = shown(dsn="postgresql://127.0.0.1:9/none")
    assert not well
    assert told.count("  ✗ The database of DATABASE_URL cannot be reached.") == 3


def test_a_database_without_tables_is_said_to_have_none(shown: Shown, postgres_dsn: str) -> None:
    told, _ = shown(dsn=postgres_dsn)
    assert told.count("  ✗ The database has no tables of Wenpan yet.") == 3


def test_a_channel_that_is_off_is_no_fault() -> None:
    told = page(sorted_out(settings(), {}, {}))
    assert "WeChat customer service: off (WECHAT_KF_CORP_ID is not set)" in told
    assert told.endswith("No channel is configured; docs/channels.md leads through each.")


def test_what_is_not_set_is_named() -> None:
    environ = {"TELEGRAM_BOT_TOKEN": "1:a", "TELEGRAM_MODE": "polling"}
    told = page(sorted_out(settings(**environ), {"telegram": [Finding(True, "It works.")]}, environ))
    assert "  set      TELEGRAM_BOT_TOKEN, TELEGRAM_MODE\n" in told
    assert "  not set  TELEGRAM_SECRET_TOKEN, TELEGRAM_API_BASE," in told


def test_the_menu_is_given_to_the_account(fakes: Platforms, database_url: str) -> None:
    wechat = settings(**fakes.variables()).platforms.wechat
    assert wechat is not None
    entries = asyncio.run(give_menu(wechat, database_url))
    assert fakes.wechat.menu is not None
    assert entries == sum(len(top["sub_button"]) for top in fakes.wechat.menu["button"])
