"""Whatever is sent to the platforms' webhooks, nothing breaks, and what cannot be read leaves nothing.

One gateway with every channel on, whose desk is a team's Chatwoot: its webhook is there, too.
"""

import asyncio
import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.telegram.routes import SECRET_HEADER
from desk.chatwoot.parse import EVENTS
from desk.chatwoot.signature import sign
from gateway.settings import Settings
from tests.fakes.chatwoot.api import chatwoot_app
from tests.fakes.chatwoot.office import Office
from tests.fakes.wechat.envelope import encrypt, nonce, signature, xml
from tests.fakes.wechat.serving import served as fake
from tests.unit.gateway.fuzz.odd import BODIES, HEADS, KINDS, QUERIES
from tests.unit.gateway.fuzz.serving import Served, fuzzed, quiet, routes, serving
from tests.unit.gateway.neighbour import Neighbour
from tests.unit.gateway.platforms import platforms

WECHAT, KF, TELEGRAM, CHATWOOT = WEBHOOKS = (
    "/channels/wechat",
    "/channels/wechat-kf",
    "/channels/telegram",
    "/desk/chatwoot",
)
REFUSALS = {"not_signed_in", '{"error":"bad_signature"}'}
often = hypothesis.settings(quiet, max_examples=quiet.max_examples * 5)
LEAF = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10)
JSON = st.recursive(
    LEAF, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
)
NUMBER = st.sampled_from([0, 1, -1, 2**31, 2**63, 10**30, True, "1", ""]) | JSON
PERSON = st.fixed_dictionaries({"id": NUMBER, "type": st.sampled_from(["private", "group"]) | JSON}) | JSON
MESSAGE = st.fixed_dictionaries(
    {"message_id": NUMBER, "date": NUMBER, "chat": PERSON},
    optional={"text": JSON, "from": PERSON, "photo": JSON, "entities": JSON, "reply_to_message": JSON},
)
UPDATE = st.fixed_dictionaries(
    {"update_id": NUMBER},
    optional={"message": MESSAGE | JSON, "edited_message": MESSAGE, "callback_query": JSON, "poll": JSON},
)
ABOUT = st.fixed_dictionaries({"id": NUMBER})
EVENT = (
    st.fixed_dictionaries({"event": st.sampled_from(sorted(EVENTS)), "id": NUMBER, "conversation": ABOUT})
    | JSON
)
WORD = st.sampled_from(["u1", "1", "9" * 20, "9" * 40, "", "]]>", "\0", "\ufffe"]) | st.text(max_size=10)
FIELDS = st.fixed_dictionaries(
    {
        "MsgType": st.sampled_from(["text", "image", "voice", "location", "event", "file"]) | WORD,
        "FromUserName": st.just("oLVPpjqs9BhvzwPj5A-vTYAX3GLc") | WORD,
        "ToUserName": WORD,
    },
    optional=dict.fromkeys(
        ["MsgId", "CreateTime", "Content", "Event", "EventKey", "MediaId", "MsgID", "Status", "Token"]
        + ["Location_X", "FileTotalLen", "OpenKfId", "Recognition", "SubscribeMsgPopupEvent"],
        WORD,
    ),
)
ALMOST: Mapping[str, st.SearchStrategy[bytes]] = {
    WECHAT: FIELDS.map(lambda fields: xml(fields).encode(errors="replace")),
    KF: FIELDS.map(lambda fields: xml({**fields, "Event": "kf_msg_or_event"}).encode(errors="replace")),
    TELEGRAM: UPDATE.map(lambda update: json.dumps(update).encode()),
    CHATWOOT: EVENT.map(lambda event: json.dumps(event).encode()),
}


@dataclass(frozen=True)
class Signed:
    """A body as its platform sends it."""

    body: bytes
    query: dict[str, str] = field(default_factory=dict)
    heads: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class World:
    """The gateway and what its platforms sign with."""

    served: Served
    known: Mapping[str, str]

    def sign(self, path: str, body: bytes, *, sealed: bool = True) -> Signed:
        if path == TELEGRAM:
            secret = self.known["TELEGRAM_SECRET_TOKEN"]
            return Signed(body, heads={SECRET_HEADER: secret, "Content-Type": "application/json"})
        if path == CHATWOOT:
            now = str(int(time.time()))
            signed = sign(self.known["CHATWOOT_WEBHOOK_SECRET"], now, body)
            return Signed(body, heads={"X-Chatwoot-Timestamp": now, "X-Chatwoot-Signature": signed})
        prefix, receiver = ("WECHAT", "APP_ID") if path == WECHAT else ("WECHAT_KF", "CORP_ID")
        if path == WECHAT and not sealed:
            return Signed(body, self._stamped("WECHAT_TOKEN", "signature"))
        text, key = body.decode(errors="replace"), self.known[f"{prefix}_AES_KEY"]
        return self.enclose(prefix, encrypt(text, key, self.known[f"{prefix}_{receiver}"]))

    def enclose(self, prefix: str, cipher: str) -> Signed:
        """An envelope that its platform signed, whatever is in it."""
        query = self._stamped(f"{prefix}_TOKEN", "msg_signature", cipher)
        return Signed(xml({"Encrypt": cipher}).encode(), query)

    def _stamped(self, token: str, name: str, *covered: str) -> dict[str, str]:
        now, number = str(int(time.time())), nonce()
        return {name: signature(self.known[token], now, number, *covered), "timestamp": now, "nonce": number}

    def post(self, path: str, signed: Signed) -> Any:
        return self.served.send("POST", path, data=signed.body, params=signed.query, headers=signed.heads)


@contextmanager
def outside() -> Iterator[dict[str, str]]:
    """The platforms on loopback in a thread of their own, and the settings of who has connected them."""
    ready: threading.Event = threading.Event()
    told: dict[str, str] = {}
    loop = asyncio.new_event_loop()
    done = asyncio.Event()

    async def run() -> None:
        office = Office()
        async with platforms() as all_three, fake(chatwoot_app(office)) as url:
            told.update(all_three.variables(), CHATWOOT_URL=url, CHATWOOT_API_TOKEN=office.token)
            told.update(CHATWOOT_ACCOUNT_ID=str(office.account), CHATWOOT_INBOX_ID=str(office.inbox))
            told.update(DESK="chatwoot", CHATWOOT_WEBHOOK_SECRET=office.secret)
            ready.set()
            await done.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(run(),), daemon=True)
    thread.start()
    assert ready.wait(30)
    try:
        yield told
    finally:
        loop.call_soon_threadsafe(done.set)
        thread.join(20)
        loop.close()


@pytest.fixture(scope="module")
def world(
    postgres: Any, postgres_dsn: str, migrated_template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    with (
        fuzzed(postgres, postgres_dsn, migrated_template) as dsn,
        Neighbour() as neighbour,
        outside() as known,
    ):
        threading.Thread(target=neighbour.serve_forever, daemon=True).start()
        environ = {**known, **_beside(neighbour.url, tmp_path_factory.mktemp("received"))}
        settings = Settings.read(environ, lambda name: f"kept-secret-{name}")
        with serving(settings, dsn) as running:
            yield World(running, known)
        neighbour.shutdown()


def _beside(url: str, folder: Path) -> dict[str, str]:
    own = {"PUBLIC_URL": "http://127.0.0.1:8000", "RECEIVED_DIR": str(folder)}
    return {**own, "RASA_URL": url, "ACTIONS_URL": f"{url}/webhook", "MARKET_MODE": "demo"}


def test_all_webhooks_are_there(world: World) -> None:
    assert set(WEBHOOKS) <= {route.path for route in routes(world.served.app)}


@pytest.mark.parametrize("path", WEBHOOKS)
def test_what_no_platform_signed_is_refused_and_nothing_is_stored(world: World, path: str) -> None:
    before = world.served.stored()
    odd = st.dictionaries(
        st.sampled_from(["signature", "msg_signature", "timestamp", "nonce", "echostr", "encrypt_type"]), WORD
    )

    @often
    @given(body=BODIES | ALMOST[path], kind=KINDS, query=odd, heads=HEADS, more=QUERIES)
    def refused(
        body: bytes, kind: str | None, query: dict[str, str], heads: dict[str, str], more: Any
    ) -> None:
        encoded = {"Content-Type": kind, **{name: value.encode("latin-1") for name, value in heads.items()}}
        params = [*query.items(), *more]
        answer = world.served.send("POST", path, data=body, params=params, headers=encoded)
        assert (answer.status_code, answer.text in REFUSALS) in ((401, True), (403, True)), answer.text
        if path in (WECHAT, KF):
            assert world.served.send("GET", path, params=params, headers=encoded).status_code == 401

    refused()
    assert world.served.stored() == before


@pytest.mark.parametrize("path", WEBHOOKS)
def test_signed_bytes_that_cannot_be_read_are_acknowledged_and_nothing_is_stored(
    world: World, path: str
) -> None:
    before = world.served.stored()

    @often
    @given(body=BODIES, sealed=st.booleans())
    def forgotten(body: bytes, sealed: bool) -> None:
        answer = world.post(path, world.sign(path, body, sealed=sealed))
        assert answer.status_code == 200, (answer.status_code, answer.text, body[:100])

    forgotten()
    assert world.served.stored() == before


@pytest.mark.parametrize("prefix", ["WECHAT", "WECHAT_KF"])
def test_a_signed_cipher_that_opens_to_nothing_is_acknowledged_and_nothing_is_stored(
    world: World, prefix: str
) -> None:
    path, before = WECHAT if prefix == "WECHAT" else KF, world.served.stored()

    @often
    @given(cipher=st.text(max_size=100) | st.binary(max_size=100).map(lambda raw: raw.hex()))
    def forgotten(cipher: str) -> None:
        assert world.post(path, world.enclose(prefix, cipher)).status_code in (200, 401)

    forgotten()
    assert world.served.stored() == before


@pytest.mark.parametrize("path", WEBHOOKS)
def test_what_almost_is_a_message_breaks_nothing(
    world: World, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither the call nor the work that it wakes."""

    @often
    @given(body=ALMOST[path], sealed=st.booleans())
    def holds(body: bytes, sealed: bool) -> None:
        answer = world.post(path, world.sign(path, body, sealed=sealed))
        assert answer.status_code == 200, (answer.status_code, answer.text, body)

    holds()
    assert "background work broke" not in caplog.text
