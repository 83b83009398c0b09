"""A record holds everything in the order it happened, page by page as in the whole."""

import pytest

from conversations.records import Line, Stride
from desk.transcripts.dossier import Entry, Remark, weave
from tests.unit.desk.transcripts.talk import LINES, REMARKS, STEPS, at, line, remark, step


def name_of(entry: Entry) -> str:
    if isinstance(entry, Line):
        return str(entry.seq)
    return f"→{entry.owner}" if isinstance(entry, Stride) else f"{entry.kind} {entry.text[:3]}"


def test_steps_stand_before_their_first_message_and_notes_behind_theirs() -> None:
    told = [name_of(entry) for entry in weave(LINES, STEPS, REMARKS)]
    assert told == [
        *("1", "2", "3", "4", "5", "→queued", "→human", "6", "7", "whisper 请核对", "note 客户邮", "8", "9"),
        *("→wrapup", "note 已核对", "→bot", "10"),
    ]


@pytest.mark.parametrize(
    ("lines", "steps", "remarks", "told"),
    [
        ((), (), (), []),
        ((), (step(1, "bot", "queued", 1),), (), ["→queued"]),
        (
            (line(1),),
            (step(1, "bot", "queued", 2), step(2, "queued", "bot", 3)),
            (),
            ["1", "→queued", "→bot"],
        ),
        ((line(1, epoch=1),), (step(1, "bot", "queued", 0),), (), ["→queued", "1"]),
        (
            (line(1, epoch=5),),
            (step(9, "bot", "closed", 2),),
            (remark(0, "先写的", 0),),
            ["note 先写的", "1", "→closed"],
        ),
        # A clock that went back changes nothing between messages: their order is their number's.
        ((line(1, at=at(9)), line(2)), (), (), ["1", "2"]),
    ],
)
def test_odd_conversations(
    lines: tuple[Line, ...], steps: tuple[Stride, ...], remarks: tuple[Remark, ...], told: list[str]
) -> None:
    assert [name_of(entry) for entry in weave(lines, steps, remarks)] == told


@pytest.mark.parametrize("size", range(1, 11))
def test_pages_of_any_size_make_the_whole_and_nothing_twice(size: int) -> None:
    paged: list[Entry] = []
    for first in range(0, len(LINES), size):
        page = LINES[first : first + size]
        upcoming = LINES[first + size] if first + size < len(LINES) else None
        paged += weave(page, STEPS, REMARKS, continued=first > 0, upcoming=upcoming)
    assert paged == list(weave(LINES, STEPS, REMARKS))


def test_a_page_behind_the_end_is_empty() -> None:
    assert weave((), STEPS, REMARKS, continued=True) == ()
