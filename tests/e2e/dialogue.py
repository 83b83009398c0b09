"""Dialogues as data: what the investor says or presses, and what a good reply must hold."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.e2e.system import System

ANY = "any topic"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
INTERNAL = re.compile(
    r"utter_|action_|slot|Traceback|Exception|Error|\bNone\b|\bnan\b|null|\{|\}|/ask_|<html|127\.0\.0\.1|undefined"
)
UNKIND = re.compile(r"[!！]|亲，|您的问题是")  # voice.md: no exclamation, no flattery
MOST_MESSAGES, MOST_BUTTONS, MOST_LINES = 2, 3, 12


@dataclass(frozen=True)
class Says:
    """The investor types `text`; all of `hears` stand in at most `most` messages, none of `never`."""

    text: str
    hears: Sequence[str] = ()
    never: Sequence[str] = ()
    buttons: Sequence[str] = ()
    topic: str | None = ANY
    most: int = MOST_MESSAGES


@dataclass(frozen=True)
class Presses:
    """The investor presses the button of the last reply whose title holds `title`."""

    title: str
    hears: Sequence[str] = ()
    never: Sequence[str] = ()
    buttons: Sequence[str] = ()
    topic: str | None = ANY
    most: int = MOST_MESSAGES


Turn = Says | Presses


@dataclass(frozen=True)
class Reply:
    """The answer to one turn, as `/api/chat` gives it."""

    body: dict[str, Any] = field(repr=False)

    @property
    def text(self) -> str:
        return "\n".join(message["text"] for message in self.body["replies"])

    @property
    def buttons(self) -> dict[str, str]:
        """Payload by title."""
        return {b["title"]: b["payload"] for message in self.body["replies"] for b in message["buttons"]}

    @property
    def topic(self) -> str | None:
        topic: str | None = self.body["topic"]
        return topic

    def button(self, title: str) -> str:
        """The payload of the one button whose title holds `title`."""
        [payload] = [payload for name, payload in self.buttons.items() if title in name]
        return payload


def talk(system: System, turns: Sequence[Turn], sender: str | None = None) -> list[Reply]:
    """Plays the dialogue with a new investor (or `sender`) and checks every reply."""
    sender = sender or system.new_sender()
    replies: list[Reply] = []
    for turn in turns:
        if isinstance(turn, Says):
            reply = Reply(system.say(sender, turn.text))
        else:
            reply = Reply(system.press(sender, replies[-1].button(turn.title)))
        check_manners(reply, turn.most)
        check_turn(turn, reply)
        replies.append(reply)
    return replies


def check_turn(turn: Turn, reply: Reply) -> None:
    missing = [part for part in turn.hears if part not in reply.text]
    assert not missing, f"{turn} lacks {missing}:\n{reply.text}"
    heard = [part for part in turn.never if part in reply.text]
    assert not heard, f"{turn} must not hear {heard}:\n{reply.text}"
    titles = " | ".join(reply.buttons)
    lacking = [title for title in turn.buttons if title not in titles]
    assert not lacking, f"{turn} lacks the buttons {lacking}: {titles}\n{reply.text}"
    if turn.topic != ANY:
        assert reply.topic == turn.topic, f"{turn}: {reply.topic}\n{reply.text}"


def check_manners(reply: Reply, most: int = MOST_MESSAGES) -> None:
    """What holds for every reply of the assistant, whatever was said."""
    messages = reply.body["replies"]
    assert 1 <= len(messages) <= most, reply.body
    assert [m["seq"] for m in messages] == sorted({m["seq"] for m in messages}), reply.body
    for message in messages:
        text = message["text"]
        assert CHINESE.search(text), f"not Chinese: {text!r}"
        assert not INTERNAL.search(text), f"internal words: {text!r}"
        assert not UNKIND.search(text), f"not our voice: {text!r}"
        assert len(text.splitlines()) <= MOST_LINES, f"too long for a phone: {text!r}"
        assert len(message["buttons"]) <= MOST_BUTTONS, message
