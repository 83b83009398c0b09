"""WeChat's signature, cipher and XML, written from its documents and independent of the library we use."""

import base64
import hashlib
import os
import secrets
import struct
from collections.abc import Mapping
from xml.etree import ElementTree

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK = 32
Fields = Mapping[str, "str | int | Fields"]


class Unreadable(Exception):
    """What came back is not what WeChat expects."""


def signature(*parts: str) -> str:
    return hashlib.sha1("".join(sorted(parts)).encode()).hexdigest()  # noqa: S324 - WeChat's choice


def encrypt(text: str, aes_key: str, receiver: str) -> str:
    """The cipher text of one message to `receiver`, an app id or a corp id."""
    content = text.encode()
    plain = os.urandom(16) + struct.pack("!I", len(content)) + content + receiver.encode()
    padding = BLOCK - len(plain) % BLOCK
    encryptor = _cipher(aes_key).encryptor()
    return base64.b64encode(
        encryptor.update(plain + bytes([padding]) * padding) + encryptor.finalize()
    ).decode()


def decrypt(cipher_text: str, aes_key: str, receiver: str) -> str:
    """What was encrypted; raises Unreadable."""
    try:
        decryptor = _cipher(aes_key).decryptor()
        padded = decryptor.update(base64.b64decode(cipher_text, validate=True)) + decryptor.finalize()
        plain = padded[: -padded[-1]]
        (length,) = struct.unpack("!I", plain[16:20])
        text, whose = plain[20 : 20 + length].decode(), plain[20 + length :].decode()
    except (ValueError, IndexError, struct.error) as exc:  # not base64, not whole blocks, not ours
        raise Unreadable("cipher") from exc
    if whose != receiver:
        raise Unreadable("receiver")
    return text


def xml(fields: Fields) -> str:
    """A message as WeChat writes it."""
    return f"<xml>{_inner(fields)}</xml>"


def read_xml(text: str) -> dict[str, str]:
    """The first level of a reply's fields; raises Unreadable."""
    try:
        root = ElementTree.fromstring(text)  # noqa: S314 - our own reply in a test
    except ElementTree.ParseError as exc:
        raise Unreadable("xml") from exc
    if root.tag != "xml":
        raise Unreadable("root")
    return {child.tag: child.text or "" for child in root}


def nonce() -> str:
    return str(secrets.randbelow(10**10))


def _inner(fields: Fields) -> str:
    return "".join(f"<{name}>{_value(value)}</{name}>" for name, value in fields.items())


def _value(value: "str | int | Fields") -> str:
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return "<![CDATA[" + value.replace("]]>", "]]]]><![CDATA[>") + "]]>"
    return _inner(value)


def _cipher(aes_key: str) -> Cipher[modes.CBC]:
    key = base64.b64decode(aes_key + "=")
    return Cipher(algorithms.AES(key), modes.CBC(key[:16]))
