"""A document as a reader is told it: blocks of labelled lines, the same for the page and the paper. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from conversations.messages import SHANGHAI
from desk.transcripts.document import Document
from desk.transcripts.words import Words


@dataclass(frozen=True, slots=True)
class Block:
    """One thing that happened. `style` is the sender of a message, "change", "note" or "list"; `facts` stand
    small below the text; `picture` is a key of the document's pictures.
    """

    style: str
    heading: str
    text: str = ""
    facts: tuple[str, ...] = ()
    picture: str | None = None


@dataclass(frozen=True, slots=True)
class Telling:
    """`running` stands on every page of the paper."""

    title: str
    running: str
    facts: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]
    end: str


def tell(document: Document, words: Words) -> Telling:
    """The whole document in words."""
    teller = _Teller(document, words)
    blocks = [teller.entry(entry) for entry in document["entries"]] or [Block("list", words.say("empty"))]
    return Telling(
        title=words.say("title"),
        running=teller.running(),
        facts=tuple(teller.head()),
        blocks=(*blocks, *teller.lists()),
        end=words.say("sealed"),
    )


class _Teller:
    def __init__(self, document: Document, words: Words) -> None:
        self._document = document
        self._words = words

    def head(self) -> Iterator[tuple[str, str]]:
        talk, export = self._document["conversation"], self._document["export"]
        values = {
            "number": talk["number"],
            "channel": self._words.of("channels", talk["channel"]),
            "user": talk["user"],
            "began": _at(talk["began"]),
            "owner": self._words.of("owners", talk["owner"]),
            "count": talk["messages"],
            "exported": _at(export["at"]),
            "by": export["by"],
            "reason": export["reason"],
            "state": self._masking(),
            "internal": self._words.say("internal" if export["internal"] else "not_internal"),
        }
        return ((self._words.of("facts", name), str(value)) for name, value in values.items())

    def running(self) -> str:
        talk, export = self._document["conversation"], self._document["export"]
        parts = (f"{self._words.say('title')} {talk['number']}", _at(export["at"]), export["by"])
        return " · ".join((*parts, self._masking(), export["reason"]))

    def entry(self, entry: Mapping[str, Any]) -> Block:
        match entry["type"]:
            case "message":
                return self._message(entry)
            case "change":
                return self._change(entry)
        heading = (self._words.of("notes", entry["kind"]), self._words.say("inside"))
        return Block("note", _heading(*heading, self._who(entry["who"]), _at(entry["at"])), entry["text"])

    def lists(self) -> Iterator[Block]:
        """What belongs to the whole: ratings, tickets, appointments."""
        for name, line in (
            ("ratings", self._rating),
            ("tickets", self._ticket),
            ("appointments", self._appointment),
        ):
            if lines := tuple(line(each) for each in self._document[name]):
                yield Block("list", self._words.say(name), facts=lines)

    def _masking(self) -> str:
        return self._words.say("masked" if self._document["export"]["masked"] else "unmasked")

    def _message(self, entry: Mapping[str, Any]) -> Block:
        who = self._who(entry["who"]) if entry["who"] else self._words.of("senders", entry["sender"])
        picture = (entry["image"] or {}).get("sha256")
        return Block(
            style=entry["sender"],
            heading=_heading(f"#{entry['seq']}", who, _at(entry["at"])),
            text=entry["text"] or "",
            facts=tuple(self._facts(entry)),
            picture=picture if picture in self._document["pictures"] else None,
        )

    def _facts(self, entry: Mapping[str, Any]) -> Iterator[str]:
        say, of = self._words.say, self._words.of
        if entry["kind"] != "text":
            yield say("kind", kind=of("kinds", entry["kind"]))
        if entry["length"]:
            yield say("cut", length=entry["length"])
        if entry["buttons"]:
            shown = (say("pressed" if each["pressed"] else "button", **each) for each in entry["buttons"])
            yield say("buttons") + " ".join(shown)
        if entry["pressed"]:
            yield say("chose", title=entry["pressed"])
        yield from self._attached(entry)
        if entry["delivery"]:
            yield say("delivered", state=of("deliveries", entry["delivery"]))
        yield from self._understood(entry)

    def _attached(self, entry: Mapping[str, Any]) -> Iterator[str]:
        if image := entry["image"]:
            yield from self._picture(image)
        if file := entry["file"]:
            yield from self._file(file)

    def _picture(self, image: Mapping[str, Any]) -> Iterator[str]:
        if not image["name"]:
            yield self._words.say("picture_withheld")
            return
        yield self._words.say("picture", hash=image["sha256"] or image["name"])
        if image["sha256"] not in self._document["pictures"]:
            yield self._words.say("picture_absent")

    def _file(self, file: Mapping[str, Any]) -> Iterator[str]:
        say, nothing = self._words.say, self._words.say("nothing")
        known = {name: file.get(name) or nothing for name in ("name", "mime", "size")}
        yield say("file", **known)
        yield from (
            f"{name}: {value}" for name, value in file.items() if name not in (*known, *_SAID) and value
        )
        if file["sha256"]:
            yield say("file_hash", hash=file["sha256"])
        if file.get("refused"):
            yield say("file_refused", reason=file["refused"])
        if file["wanted"]:
            yield say("file_wanted")

    def _understood(self, entry: Mapping[str, Any]) -> Iterator[str]:
        """How the bot understood it; nothing of that stands in a copy for the investor."""
        nothing = self._words.say("nothing")
        known = {name: entry.get(name) for name in ("topic", "intent", "confidence")}
        if any(value is not None for value in known.values()):
            shown = {name: nothing if value is None else value for name, value in known.items()}
            yield self._words.say("understood", **shown)
        for each in entry.get("entities", ()):
            yield self._words.say("entity", entity=each.get("entity"), value=each.get("value"))
        if redaction := entry.get("redaction"):
            places = " ".join(f"#{place}" for place in redaction.get("seqs", ()))
            yield self._words.say("redaction", places=places, reason=redaction.get("reason"))
        if entry.get("delivery_error"):
            yield self._words.say("delivery_error", error=entry["delivery_error"])

    def _change(self, entry: Mapping[str, Any]) -> Block:
        say, of = self._words.say, self._words.of
        owners = {name: of("owners", entry[name]) for name in ("before", "owner")}
        facts = [say("assignee", agent=self._who(entry["agent"]))] if entry["agent"] else []
        if "reason" in entry:
            facts.append(say("cause", reason=of("reasons", entry["reason"])))
            facts.append(say("actor", by=self._who(entry["by"])))
            facts += self._details(entry["detail"])
        return Block("change", _heading(say("change", **owners), _at(entry["at"])), facts=tuple(facts))

    def _details(self, detail: Mapping[str, Any]) -> Iterator[str]:
        for name, value in _flat(detail):
            told = self._words.of("outcomes", value) if name == "outcome" else value
            yield self._words.say("detail", name=self._words.of("details", name), value=told)

    def _rating(self, rating: Mapping[str, Any]) -> str:
        say, score = self._words.say, rating["score"]
        subject = self._who(rating["who"]) if rating["who"] else self._words.of("subjects", rating["subject"])
        told = say("unrated") if score is None else say("score", score=score)
        return say("rating", subject=subject, score=told, at=_at(rating["rated_at"] or rating["asked_at"]))

    def _ticket(self, ticket: Mapping[str, Any]) -> str:
        say, of = self._words.say, self._words.of
        known = {
            "number": ticket["number"],
            "kind": of("ticket_kinds", ticket["kind"]),
            "state": of("ticket_states", ticket["state"]),
            "opened": _at(ticket["opened_at"]),
            "contact": _at(ticket["contact_due"]),
            "resolve": _at(ticket["resolve_due"]),
        }
        done = [
            say(f"ticket_{name}", at=_at(ticket[f"{name}_at"]))
            for name in ("contacted", "resolved")
            if ticket[f"{name}_at"]
        ]
        return " · ".join((say("ticket", **known), *done))

    def _appointment(self, meeting: Mapping[str, Any]) -> str:
        state = self._words.of("appointment_states", meeting["state"])
        times = {"starts": _at(meeting["starts_at"]), "ends": _at(meeting["ends_at"])}
        return self._words.say("appointment", agent=self._who(meeting["who"]), state=state, **times)

    def _who(self, who: Any) -> str:
        if isinstance(who, Mapping):
            name = "named" if who["name"] else "agent"
            return self._words.say(name, number=who["number"], name=who["name"])
        return self._words.of("people", who)


_SAID = ("sha256", "refused", "wanted")


def _heading(*parts: str) -> str:
    return " · ".join(parts)


def _at(moment: str | None) -> str:
    """A time of the document as people write it."""
    return f"{datetime.fromisoformat(moment).astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}" if moment else ""


def _flat(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Each value in it that is no collection, with the name nearest to it."""
    if isinstance(value, Mapping):
        for key, each in value.items():
            yield from _flat(each, str(key))
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for each in value:
            yield from _flat(each, name)
    elif value not in (None, ""):
        yield name, str(value)
