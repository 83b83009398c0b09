"""`Message` → the JSON of the web chat. Pure; one shape of a message in every answer and on the socket."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from conversations import Answer, Message, Owner, Status
from conversations.messages import SHANGHAI

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def to_json(value: Mapping[str, Any]) -> str:
    """Compact JSON, Chinese as it is."""
    return _encode(value)


def owner_of(status: Status | None) -> Owner:
    """Who serves the conversation; somebody who never wrote would be served by the bot."""
    return status.owner if status else "bot"


def render_message(message: Message) -> dict[str, Any]:
    """`seq` orders and names it; `at` is Shanghai's time; a button's `payload` is its opaque id."""
    return {
        "seq": message.seq,
        "sender": message.sender,
        "kind": message.kind,
        "text": message.text,
        "buttons": [{"title": button.title, "payload": button.id} for button in message.buttons],
        "image": message.image,
        "pressed": message.pressed,
        "message_id": message.message_id,
        "at": message.at.astimezone(SHANGHAI).isoformat(timespec="seconds"),
    }


def render_answer(answer: Answer, message_id: str) -> dict[str, Any]:
    """What 200 of `POST /api/chat` carries."""
    return {
        "replies": [render_message(reply) for reply in answer.replies],
        "seq": answer.seq,
        "topic": answer.topic,
        "intent": answer.intent,
        "confidence": answer.confidence,
        "owner": answer.owner,
        "message_id": message_id,
    }


def render_pending(seq: int, owner: str, message_id: str) -> dict[str, Any]:
    """What 202 carries: the message is kept under `seq`, its answer comes by socket or by `messages`."""
    return {"seq": seq, "message_id": message_id, "owner": owner}


def render_history(messages: Iterable[Message], after: int, status: Status | None) -> dict[str, Any]:
    """Messages behind `after` in order; `seq` is where to go on reading."""
    rendered = [render_message(message) for message in messages]
    seq = rendered[-1]["seq"] if rendered else after
    return {"messages": rendered, "seq": seq, "owner": owner_of(status)}


def render_session(sender: str, token: str, status: Status | None) -> dict[str, Any]:
    """Who the caller is and how far the transcript reaches."""
    return {"sender": sender, "token": token, "seq": status.seq if status else 0, "owner": owner_of(status)}
