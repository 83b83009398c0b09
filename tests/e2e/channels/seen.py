"""What an investor sees after each turn: words, choices and pictures, without a channel's own ways."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from tests.fakes.telegram.platform import Shown as Post
from tests.fakes.wechat.screen import Shown

LABEL = "【自动回复】"
LINK = re.compile(r'<a href="weixin://bizmsgmenu\?[^"]*msgmenuid=([^"&]+)">([^<]*)</a>')
HEAD = "请选择："  # above choices that have no words of their own
NUMBER = re.compile(r"(?<=编号 )\S+?(?=。|，|：|$)", re.MULTILINE)


@dataclass
class Seen:
    """`lines` hold no blanks at their ends, `pictures` are digests, `choices` the ids by their titles."""

    lines: list[str] = field(default_factory=list)
    choices: dict[str, str] = field(default_factory=dict)
    pictures: list[str] = field(default_factory=list)
    passive: bool = False  # some of it came in WeChat's own response

    def add(self, text: str | None, choices: Iterable[tuple[str, str]] = ()) -> None:
        """A text with choices, each an id and a title."""
        said = text or ""
        self.choices |= {title: number for number, title in (*LINK.findall(said), *choices)}
        plain = NUMBER.sub("…", LINK.sub("", said).replace(LABEL, ""))
        self.lines += [line.strip() for line in plain.splitlines() if line.strip() not in ("", HEAD)]

    def add_picture(self, content: bytes | None) -> None:
        if content is not None:
            self.pictures.append(sha256(content).hexdigest())


def of_web(messages: Iterable[dict[str, Any]]) -> Seen:
    seen = Seen()
    for message in messages:
        seen.add(message["text"], [(button["payload"], button["title"]) for button in message["buttons"]])
        if message["image"]:
            seen.pictures.append(message["image"].removeprefix("/media/").removesuffix(".png"))
    return seen


def of_wechat(bubbles: Iterable[Shown]) -> Seen:
    seen = Seen()
    for bubble in bubbles:
        if bubble.by != "platform":
            seen.add(bubble.text, bubble.choices)
            seen.add_picture(bubble.image)
            seen.passive |= bubble.by == "passive"
    return seen


def of_telegram(posts: Iterable[Post]) -> Seen:
    seen = Seen()
    for post in posts:
        buttons = [button for row in post.rows for button in row]
        seen.add(post.text, [(button["callback_data"], button["text"]) for button in buttons])
        seen.add_picture(post.photo)
    return seen
