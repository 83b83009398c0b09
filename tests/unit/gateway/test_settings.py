"""Settings are read once, and everything wrong with them is said at once."""

import re
import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.credentials import Telegram, Wechat, WechatKf
from gateway.errors import SettingsFaulty
from gateway.platforms import Platforms
from gateway.settings import CHECKOUT, kept_secret, with_file
from tests.unit.gateway.reading_settings import faults, read
from tests.unit.own_files import own_products, own_questionnaires

SETTINGS = (
    "settings.py",
    "platforms.py",
    "desk_settings.py",
    "backup_settings.py",
    "own_files.py",
    "limit_settings.py",
    "telling_settings.py",
)
LONG = "a-secret-of-enough-characters"
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
WECHAT = {"WECHAT_APP_ID": "wx1", "WECHAT_APP_SECRET": "s1", "WECHAT_TOKEN": "token1"}
WECHAT_KF = {
    "WECHAT_KF_CORP_ID": "ww1",
    "WECHAT_KF_SECRET": "s2",
    "WECHAT_KF_TOKEN": "token2",
    "WECHAT_KF_AES_KEY": AES_KEY,
    "WECHAT_KF_OPEN_KFIDS": "wk1, wk2,",
}
TELEGRAM = {"TELEGRAM_BOT_TOKEN": "1:a", "TELEGRAM_SECRET_TOKEN": "s-3"}


def test_nothing_needs_to_be_set() -> None:
    settings = read()
    assert settings.database_url is None
    assert (settings.port, settings.rasa_port, settings.actions_port) == (8000, 5005, 5055)
    assert settings.market_mode == "auto"
    assert settings.public_url is None
    assert settings.platforms == Platforms(wechat=None, wechat_kf=None, telegram=None)
    assert settings.voice_recogniser is None
    assert settings.session_secret == "kept-secret-of-this-test-SESSION_SECRET"


def test_blank_means_not_set() -> None:
    assert read(PORT=" ", MARKET_MODE="", PUBLIC_URL="  ", RASA_TOKEN="") == read()


@pytest.mark.parametrize(
    ("name", "value", "field", "wanted"),
    [
        ("PORT", " 9000 ", "port", 9000),
        ("HOST", "127.0.0.1", "host", "127.0.0.1"),
        ("MARKET_MODE", "Demo", "market_mode", "demo"),
        ("PUBLIC_URL", "https://chat.example.com/", "public_url", "https://chat.example.com"),
        ("DATABASE_URL", "postgresql://u:p@db/wenpan", "database_url", "postgresql://u:p@db/wenpan"),
        ("RASA_URL", "http://localhost:6005", "rasa_port", 6005),
        ("RASA_URL", "http://brain.internal:5005", "rasa_port", None),
        ("ACTIONS_URL", "http://[::1]:7055/webhook", "actions_port", 7055),
        ("RASA_TOKEN", LONG, "rasa_token", LONG),
        ("MEDIA_DIR", "", "media_dir", CHECKOUT / "var" / "media"),
        ("MEDIA_DIR", "/srv/media", "media_dir", Path("/srv/media")),
        ("CRISIS_LINE", "", "crisis_line", "12356"),
        ("CRISIS_LINE", "12355", "crisis_line", "12355"),
        ("DRAIN_NOTICE", "", "drain_notice", 0),
        ("DRAIN_NOTICE", "10", "drain_notice", 10),
        ("ACTIONS_HOST", "0.0.0.0", "actions_host", "0.0.0.0"),  # noqa: S104
    ],
)
def test_a_value_is_taken_as_meant(name: str, value: str, field: str, wanted: object) -> None:
    assert getattr(read(**{name: value}), field) == wanted


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("PORT", "0", "PORT is '0', but must be a port number from 1 to 65535."),
        ("KEEP_DAYS", "30", "KEEP_DAYS is 30, but must be 31 days at least."),
        ("PORT", "65536", "PORT is '65536', but must be a port number from 1 to 65535."),
        ("PORT", "８０００", "PORT is '８０００', but must be a port number from 1 to 65535."),
        ("DRAIN_NOTICE", "301", "DRAIN_NOTICE is '301', but must be a number of seconds from 1 to 300."),
        ("MARKET_MODE", "test", "MARKET_MODE is 'test', but must be one of auto, live, demo."),
        ("RASA_URL", "localhost:5005", "RASA_URL is 'localhost:5005', but must be an address like"),
        ("ACTIONS_URL", "http://127.0.0.1:many", "ACTIONS_URL is 'http://127.0.0.1:many', but must be"),
        ("PUBLIC_URL", "ftp://example.com", "PUBLIC_URL is 'ftp://example.com', but must be an address"),
        ("TELEGRAM_MODE", "push", "TELEGRAM_MODE is 'push', but must be one of webhook, polling."),
        ("DATABASE_URL", "mysql://root:hunter2@db", "DATABASE_URL must begin with postgresql://"),
        (
            "DATABASE_URL",
            "postgresql://u:hunter2@[db/w",
            "DATABASE_URL is no address that PostgreSQL's client",
        ),
        ("SESSION_SECRET", "changeme", "SESSION_SECRET must have at least 16 characters"),
        (
            "WECHAT_APP_ID",
            "wx1",
            "WECHAT_APP_ID is set, but WECHAT_APP_SECRET, WECHAT_TOKEN is not",
        ),
        (
            "WECHAT_AES_KEY",
            AES_KEY,
            "WECHAT_AES_KEY is set, but WECHAT_APP_ID, WECHAT_APP_SECRET, WECHAT_TOKEN is not",
        ),
        (
            "WECHAT_KF_OPEN_KFIDS",
            "wk1",
            "WECHAT_KF_OPEN_KFIDS is set, but WECHAT_KF_CORP_ID, WECHAT_KF_SECRET, WECHAT_KF_TOKEN,",
        ),
        ("WECHAT_KF_TRANSFER", "ours", "WECHAT_KF_TRANSFER is 'ours', but must be one of none, native."),
        ("TELEGRAM_BOT_TOKEN", "1:a", "TELEGRAM_BOT_TOKEN is set, but TELEGRAM_SECRET_TOKEN is not"),
        ("TELEGRAM_PROXY", "user:hunter2@proxy", "TELEGRAM_PROXY must be an address like"),
        ("TELEGRAM_ACCOUNT_DATA", "maybe", "TELEGRAM_ACCOUNT_DATA is 'maybe', but must be one of no, yes."),
        ("RECEIVED_DIR", "var/media", "RECEIVED_DIR must be another folder than MEDIA_DIR."),
        ("VOICE_RECOGNISER", "whisper 'zh", "VOICE_RECOGNISER is no command line: No closing quotation."),
        ("VOICE_RECOGNISER", "/no/such/program -l zh", "VOICE_RECOGNISER begins with '/no/such/program',"),
    ],
)
def test_a_fault_is_a_sentence_that_names_the_variable(name: str, value: str, sentence: str) -> None:
    (fault,) = faults(**{name: value})
    assert fault.startswith(sentence)


def test_all_faults_are_told_together() -> None:
    told = faults(PORT="x", MARKET_MODE="y", RASA_TOKEN="short")
    assert [fault.split()[0] for fault in told] == ["PORT", "RASA_TOKEN", "MARKET_MODE"]


def test_a_polling_telegram_bot_needs_no_webhook_secret() -> None:
    telegram = read(TELEGRAM_MODE="polling", TELEGRAM_BOT_TOKEN="1:a").platforms.telegram
    assert telegram == Telegram(bot_token="1:a", mode="polling")


def test_the_credentials_of_each_channel_are_read_as_meant() -> None:
    assert read(**WECHAT, **WECHAT_KF, **TELEGRAM).platforms == Platforms(
        wechat=Wechat(app_id="wx1", app_secret="s1", token="token1"),
        wechat_kf=WechatKf(
            corp_id="ww1", secret="s2", token="token2", aes_key=AES_KEY, open_kfids=("wk1", "wk2")
        ),
        telegram=Telegram(bot_token="1:a", secret_token="s-3"),
    )


@pytest.mark.parametrize(
    ("given", "name", "value"),
    [
        (WECHAT, "WECHAT_TOKEN", "hunter2 with blanks"),
        (WECHAT, "WECHAT_AES_KEY", "hunter2"),
        (WECHAT_KF, "WECHAT_KF_AES_KEY", f"{AES_KEY}="),
        (TELEGRAM, "TELEGRAM_BOT_TOKEN", "hunter2"),
        (TELEGRAM, "TELEGRAM_SECRET_TOKEN", "hunter2!"),
    ],
)
def test_a_credential_that_cannot_be_right_is_a_fault_that_does_not_repeat_it(
    given: dict[str, str], name: str, value: str
) -> None:
    (fault,) = faults(**{**given, name: value})
    assert fault.startswith(f"{name} must be ")
    assert value not in fault


def test_a_recogniser_is_a_program_and_its_arguments() -> None:
    command = read(VOICE_RECOGNISER="sh -c 'echo 你好'").voice_recogniser
    assert command == ("sh", "-c", "echo 你好")


def test_secrets_show_neither_in_repr_nor_in_faults() -> None:
    secret = "hunter2-hunter2-hunter2"
    given = dict.fromkeys(("RASA_TOKEN", "INTERNAL_TOKEN", "SESSION_SECRET"), secret)
    proxy = f"http://u:{secret}@proxy:3128"
    channels = {**WECHAT, **WECHAT_KF, **TELEGRAM, "WECHAT_AES_KEY": AES_KEY, "TELEGRAM_PROXY": proxy}
    shown = repr(read(**given, **channels, DATABASE_URL=f"postgresql://u:{secret}@db/w"))
    assert not [hidden for hidden in (secret, AES_KEY, "s1", "s2", "s-3", "token1", "1:a") if hidden in shown]
    assert "market_mode='auto'" in shown
    assert "hunter2" not in str(faults(DATABASE_URL="mysql://root:hunter2@db", SESSION_SECRET="hunter2"))


@given(
    st.dictionaries(st.sampled_from(["PORT", "RASA_URL", "PUBLIC_URL", "MARKET_MODE"]), st.text(max_size=40))
)
def test_any_text_is_a_setting_or_a_fault(environ: dict[str, str]) -> None:
    named: tuple[str, ...] = ()
    settings = None
    try:
        settings = read(**environ)
    except SettingsFaulty as failure:
        named = tuple(fault.split()[0] for fault in failure.faults)
    assert set(named) <= set(environ)
    assert bool(named) == (settings is None)
    assert settings is None or 0 < settings.port < 65536


def test_children_read_the_same_settings_again() -> None:
    ours = {"PORT": "9000", "MARKET_MODE": "demo", "VOICE_RECOGNISER": "sh -c 'echo 你好'"}
    more = {
        "PUBLIC_URL": "https://chat.example.com",
        "RECEIVED_DIR": "/srv/r",
        "TELEGRAM_ACCOUNT_DATA": "yes",
    }
    settings = read(**ours, **more, **WECHAT, **WECHAT_KF, **TELEGRAM)
    again = read(**settings.environment("postgresql:///wenpan"))
    assert again == replace(settings, database_url="postgresql:///wenpan")


def test_a_secret_is_made_once_and_kept_from_others(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        values = set(pool.map(lambda _: kept_secret(tmp_path / "secrets", "RASA_TOKEN"), range(8)))
    assert len(values) == 1
    assert len(values.pop()) >= 32
    (kept,) = (tmp_path / "secrets").iterdir()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("# ours\nPORT=9001\nMARKET_MODE=live\n")
    settings = read(**with_file(tmp_path / ".env", {"MARKET_MODE": "demo"}))
    assert (settings.port, settings.market_mode) == (9001, "demo")


def test_without_a_file_the_environment_is_all(tmp_path: Path) -> None:
    assert with_file(tmp_path / ".env", {"PORT": "9001"}) == {"PORT": "9001"}


def test_every_setting_is_explained_in_the_example_and_nothing_else() -> None:
    sources = [(CHECKOUT / "gateway" / name).read_text() for name in SETTINGS]
    read_by_us = set(re.findall(r'"([A-Z][A-Z_]+[A-Z])"', "".join(sources)))
    explained = set(re.findall(r"^([A-Z_]+)=", (CHECKOUT / ".env.example").read_text(), re.M))
    assert explained == read_by_us


def test_the_faults_of_the_brokers_file_are_told_with_the_others(tmp_path: Path) -> None:
    file = tmp_path / "broker.yml"
    file.write_text("hotlin: 1\n", encoding="utf-8")
    port, broker = faults(PORT="0", BROKER_FILE=str(file))
    assert port.startswith("PORT is")
    assert broker == f"BROKER_FILE: {file} sets 'hotlin', which is no parameter."


def test_the_action_server_is_told_of_the_brokers_file(tmp_path: Path) -> None:
    file = tmp_path / "broker.yml"
    file.write_text("name: 某某证券\n", encoding="utf-8")
    assert read(BROKER_FILE=str(file)).environment("")["BROKER_FILE"] == str(file)
    assert read().environment("")["BROKER_FILE"] == ""


def test_the_action_server_is_told_of_own_products_and_questionnaires(tmp_path: Path) -> None:
    own = {"PRODUCTS_FILE": own_products(tmp_path), "QUESTIONNAIRES_DIR": own_questionnaires(tmp_path)}
    assert {name: read(**own).environment("")[name] for name in own} == own
    assert {read().environment("")[name] for name in own} == {""}


def test_the_faults_of_own_products_and_questionnaires_are_told_with_the_others(tmp_path: Path) -> None:
    own = {"PRODUCTS_FILE": own_products(tmp_path, level="R9"), "QUESTIONNAIRES_DIR": str(tmp_path / "none")}
    told = faults(PORT="0", **own)
    assert [fault.split(":")[0].split()[0] for fault in told] == [
        "PORT",
        "PRODUCTS_FILE",
        "QUESTIONNAIRES_DIR",
    ]
