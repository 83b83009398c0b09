"""Messages → what WeCom is asked to say. Pure.

WeCom allows five messages after each of the investor's, so short ones are put together. A repeated request is
recognised by its msgid, so only messages that were tried equally often go together: what was perhaps taken
keeps its msgid, and nothing new hides behind it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from channels.text import split_text, utf8_bytes
from conversations.messages import Button
from conversations.sending import Item, Parcel, Request

TEXT_BYTES = 2048
HEAD_BYTES = 1024
CHOICE_BYTES = 128
CHOICES = 10
BETWEEN = "\n\n"  # two messages put into one


@dataclass(frozen=True, slots=True)
class Text:
    content: str


@dataclass(frozen=True, slots=True)
class Menu:
    """`head` above choices that the investor taps."""

    head: str
    choices: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A file of ours (`/media/…`), and the words that stand for it where it cannot be sent."""

    path: str
    words: str


Body = Text | Menu | Picture


def pack(items: Sequence[Item], public_url: str | None, no_picture: str) -> Sequence[Parcel[Body]]:
    """The requests for `items`; `no_picture` is said instead of a picture while there is no `public_url`."""
    parcels: list[tuple[list[Item], list[Body]]] = []
    for item in items:
        bodies = list(_bodies(item, public_url, no_picture))
        joined = _joined(parcels[-1], item, bodies) if parcels else None
        if joined:
            parcels[-1] = ([*parcels[-1][0], item], [joined])
        else:
            parcels.append(([item], bodies))
    return [_parcel(together, bodies) for together, bodies in parcels]


def message(body: Text | Menu) -> dict[str, Any]:
    """The part of a call that says it."""
    if isinstance(body, Text):
        return {"msgtype": "text", "text": {"content": body.content}}
    entries = [
        {"type": "click", "click": {"id": choice.id, "content": choice.title}} for choice in body.choices
    ]
    head = {"head_content": body.head} if body.head else {}
    return {"msgtype": "msgmenu", "msgmenu": {**head, "list": entries}}


def picture(media_id: str) -> dict[str, Any]:
    """The part of a call that shows an uploaded picture."""
    return {"msgtype": "image", "image": {"media_id": media_id}}


def in_words(body: Body) -> Text:
    """The same as plain text, cut to what one message holds."""
    match body:
        case Menu(head, choices):
            said = "\n".join((head, *_lines(choices)) if head else _lines(choices))
        case Picture(words=words):
            said = words
        case Text(content):
            said = content
    return Text(split_text(said, TEXT_BYTES, utf8_bytes)[0])


def _bodies(item: Item, public_url: str | None, no_picture: str) -> Iterator[Body]:
    """Words first, so that a picture that cannot be sent holds nothing up."""
    text = (item.text or "").strip()
    if item.buttons and all(utf8_bytes(choice.title) <= CHOICE_BYTES for choice in item.buttons):
        yield from _menus(text, item.buttons)
    else:
        whole = "\n".join((text, *_lines(item.buttons))) if item.buttons else text
        yield from map(Text, split_text(whole, TEXT_BYTES, utf8_bytes))
    if item.image:
        yield Picture(item.image, f"{public_url}{item.image}" if public_url else no_picture)


def _menus(text: str, buttons: Sequence[Button]) -> Iterator[Body]:
    """The last piece of the text stands above the choices."""
    pieces = split_text(text, HEAD_BYTES, utf8_bytes) or [""]
    before = text[: len(text) - len(pieces[-1])]
    yield from map(Text, split_text(before, TEXT_BYTES, utf8_bytes))
    for first in range(0, len(buttons), CHOICES):
        yield Menu("" if first else pieces[-1], tuple(buttons[first : first + CHOICES]))


def _lines(buttons: Sequence[Button]) -> list[str]:
    return [f"· {button.title}" for button in buttons]


def _joined(before: tuple[list[Item], list[Body]], item: Item, bodies: Sequence[Body]) -> Body | None:
    """One body instead of two where it surely fits."""
    items, earlier = before
    if len(earlier) != 1 or len(bodies) != 1 or items[-1].attempts != item.attempts:
        return None
    match earlier[0], bodies[0]:
        case Text(first), Text(second) if utf8_bytes(first + BETWEEN + second) <= TEXT_BYTES:
            return Text(first + BETWEEN + second)
        case Text(first), Menu(head, choices) if head and utf8_bytes(first + BETWEEN + head) <= HEAD_BYTES:
            return Menu(first + BETWEEN + head, choices)
    return None


def _parcel(items: Sequence[Item], bodies: Sequence[Body]) -> Parcel[Body]:
    first = items[0]
    requests = [
        Request(first.recipient, msgid(first.key(part), first.recipient, body), body)
        for part, body in enumerate(bodies)
    ]
    return Parcel(tuple(items), tuple(requests))


def msgid(key: str, recipient: str, body: Body) -> str:
    """WeCom's name of a message: of what it says, too, for our numbers begin anew in a new database."""
    said = f"{recipient}\n{body!r}".encode(errors="surrogatepass")
    return f"{key}_{blake2b(said, digest_size=5).hexdigest()}"


def call(user: tuple[str, str], key: str, said: Mapping[str, Any]) -> dict[str, Any]:
    """A whole call of `kf/send_msg`."""
    open_kfid, external_userid = user
    return {"touser": external_userid, "open_kfid": open_kfid, "msgid": key, **said}
