"""The calibration curve as a picture: how often the assistant is right when it is so and so sure."""

from collections.abc import Sequence
from pathlib import Path

import matplotlib

from tests.nlu.report.scores import Bin

matplotlib.use("Agg")  # type: ignore[no-untyped-call]

import matplotlib.pyplot as plt  # noqa: E402 - the backend is chosen before


def draw_calibration(bins: Sequence[Bin], file: Path) -> None:
    """Points on the diagonal are what one wants; their size tells how many questions they stand for."""
    figure, axes = plt.subplots(figsize=(5, 5), dpi=120)  # type: ignore[no-untyped-call]
    most = max(each.questions for each in bins)
    axes.plot([0, 1], [0, 1], color="#b0b0b0", linewidth=1)
    axes.plot([each.confidence for each in bins], [each.right for each in bins], color="#1f5fa8", linewidth=1)
    axes.scatter(
        [each.confidence for each in bins],
        [each.right for each in bins],
        s=[20 + 280 * each.questions / most for each in bins],
        color="#1f5fa8",
    )
    axes.set(xlim=(0, 1.03), ylim=(0, 1.03), xlabel="confidence", ylabel="share understood rightly")
    axes.grid(color="#e6e6e6")
    figure.tight_layout()
    file.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(file)
    plt.close(figure)  # type: ignore[no-untyped-call]
