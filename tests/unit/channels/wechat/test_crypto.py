"""The seal lets in what WeChat signed with our token for us, now, and nothing else."""

import base64
import contextlib
import hashlib
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from wechatpy.crypto import WeChatCrypto

from channels.errors import BadSignature, ChannelError, UnreadableUpdate
from channels.wechat.crypto import WINDOW, Opened, Seal
from channels.wechat.xml import read_xml, write_xml

TOKEN, APP = "token-of-tests", "wx0123456789abcdef"
KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
NOON = 1_795_665_600
MESSAGE = "<xml><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[贵州茅台多少钱]]></Content></xml>"


def sign(*parts: str, token: str = TOKEN) -> str:
    return hashlib.sha1("".join(sorted((token, *parts))).encode()).hexdigest()  # noqa: S324


def other_implementation(key: str = KEY, app: str = APP) -> Any:
    return WeChatCrypto(TOKEN, key, app)  # type: ignore[no-untyped-call]


def plain(at: int = NOON, nonce: str = "n1", token: str = TOKEN) -> dict[str, str]:
    """The query of a call in plain mode."""
    return {"timestamp": str(at), "nonce": nonce, "signature": sign(str(at), nonce, token=token)}


def sealed(
    message: str = MESSAGE, at: int = NOON, app: str = APP, key: str = KEY, beside: str = ""
) -> tuple[dict[str, str], bytes]:
    """The query and body of a call in an AES mode, as another implementation makes them."""
    envelope = other_implementation(key, app).encrypt_message(message, "n1", str(at))
    fields = read_xml(envelope)
    body = (
        f"<xml>{beside}<ToUserName>gh_1</ToUserName><Encrypt><![CDATA[{fields['Encrypt']}]]></Encrypt></xml>"
    )
    return {**plain(at), "encrypt_type": "aes", "msg_signature": fields["MsgSignature"]}, body.encode()


def signed(cipher: str) -> tuple[dict[str, str], bytes]:
    """A call whose signature is right for a cipher that may be anything."""
    query = {**plain(), "encrypt_type": "aes", "msg_signature": sign(str(NOON), "n1", cipher)}
    return query, write_xml({"Encrypt": cipher}).encode()


def a_seal(key: str | None = KEY, now: float = NOON) -> Seal:
    return Seal(TOKEN, APP, key, clock=lambda: now)


def test_a_plain_message_is_let_in() -> None:
    assert a_seal(None).open(plain(), MESSAGE.encode()) == Opened(MESSAGE, sealed=False)


def test_an_account_with_a_key_takes_plain_mode_too() -> None:
    assert a_seal().open(plain(), MESSAGE.encode()) == Opened(MESSAGE, sealed=False)


def test_a_safe_message_is_opened() -> None:
    assert a_seal().open(*sealed()) == Opened(MESSAGE, sealed=True)


def test_in_compatible_mode_only_what_was_encrypted_counts() -> None:
    query, body = sealed(beside="<MsgType>text</MsgType><Content>forged</Content>")
    assert a_seal().open(query, body) == Opened(MESSAGE, sealed=True)


def test_in_compatible_mode_an_account_without_key_reads_what_stands_beside() -> None:
    query, body = sealed(beside="<MsgType>text</MsgType><Content>贵州茅台</Content>")
    opened = a_seal(None).open(query, body)
    assert (read_xml(opened.xml)["Content"], opened.sealed) == ("贵州茅台", False)


def test_an_account_without_key_says_why_it_cannot_read_safe_mode() -> None:
    with pytest.raises(UnreadableUpdate, match="no AES key"):
        a_seal(None).open(*sealed())


def test_bytes_that_are_no_utf_8_do_not_lose_a_message() -> None:
    assert "\ufffd" in a_seal(None).open(plain(), b"<xml><Content>\xff</Content></xml>").xml


@pytest.mark.parametrize("late", [-WINDOW - 1, WINDOW + 1, 3_600, -86_400])
def test_an_old_or_early_call_is_refused(late: int) -> None:
    query, body = sealed(at=NOON - late)
    for call in ((plain(NOON - late), MESSAGE.encode()), (query, body)):
        with pytest.raises(BadSignature):
            a_seal().open(*call)
    with pytest.raises(BadSignature):
        a_seal().echo({**plain(NOON - late), "echostr": "1"})


@pytest.mark.parametrize("late", [-WINDOW, 0, WINDOW])
def test_a_call_within_the_window_is_let_in(late: int) -> None:
    assert a_seal().open(*sealed(at=NOON - late)).sealed


@pytest.mark.parametrize("name", ["signature", "timestamp", "nonce"])
@pytest.mark.parametrize("value", [None, "", "0", "ä\ud800", "9" * 5_000])
def test_a_plain_call_with_a_wrong_or_missing_part_is_refused(name: str, value: str | None) -> None:
    query = {key: text for key, text in {**plain(), name: value}.items() if text is not None}
    with pytest.raises(BadSignature):
        a_seal().open(query, MESSAGE.encode())


@pytest.mark.parametrize("name", ["signature", "msg_signature", "timestamp", "nonce"])
def test_a_sealed_call_with_a_wrong_part_is_refused(name: str) -> None:
    query, body = sealed()
    with pytest.raises(BadSignature):
        a_seal().open({**query, name: "0"}, body)


def test_a_sealed_call_with_another_cipher_is_refused() -> None:
    query, _ = sealed()
    _, other = sealed("<xml><Content>sell</Content></xml>")
    for body in (other, MESSAGE.encode(), b"", b"<xml>"):
        with pytest.raises(BadSignature):
            a_seal().open(query, body)


def test_a_message_for_another_account_is_refused() -> None:
    with pytest.raises(BadSignature):
        a_seal().open(*sealed(app="wx_another"))


def test_a_message_under_another_key_is_not_read() -> None:
    with pytest.raises((BadSignature, UnreadableUpdate)):
        a_seal().open(*sealed(key=KEY[::-1]))


@given(st.one_of(st.text(), st.binary().map(lambda raw: base64.b64encode(raw).decode())))
@example("")
@example("AAAA")
@example("A" * 64)
@example(base64.b64encode(bytes(48)).decode())
def test_a_broken_cipher_is_unreadable_and_nothing_worse(cipher: str) -> None:
    with contextlib.suppress(ChannelError):
        a_seal().open(*signed(cipher))


def test_what_we_seal_is_opened_by_another_implementation() -> None:
    reply = write_xml({"MsgType": "text", "Content": "1768.90 ▲56.01"})
    fields = read_xml(a_seal().close(reply))
    opened = other_implementation().decrypt_message(
        {"Encrypt": fields["Encrypt"]}, fields["MsgSignature"], fields["TimeStamp"], fields["Nonce"]
    )
    assert opened == reply


@given(st.text(st.characters(codec="utf-8")))
def test_what_we_seal_we_open(text: str) -> None:
    seal = a_seal()
    fields = read_xml(seal.close(text))
    query = {
        "timestamp": fields["TimeStamp"],
        "nonce": fields["Nonce"],
        "msg_signature": fields["MsgSignature"],
    }
    assert seal.open(query, write_xml({"Encrypt": fields["Encrypt"]}).encode()) == Opened(text, sealed=True)


def test_the_same_answer_is_never_sealed_the_same_way() -> None:
    seal = a_seal()
    assert read_xml(seal.close(MESSAGE))["Encrypt"] != read_xml(seal.close(MESSAGE))["Encrypt"]


def test_the_address_is_checked_in_plain_mode() -> None:
    assert a_seal().echo({**plain(), "echostr": "5927782489442352469"}) == "5927782489442352469"
    with pytest.raises(BadSignature):
        a_seal().echo({**plain(token="another"), "echostr": "1"})


def test_the_address_is_checked_with_a_sealed_word() -> None:
    fields = read_xml(other_implementation().encrypt_message("616140317555161061", "n1", str(NOON)))
    query = {"timestamp": str(NOON), "nonce": "n1", "msg_signature": fields["MsgSignature"]}
    assert a_seal().echo({**query, "echostr": fields["Encrypt"]}) == "616140317555161061"
    with pytest.raises(BadSignature):
        a_seal().echo({**query, "echostr": "616140317555161061"})
