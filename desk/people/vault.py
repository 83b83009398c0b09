"""What is made with the desk's own key: sealed secrets, marks of what is only compared, signed tickets."""

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from itsdangerous import BadData, URLSafeSerializer


class Vault:
    """`key` is the setting; every gateway has the same. Each use has a key of its own, made from it."""

    def __init__(self, key: str) -> None:
        self._fernet = Fernet(base64.urlsafe_b64encode(_derived(key, "seal")))
        self._marking = _derived(key, "mark")
        self._signer = URLSafeSerializer(
            _derived(key, "sign"), signer_kwargs={"digest_method": hashlib.sha256}
        )

    def seal(self, secret: str) -> bytes:
        return self._fernet.encrypt(secret.encode())

    def open(self, sealed: bytes) -> str | None:
        """What was sealed; None where it was not with this key."""
        try:
            return self._fernet.decrypt(sealed).decode()
        except InvalidToken:  # the setting has changed, or somebody wrote into the table
            return None

    def mark(self, *words: str) -> str:
        """The same words give the same mark, which tells who reads the table nothing."""
        text = "\0".join(words).encode("utf-8", "replace")
        return hmac.new(self._marking, text, hashlib.sha256).hexdigest()[:32]

    def sign(self, values: list[str | int]) -> str:
        return str(self._signer.dumps(values))

    def read(self, signed: str) -> list[str | int] | None:
        """What was signed; None for what is forged or broken."""
        try:
            values = self._signer.loads(signed)
        except (BadData, UnicodeError):  # it is the caller's text: anything may stand in it
            return None
        return values if isinstance(values, list) else None


def _derived(key: str, purpose: str) -> bytes:
    """32 bytes of their own for each purpose."""
    return HKDF(SHA256(), 32, salt=None, info=f"wenpan.desk.{purpose}".encode()).derive(key.encode())
