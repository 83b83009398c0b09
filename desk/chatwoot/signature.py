"""Whether a webhook comes from our inbox in Chatwoot: HMAC-SHA256 over "timestamp.body", and not an old one.

As signed by Chatwoot 4.13 and later for API inboxes. Pure.
"""

import hashlib
import hmac
import re

OLDEST = 300  # seconds
_TIMESTAMP = re.compile(r"[0-9]{1,12}")


def is_signed(secret: str, timestamp: str, body: bytes, signature: str, now: float) -> bool:
    """`timestamp` and `signature` are the headers X-Chatwoot-Timestamp and X-Chatwoot-Signature."""
    if not _TIMESTAMP.fullmatch(timestamp) or abs(now - int(timestamp)) > OLDEST:
        return False
    return hmac.compare_digest(sign(secret, timestamp, body).encode(), signature.encode(errors="replace"))


def sign(secret: str, timestamp: str, body: bytes) -> str:
    digest = hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256)
    return f"sha256={digest.hexdigest()}"
