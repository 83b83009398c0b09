"""One conversation as a page follows it: what is behind the places it has, then what is new, in order, once.

A line may still change after it was shown: it is understood, delivered, its file arrives. The last few are
looked at again each time and come as `changed`.
"""

from collections.abc import AsyncIterator, Sequence, Set
from dataclasses import dataclass
from typing import Literal

from conversations.records import Head, Line, Records, Stride
from desk.encoding import encode
from desk.people.caller import Caller
from desk.work.notes import MOST, Note, Notes
from desk.work.opening import Opening
from desk.work.render import render_head, render_line, render_steps

PIECE = 200  # lines in one frame
LATE = 10  # lines that may still change
LARGEST = 256_000  # characters of lines in one frame, unless one line alone is longer


@dataclass(slots=True)
class Places:
    """What a page has: lines up to `after`, steps up to `epoch`, notes up to `note`."""

    after: int = 0
    epoch: int = 0
    note: int = 0


Beside = Literal["steps", "notes"]
BESIDE: frozenset[Beside] = frozenset({"steps", "notes"})
"""What may be new beside the lines."""


@dataclass(frozen=True, slots=True)
class Library:
    """Where conversations are read from, and the door to them."""

    records: Records
    notes: Notes
    opening: Opening


class Watched:
    """Frames for one page; `places` go forward with each."""

    def __init__(self, library: Library, caller: Caller, conversation_id: int, places: Places) -> None:
        self._library = library
        self._caller = caller
        self._id = conversation_id
        self._places = places
        self._shown: dict[int, str] = {}

    async def news(self, beside: Set[Beside] = BESIDE) -> AsyncIterator[str]:
        """Frames until nothing is left behind the places; `beside` is what else may be new. What goes out was
        read before access was looked at: who has lost it gets nothing of what was said since. Raises
        NotAllowed, Unknown, Unavailable.
        """
        more = True
        while more:
            places = self._places
            first = max(0, places.after - LATE)
            lines = await self._library.records.lines(self._id, first, places.after - first + PIECE + 1)
            steps = await self._library.records.steps(self._id, places.epoch) if "steps" in beside else []
            notes = await self._library.notes.of(self._id, places.note) if "notes" in beside else []
            head = await self._library.opening.read(self._caller, self._id)
            places.after = min(places.after, head.seq)
            changed = self._changed([line for line in lines if line.seq <= places.after])
            new = [line for line in lines if line.seq > places.after]
            fitting = self._fitting(new)
            more = len(fitting) < len(new) or len(notes) == MOST
            yield self._frame(head, fitting, changed, steps, notes, more=more)

    def _changed(self, lines: Sequence[Line]) -> list[str]:
        """The lines that are not as they were shown, or that were shown to a page that has come back."""
        texts = {line.seq: encode(render_line(self._id, line)) for line in lines}
        changed = [text for seq, text in texts.items() if self._shown.get(seq) != text]
        self._shown = texts
        return changed

    def _fitting(self, lines: Sequence[Line]) -> list[str]:
        """The lines that go into this frame; the place moves behind them."""
        fitting: list[str] = []
        room = LARGEST
        for line in lines[:PIECE]:
            text = encode(render_line(self._id, line))
            room -= len(text)
            if fitting and room < 0:
                break
            fitting.append(text)
            self._shown[line.seq] = text
            self._places.after = line.seq
        return fitting

    def _frame(
        self,
        head: Head,
        lines: Sequence[str],
        changed: Sequence[str],
        steps: Sequence[Stride],
        notes: Sequence[Note],
        *,
        more: bool,
    ) -> str:
        self._places.epoch = max([self._places.epoch, *(step.epoch for step in steps)])
        self._places.note = max([self._places.note, *(note.id for note in notes)])
        rest = {
            "type": "conversation",
            "id": self._id,
            "head": render_head(head),
            "steps": render_steps(steps),
            "notes": notes,
            "more": more,
        }
        return f'{encode(rest)[:-1]},"lines":[{",".join(lines)}],"changed":[{",".join(changed)}]}}'
