"""Every secret is a marker here, and none is found in what a gateway logs, shows or is started with."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from actions.settings import Settings as ActionSettings
from gateway.errors import SettingsFaulty
from gateway.ports import free_port
from gateway.settings import CHECKOUT, Settings
from tests.unit.gateway.neighbour import Neighbour
from tests.unit.gateway.test_app import away
from tests.unit.gateway.test_serve import wait_until_up

NOWHERE = "http://127.0.0.1:9"  # the discard port: nobody listens
MARK = "mArKeR"
SECRETS = {
    "RASA_TOKEN": f"rasa-{MARK}-0123456789",
    "INTERNAL_TOKEN": f"internal-{MARK}-0123456789",
    "METRICS_TOKEN": f"metrics-{MARK}-0123456789",
    "DATA_KEYS": f"data-{MARK}-0123456789-0123456789-0123456789",
    "SESSION_SECRET": f"session-{MARK}-0123456789",
    "DESK_SECRET_KEY": f"desk-{MARK}-0123456789",
    "WECHAT_APP_SECRET": f"wechat{MARK}",
    "WECHAT_TOKEN": f"wx{MARK}",
    "WECHAT_AES_KEY": f"{MARK}abcdefghijklmnopqrstuvwxyz01234567890"[:43],
    "WECHAT_KF_SECRET": f"kf{MARK}",
    "WECHAT_KF_TOKEN": f"kft{MARK}",
    "WECHAT_KF_AES_KEY": f"{MARK}ABCDEFGHIJKLMNOPQRSTUVWXYZ01234567890"[:43],
    "TELEGRAM_BOT_TOKEN": f"123456:{MARK}",
    "TELEGRAM_SECRET_TOKEN": f"tg-{MARK}",
}
CHATWOOT = {"CHATWOOT_API_TOKEN": f"api-{MARK}", "CHATWOOT_WEBHOOK_SECRET": f"hook-{MARK}"}
ROUND = {
    "WECHAT_APP_ID": "wx1",
    "WECHAT_KF_CORP_ID": "ww1",
    "WECHAT_KF_OPEN_KFIDS": "wk1",
    "PUBLIC_URL": "https://chat.example.com",
    **dict.fromkeys(
        ("WECHAT_API_BASE", "WECHAT_KF_API_BASE", "TELEGRAM_API_BASE", "TELEGRAM_PROXY"), NOWHERE
    ),
}


def read(**environ: str) -> Settings:
    return Settings.read(environ, lambda name: f"kept-{MARK}-{name}")


def test_every_secret_that_can_be_set_is_looked_for_here() -> None:
    names = re.findall(r"(?m)^([A-Z_]+)=", (CHECKOUT / ".env.example").read_text())
    secret = {name for name in names if re.search(r"SECRET|TOKEN|AES_KEY|DATA_KEYS", name)}
    assert secret == {*SECRETS, *CHATWOOT}


def test_no_settings_show_a_secret_when_they_are_printed() -> None:
    url = f"postgresql://wenpan:{MARK}@db/wenpan"
    chatwoot = {
        "DESK": "chatwoot",
        "CHATWOOT_URL": NOWHERE,
        "CHATWOOT_ACCOUNT_ID": "1",
        "CHATWOOT_INBOX_ID": "2",
    }
    proxy = {"TELEGRAM_PROXY": f"http://u:{MARK}@127.0.0.1:3128"}
    whole = read(**{**ROUND, **SECRETS, **chatwoot, **CHATWOOT, **proxy, "DATABASE_URL": url})
    assert whole.desk.chatwoot
    assert whole.platforms.telegram
    actions = ActionSettings.read({**SECRETS, "DATABASE_URL": url})
    for each in (*parts(whole), actions, read()):
        assert MARK not in f"{each!r} {each}"


def parts(settings: Any) -> Iterator[Any]:
    """The settings and all that is inside of them."""
    yield settings
    for field in fields(settings):
        value = getattr(settings, field.name)
        if is_dataclass(value):
            yield from parts(value)


@pytest.mark.parametrize("name", sorted(SECRETS))
def test_a_faulty_secret_is_not_repeated_in_the_complaint(name: str) -> None:
    with pytest.raises(SettingsFaulty) as fault:
        read(**{**ROUND, **SECRETS, name: f"{MARK} ü", "DATABASE_URL": f"mysql://{MARK}", "PORT": "x"})
    assert "PORT is 'x'" in str(fault.value)
    assert MARK not in f"{fault.value} {fault.value!r}"


def test_a_gateway_in_trouble_tells_no_secret_anywhere(
    neighbour: Neighbour, database_url: str, postgres_dsn: str, tmp_path: Path
) -> None:
    """Platforms that are away, bad signatures, a database that goes: what is said of it is looked at."""
    port, log = free_port(), tmp_path / "gateway.log"
    where = f"{database_url}{'&' if '?' in database_url else '?'}password={MARK}"
    environ = {
        **os.environ,
        **ROUND,
        **SECRETS,
        "DATABASE_URL": where,
        "HOST": "127.0.0.1",
        "PORT": str(port),
    }
    environ |= {"RASA_URL": neighbour.url, "ACTIONS_URL": f"{neighbour.url}/webhook"}
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "gateway.serve"], env=environ, stdout=output, stderr=output, text=True
        )
    try:
        wait_until_up(port, process)
        shown = list(trouble(f"http://127.0.0.1:{port}", postgres_dsn, database_url))
        words = Path(f"/proc/{process.pid}/cmdline").read_text()
    finally:
        process.kill()
        process.wait()
    told = log.read_text()
    assert "Application startup complete" in told
    assert "telegram" in told.lower()
    assert len(shown) > 10
    for each in (told, words, *shown):
        assert MARK not in each


def trouble(url: str, postgres_dsn: str, database_url: str) -> Iterator[str]:
    """What is shown while everything goes wrong."""
    with httpx.Client(base_url=url, trust_env=False, timeout=30) as client:
        for method, path in (
            ("GET", "/health"),
            ("GET", "/metrics"),
            ("GET", "/no/such/page"),
            ("DELETE", "/api/chat"),
            ("POST", "/api/chat"),
            ("GET", "/channels/wechat?signature=x&timestamp=1&nonce=1&echostr=1"),
            ("POST", "/channels/wechat?msg_signature=x&timestamp=1&nonce=1"),
            ("POST", "/channels/wechat-kf?msg_signature=x&timestamp=1&nonce=1"),
            ("POST", "/channels/telegram"),
            ("POST", "/desk/api/sign-in"),
            ("GET", "/desk/api/me"),
        ):
            yield answered(client.request(method, path, content=b"<xml><Encrypt>x</Encrypt></xml>"))
        update = {"update_id": 1, "message": {"message_id": 1, "date": int(time.time()), "text": "茅台"}}
        update["message"] |= {"chat": {"id": 1, "type": "private"}, "from": {"id": 1, "is_bot": False}}  # type: ignore[operator]
        known = {"X-Telegram-Bot-Api-Secret-Token": SECRETS["TELEGRAM_SECRET_TOKEN"]}
        yield answered(client.post("/channels/telegram", json=update, headers=known))
        yield answered(client.get("/metrics"))
        with away(database_url, postgres_dsn):
            yield answered(client.get("/health"))


def answered(response: httpx.Response) -> str:
    return f"{response.status_code} {response.headers} {response.text}"
