"""Files on their way to the platform: the parts of a multipart form, and what bytes are."""

from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import MIMEPart

KINDS = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif"}


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    filename: str | None
    mime: str
    content: bytes


def parts_of(content_type: str, body: bytes) -> list[Part]:
    """What a form carries; nothing if it is none."""
    head = f"Content-Type: {content_type}\r\n\r\n".encode()
    form = message_from_bytes(head + body, policy=policy.HTTP)
    return [_part(part) for part in form.iter_parts()] if form.is_multipart() else []


def kind_of(content: bytes) -> str | None:
    """The picture's type by its first bytes."""
    return next((kind for magic, kind in KINDS.items() if content.startswith(magic)), None)


def _part(part: MIMEPart) -> Part:
    disposition = dict(part.get("content-disposition").params)  # type: ignore[union-attr]  # HTTP's policy parses it
    content = part.get_payload(decode=True)
    return Part(
        disposition.get("name", ""),
        disposition.get("filename"),
        part.get_content_type(),
        content if isinstance(content, bytes) else b"",
    )
