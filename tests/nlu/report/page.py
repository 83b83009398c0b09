"""The figures as a page: what stands between two marks is written anew, the rest is left alone."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.nlu.report.folds import Folds
from tests.nlu.report.scores import Score

BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
_HEAD = (
    "set",
    "questions",
    "right",
    "first",
    "macro F1",
    "in first 3",
    "asked back",
    "CPU ms",
    "p50 ms",
    "p99 ms",
)


def table(scores: Mapping[str, Score]) -> str:
    """One line a set."""
    rows = [_HEAD, tuple("---" for _ in _HEAD)]
    for name, each in scores.items():
        shares = (each.right, each.first, each.f1, each.top3, each.asked_back)
        times = (each.busy, each.p50, each.p99)
        figures = [f"{share:.3f}" for share in shares] + [f"{time:.1f}" for time in times]
        rows.append((name, str(each.questions), *figures))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def folds_line(folds: Folds) -> str:
    """What cross-validation says."""
    return (
        f"{folds.number} folds of {folds.examples} training examples of {folds.intents} intents: "
        f"{folds.right:.3f} right, macro F1 {folds.f1:.3f}; a fold learns in {folds.seconds:.0f} s."
    )


def confusion_table(pairs: Sequence[tuple[str, str, int]]) -> str:
    """The pairs that are mistaken most often."""
    rows = ["| meant | understood | times |", "| --- | --- | --- |"]
    return "\n".join([*rows, *(f"| {meant} | {guess} | {number} |" for meant, guess, number in pairs)])


def write(page: Path, figures: str) -> None:
    """Puts the figures between the marks, or behind everything on a page without marks."""
    text = page.read_text(encoding="utf-8") if page.exists() else "# Understanding\n"
    section = f"{BEGIN}\n{figures}\n{END}"
    if BEGIN in text and END in text:
        before, rest = text.split(BEGIN, 1)
        text = before + section + rest.split(END, 1)[1]
    else:
        text = f"{text.rstrip()}\n\n{section}\n"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(text, encoding="utf-8")
