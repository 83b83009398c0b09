"""What a Chatwoot knows and how its people act; the API stands around it."""

from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

FLOOD = 200  # messages of a conversation within a minute (lib/limits.rb)
LONGEST = 10_000  # characters of a message in an API inbox


class Flooded(Exception):
    """More than FLOOD messages in this conversation."""


@dataclass
class Talk:
    """One conversation; `id` is the number people see."""

    id: int
    contact: int
    source: str
    attributes: dict[str, Any]
    status: str = "open"
    priority: str | None = None
    messages: list[dict[str, Any]] = field(default_factory=list)

    def texts(self, kind: int, *, private: bool = False) -> list[str]:
        """0: what came in, 1: what went out."""
        return [m["content"] for m in self.messages if (m["message_type"], m["private"]) == (kind, private)]


@dataclass
class Office:
    """One account with one API inbox. `heard` is called with each event, as its webhooks are. The next `down`
    calls fail, the next `deaf` ones are done without an answer.
    """

    account: int = 3
    inbox: int = 17
    token: str = "token-of-the-office"
    secret: str = "secret-of-the-inbox"
    heard: Callable[[dict[str, Any]], None] = lambda _event: None
    contacts: dict[int, dict[str, Any]] = field(default_factory=dict)
    talks: dict[int, Talk] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    down: int = 0
    deaf: int = 0
    posts: defaultdict[int, deque[int]] = field(default_factory=lambda: defaultdict(deque))
    flood: int = FLOOD
    _messages: int = 1000

    def contact(self, wanted: dict[str, Any]) -> dict[str, Any] | None:
        """None where the identifier is taken."""
        identifier = wanted.get("identifier")
        if any(each["identifier"] == identifier for each in self.contacts.values()):
            return None
        number = len(self.contacts) + 1
        contact = {"id": number, "identifier": identifier, "name": wanted.get("name")}
        self.contacts[number] = {**contact, "source": wanted.get("source_id")}
        return self.contacts[number]

    def open(self, wanted: dict[str, Any]) -> Talk:
        talk = Talk(
            len(self.talks) + 40,
            int(wanted["contact_id"]),
            str(wanted["source_id"]),
            dict(wanted.get("custom_attributes") or {}),
        )
        self.talks[talk.id] = talk
        return talk

    def post(self, talk: Talk, wanted: dict[str, Any]) -> dict[str, Any]:
        """A message by the API: incoming, or a note or answer in the name of the token's owner."""
        if len(self.posts[talk.id]) >= self.flood:
            raise Flooded
        self.posts[talk.id].append(1)
        incoming = wanted.get("message_type") == "incoming"
        sender = (
            {"id": talk.contact, "type": "contact"} if incoming else {"id": 1, "type": "user", "name": "API"}
        )
        return self._add(talk, 0 if incoming else 1, sender, wanted)

    def answers(
        self, number: int, text: str, *, agent: int = 7, name: str = "李雷", **more: Any
    ) -> dict[str, Any]:
        """One of its people writes to the investor."""
        sender = {"id": agent, "type": "user", "name": name, "available_name": name}
        return self._add(self.talks[number], 1, sender, {"content": text, **more})

    def resolves(self, number: int, *, event: str = "conversation_status_changed") -> None:
        """Its people end the conversation."""
        self.talks[number].status = "resolved"
        self.heard({"event": event, "id": number, "status": "resolved"})

    def attach(self, name: str, content: bytes) -> str:
        """A file of its people; returns the path it is fetched from."""
        self.files[name] = content
        return f"/files/{name}"

    def _add(self, talk: Talk, kind: int, sender: dict[str, Any], wanted: dict[str, Any]) -> dict[str, Any]:
        self._messages += 1
        message = {
            "id": self._messages,
            "content": wanted.get("content"),
            "message_type": kind,
            "private": bool(wanted.get("private")),
            "sender": sender,
            "source_id": wanted.get("source_id"),
            "attachments": wanted.get("attachments", []),
            "content_attributes": {},
            "status": "sent",
        }
        talk.messages.append(message)
        named = {0: "incoming", 1: "outgoing"}[kind]
        self.heard(
            {"event": "message_created", **message, "message_type": named, "conversation": {"id": talk.id}}
        )
        return message
