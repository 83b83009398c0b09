"""What WeChat did not send is turned away, what nobody can read is counted, and the webhook stays up."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from tests.fakes.wechat.envelope import encrypt, signature, xml
from tests.fakes.wechat.platform import Platform
from tests.unit.channels.wechat.conftest import USER
from tests.unit.channels.wechat.webhook import Open, Stand, eventually

TEXT: dict[str, str | int] = {"MsgType": "text", "Content": "贵州茅台", "MsgId": 77}
ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><xml><ToUserName>gh_1</ToUserName>'
    "<FromUserName>o1</FromUserName><MsgType>text</MsgType><Content>&a;</Content><MsgId>1</MsgId></xml>"
)


def message(stand: Stand, **fields: str | int) -> str:
    return xml(stand.phone.content(USER, {**TEXT, **fields}))


async def messages(stand: Stand) -> int:
    return len(await stand.conversations.messages("wechat", USER))


def aged(stand: Stand, seconds: int) -> dict[str, str]:
    """A signature of another time."""
    at = str(int(stand.phone.query()["timestamp"]) + seconds)
    token = stand.phone.platform.account.token
    return {"timestamp": at, "nonce": "1", "signature": signature(token, at, "1")}


async def test_a_call_that_is_not_signed_is_refused(stand: Stand) -> None:
    query = stand.phone.query()
    for broken in query:
        for wrong in ({**query, broken: "1"}, {k: v for k, v in query.items() if k != broken}):
            response = await stand.phone.post(message(stand), wrong)
            assert (response.status_code, response.text) == (401, "not_signed_in")
    assert await messages(stand) == 0


async def test_an_old_call_played_again_is_refused(stand: Stand) -> None:
    for seconds in (-301, 302, -86_400):
        response = await stand.phone.post(message(stand), aged(stand, seconds))
        assert (response.status_code, await messages(stand)) == (401, 0)
    assert (await stand.phone.post(message(stand), aged(stand, -200))).status_code == 200


async def test_a_sealed_call_with_another_message_is_refused(opened: Open) -> None:
    async with opened(mode="safe") as stand:
        _, query = stand.phone.sealed(message(stand), stand.phone.query())
        other, _ = stand.phone.sealed(message(stand, Content="全部卖出"), stand.phone.query())
        assert (await stand.phone.post(other, query)).status_code == 401
        assert await messages(stand) == 0


async def test_the_check_of_our_address_is_refused_to_others(stand: Stand) -> None:
    stand.phone.platform.account = type(stand.phone.platform.account)(token="another")
    assert not await stand.phone.check_url()


async def test_what_cannot_be_read_is_acknowledged_and_counted(stand: Stand) -> None:
    nobody = b"<xml><MsgType>text</MsgType></xml>"
    bodies = (b"", b"{}", b"<xml>", b"\xff\xfe", b"\x00", ENTITIES.encode(), nobody)
    for count, body in enumerate(bodies, 1):
        response = await stand.phone.post(body, stand.phone.query())
        assert (response.status_code, response.text) == (200, "success")
        assert stand.conversations.counters.value("unreadable", "wechat") == count


async def test_an_event_of_an_unknown_kind_is_acknowledged_and_counted(stand: Stand) -> None:
    assert (await stand.phone.event(USER, "no_such_event")).taken
    assert (await stand.phone.event(USER, "CLICK", "a\nb")).taken
    assert (await stand.phone.event(USER, "CLICK", "k" * 500)).taken
    assert stand.conversations.counters.value("unreadable", "wechat") == 3


async def test_a_broken_cipher_is_acknowledged_and_counted(opened: Open) -> None:
    async with opened(mode="safe") as stand:
        account, query = stand.phone.platform.account, stand.phone.query()
        for cipher in ("AAAA", encrypt("no xml", account.aes_key, account.app_id)):
            signed = signature(account.token, query["timestamp"], query["nonce"], cipher)
            sealed = {**query, "encrypt_type": "aes", "msg_signature": signed}
            assert (await stand.phone.post(xml({"Encrypt": cipher}), sealed)).text == "success"
        assert stand.conversations.counters.value("unreadable", "wechat") == 2


async def test_a_body_too_large_is_refused(stand: Stand) -> None:
    response = await stand.phone.post(message(stand, Content="长" * 400_000), stand.phone.query())
    assert (response.status_code, response.text, await messages(stand)) == (413, "too_large", 0)


async def test_odd_text_gets_a_reply_that_wechat_takes(stand: Stand, platform: Platform) -> None:
    odd = ("茅\x00台\x07\x1b[2J", "", "长" * 3_000, "<script>", "]]></Content>", "/restart", "🚀")
    for text in odd:
        assert (await stand.phone.say(USER, text)).taken
    assert [bubble.by for bubble in platform.screens.shown[USER]] == ["passive"] * len(odd)


async def test_without_a_store_wechat_is_asked_to_come_again(
    stand: Stand, platform: Platform, postgres_dsn: str
) -> None:
    async with gone(stand.database.dsn, postgres_dsn):
        response = await stand.phone.post(message(stand), stand.phone.query())
        assert response.status_code == 503
    await eventually(lambda: stand.database.alive())
    assert (await stand.phone.say(USER, "贵州茅台")).statuses[-1] == 200
    assert len(stand.brain.asked) == 1


async def test_neither_the_log_nor_an_answer_holds_what_was_said(
    stand: Stand, caplog: pytest.LogCaptureFixture
) -> None:
    await stand.phone.event(USER, "no_such_event", "secret")
    await stand.phone.post(message(stand, Content="secret"), {**stand.phone.query(), "signature": "0"})
    assert "could not be read" in caplog.text
    for word in ("secret", USER, stand.phone.platform.account.token):
        assert word not in caplog.text


@asynccontextmanager
async def gone(dsn: str, others: str) -> AsyncIterator[None]:
    """The database lets nobody in."""
    name = sql.Identifier(str(conninfo_to_dict(dsn)["dbname"]))
    async with await psycopg.AsyncConnection.connect(others, autocommit=True) as connection:
        await connection.execute(sql.SQL("alter database {} allow_connections false").format(name))
        await connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s",
            [conninfo_to_dict(dsn)["dbname"]],
        )
        yield
        await connection.execute(sql.SQL("alter database {} allow_connections true").format(name))
