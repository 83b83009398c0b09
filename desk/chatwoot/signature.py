"""Whether a webhook comes from our inbox in Chatwoot: HMAC-SHA256 over "timestamp.body", and not an old one.

As signed by Chatwoot 4.13 and later for API inboxes. Pure.
"""

import hashlib
import hmac

OLDEST = 300  # seconds


def is_signed(secret: str, timestamp: str, body: bytes, signature: str, now: float) -> bool:
    """`timestamp` and `signature` are the headers X-Chatwoot-Timestamp and X-Chatwoot-Signature."""
    if not (timestamp.isascii() and timestamp.isdigit()) or abs(now - int(timestamp)) > OLDEST:
        return False
    return hmac.compare_digest(sign(secret, timestamp, body), signature.encode(errors="replace").decode())


def sign(secret: str, timestamp: str, body: bytes) -> str:
    digest = hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256)
    return f"sha256={digest.hexdigest()}"
