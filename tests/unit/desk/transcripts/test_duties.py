"""What a law keeps is kept, with the law; chat about the market may go."""

import pytest

from conversations.records import Line, Stride
from desk.transcripts.duties import Sifted, sift
from tests.unit.desk.transcripts.talk import LINES, STEPS, line, step

QUEUED, TAKEN, BACK = (
    step(1, "bot", "queued", 1),
    step(2, "queued", "human", 2),
    step(3, "human", "bot", 3),
)


@pytest.mark.parametrize(
    ("lines", "steps", "tickets", "sifted"),
    [
        ((), (), (), Sifted((), (), ())),
        ((line(1, topic="QUO01"), line(2, topic="APP01"), line(3)), (), (), Sifted((1, 2, 3), (), ())),
        (
            (line(1), line(2, topic="ACC08"), line(3)),
            (),
            (),
            Sifted((1,), (2, 3), ("securities", "laundering")),
        ),
        (
            (line(1, topic="SUI01"), line(2, topic="QUO01"), line(3)),
            (),
            (),
            Sifted((2, 3), (1,), ("securities",)),
        ),
        ((line(1, topic="ADV01"),), (), (), Sifted((), (1,), ("securities",))),
        (
            tuple(line(n + 1, topic="QUO01", epoch=n) for n in range(4)),
            (QUEUED, TAKEN, BACK),
            (),
            Sifted((1, 4), (2, 3), ("securities",)),
        ),
        (
            (line(1, message_id="m1", topic="QUO01"), line(2, message_id="m2", topic="QUO01")),
            (),
            ("m2",),
            Sifted((1,), (2,), ("securities",)),
        ),
    ],
)
def test_what_may_go_and_what_keeps_the_rest(
    lines: tuple[Line, ...], steps: tuple[Stride, ...], tickets: tuple[str, ...], sifted: Sifted
) -> None:
    assert sift(lines, steps, tickets) == sifted


def test_nothing_is_lost_between_the_two() -> None:
    sifted = sift(LINES, STEPS, ())
    assert sorted((*sifted.free, *sifted.kept)) == [each.seq for each in LINES]
    assert sifted.kept == (6, 7, 8, 9)
