"""WeChat's seal: who signed a call, what an encrypted message says, and our answer under the same seal.

The platform says in each call how it is sealed. Plain mode: `signature` covers token, time and nonce.
Compatible and safe mode: `msg_signature` covers the cipher too; then only what was in the cipher counts,
whatever stands beside it, and the answer is encrypted. The receiver named in the cipher is the Official
Account's app id or the company's corp id.
"""

import hashlib
import hmac
import re
import secrets
import struct
import time
from base64 import b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from wechatpy.crypto import PrpCrypto
from wechatpy.exceptions import InvalidAppIdException

from channels.errors import BadSignature, UnreadableUpdate
from channels.wechat.xml import read_xml, write_xml

WINDOW = 300  # seconds that a call may be old, or ahead of our clock
_TIME = re.compile(r"[0-9]{1,12}")


@dataclass(frozen=True, slots=True)
class Opened:
    """A message as the platform wrote it; `sealed` if it was encrypted, and so has to be its answer."""

    xml: str
    sealed: bool


class Seal:
    """One account's token and key. `receiver` is who its encrypted messages must be for."""

    def __init__(
        self,
        token: str,
        receiver: str,
        aes_key: str | None = None,
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._token, self._receiver, self._clock = token, receiver, clock
        self._cipher = _cipher(aes_key) if aes_key else None

    def echo(self, query: Mapping[str, str]) -> str:
        """What the platform wants to read when it checks our address. Raises BadSignature."""
        said = query.get("echostr", "")
        if self._cipher and "msg_signature" in query:
            return self._unseal(self._cipher, query, said)
        self._check(query, "signature")
        return said

    def open(self, query: Mapping[str, str], body: bytes) -> Opened:
        """The message in a call. Raises BadSignature, and UnreadableUpdate for a cipher that was signed and
        is broken.
        """
        text = body.decode(errors="replace")
        if self._cipher and "msg_signature" in query:
            return Opened(self._unseal(self._cipher, query, _cipher_in(text)), sealed=True)
        self._check(query, "signature")
        if "msg_signature" in query and "MsgType" not in text:
            raise UnreadableUpdate("encrypted, but the account has no AES key set")
        return Opened(text, sealed=False)

    def close(self, xml: str) -> str:
        """`xml` encrypted and signed, as an answer to a sealed message; for an account with a key only."""
        if self._cipher is None:
            raise ValueError("an account without a key seals nothing")
        cipher = str(self._cipher.encrypt(xml, self._receiver), "ascii")
        at, nonce = str(int(self._clock())), secrets.token_hex(8)
        return write_xml(
            {
                "Encrypt": cipher,
                "MsgSignature": self._sign(at, nonce, cipher),
                "TimeStamp": int(at),
                "Nonce": nonce,
            }
        )

    def _unseal(self, cipher: Any, query: Mapping[str, str], sealed: str) -> str:
        if "signature" in query:
            self._check(query, "signature")
        self._check(query, "msg_signature", sealed)
        try:
            return str(cipher.decrypt(sealed, self._receiver))
        except InvalidAppIdException as error:
            raise BadSignature("for another account") from error
        except (ValueError, struct.error, IndexError) as error:  # base64, length, padding, UTF-8
            raise UnreadableUpdate("a broken cipher") from error

    def _check(self, query: Mapping[str, str], name: str, *covered: str) -> None:
        at, nonce, given = query.get("timestamp", ""), query.get("nonce", ""), query.get(name, "")
        wanted = self._sign(at, nonce, *covered)
        if not hmac.compare_digest(wanted.encode(), given.encode(errors="replace")):
            raise BadSignature("not signed with our token")
        if not _TIME.fullmatch(at) or abs(self._clock() - int(at)) > WINDOW:
            raise BadSignature("signed too long ago")

    def _sign(self, *parts: str) -> str:
        signed = b"".join(sorted(part.encode(errors="replace") for part in (self._token, *parts)))
        return hashlib.sha1(signed).hexdigest()  # noqa: S324 - the platform's choice


def _cipher(aes_key: str) -> Any:  # wechatpy has no types
    return _Cipher(b64decode(f"{aes_key}="))  # type: ignore[no-untyped-call]


class _Cipher(PrpCrypto):
    """wechatpy's, with a beginning that nobody can guess: all messages share key and first vector."""

    def get_random_string(self) -> str:
        return secrets.token_hex(8)


def _cipher_in(text: str) -> str:
    """The `Encrypt` of an envelope; one that cannot be read is signed by nobody."""
    try:
        return read_xml(text).get("Encrypt", "")
    except UnreadableUpdate as error:
        raise BadSignature("no cipher to sign") from error
