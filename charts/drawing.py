"""The process that draws: charts come in on its input, pictures go out on its output, until the input ends.

python -m charts.drawing
"""

import os
import signal
import sys
from typing import BinaryIO

from charts.allocation import render_allocation
from charts.candles import render_candles
from charts.day import render_day
from charts.lines import render_lines
from charts.pipe import HEADER, length_of, pack, unpack
from charts.series import AllocationChart, CandleChart, Chart, DayChart, LinesChart


def draw(chart: Chart) -> bytes:
    """The picture of a chart. Raises ValueError where there is nothing to draw."""
    match chart:
        case CandleChart():
            return render_candles(chart)
        case DayChart():
            return render_day(chart)
        case AllocationChart():
            return render_allocation(chart)
        case LinesChart():
            return render_lines(chart)


def serve(source: BinaryIO, sink: BinaryIO) -> None:
    """Answer each chart with its picture, or with a text where it cannot be drawn."""
    while len(header := source.read(HEADER)) == HEADER:
        chart: Chart = unpack(source.read(length_of(header)))
        try:
            answer: bytes | str = draw(chart)
        except Exception as error:  # whatever stands in the way of one picture, the next one is drawn
            answer = f"{type(error).__name__}: {error}"
        sink.write(pack(answer))
        sink.flush()


def main() -> None:
    """Whoever started us decides when we stop, so a Ctrl-C for the whole group is not for us."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as sink:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        sink.write(pack("ready"))
        sink.flush()
        serve(sys.stdin.buffer, sink)


if __name__ == "__main__":
    main()
