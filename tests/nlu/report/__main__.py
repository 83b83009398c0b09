"""`make nlu-report`: asks the trained model every set, prints the figures and writes them into docs/nlu.md.

python -m tests.nlu.report [--without-folds]
"""

import argparse
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from rasa.shared.utils.io import read_yaml_file

from bot.components.encoder import load_encoder
from bot.components.intents import MarginIntentClassifier
from bot.components.model import Settings
from tests.nlu.report import page
from tests.nlu.report.drawing import draw_calibration
from tests.nlu.report.folds import Folds, Remembering, cross_validate, without_trust
from tests.nlu.report.pipeline import Pipeline
from tests.nlu.report.questions import ROOT, held_out, learnt, several
from tests.nlu.report.scores import Answered, calibration, calibration_error, confusions, score

MODEL = ROOT / "models" / "wenpan.tar.gz"
PAGE = ROOT / "docs" / "nlu.md"
PICTURE = ROOT / "docs" / "images" / "calibration.png"
MISTAKES = 15
CLASSIFIER = "bot.components.intents.MarginIntentClassifier"

RETRIEVAL = [str(ROOT / ".venv" / "bin" / "python"), "-m", "tests.retrieval.report"]
"""How well articles are found is measured where the knowledge base lives, on the other Python."""


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m tests.nlu.report", description=__doc__)
    options.add_argument(
        "--without-folds", action="store_true", help="no cross-validation, which takes minutes"
    )
    figures = "\n\n".join(measure(with_folds=not options.parse_args().without_folds))
    page.write(PAGE, figures)
    sys.stdout.write(figures + "\n")


def measure(*, with_folds: bool) -> list[str]:
    """Every piece of the page."""
    informed = Pipeline.load(MODEL, encoder=True)
    answers = {name: ask(informed, name) for name in held_out()}
    plain = Pipeline.load(MODEL, encoder=False)
    pieces = ["### With the encoder", page.table({name: score(each) for name, each in answers.items()})]
    pieces += ["### Characters alone", page.table({name: score(ask(plain, name)) for name in held_out()})]
    everything = [pair for each in answers.values() for pair in each]
    bins = calibration(everything)
    draw_calibration(bins, PICTURE)
    pieces += [
        f"Confidence is off by {calibration_error(bins):.3f} on average (all sets together).",
        f"![calibration](images/{PICTURE.name})",
        several_line(informed, everything),
        "### Mistaken most often",
        page.confusion_table(confusions(everything, MISTAKES)),
    ]
    if with_folds:
        pieces += ["### Cross-validation", page.folds_line(folds(informed))]
    return [*pieces, "### Articles found by other words than their own", retrieval()]


def retrieval() -> str:
    """The table of another report."""
    done = subprocess.run(RETRIEVAL, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603
    return done.stdout.strip()


def ask(pipeline: Pipeline, name: str) -> Answered:
    """One set, after a question that warms everything up."""
    pipeline.understand("你好")
    return [(question, pipeline.understand(question.text)) for question in held_out()[name]]


def several_line(pipeline: Pipeline, single: Answered) -> str:
    """How messages of several questions fare, and how often a single question is taken for several."""
    messages = several()
    right = sum(_parts(pipeline, text) == intents for text, intents in messages)
    split = sum(understood.intent == "ask_several" for _, understood in single)
    return (
        f"Messages of one to ten questions: of {len(messages)} {right} taken apart rightly and in order. "
        f"Of {len(single)} single questions {split} were taken for several."
    )


def _parts(pipeline: Pipeline, text: str) -> Sequence[str]:
    understood = pipeline.understand(text)
    return understood.parts or [understood.intent]


def folds(pipeline: Pipeline) -> Folds:
    """Cross-validation with the settings of the pipeline."""
    config: Any = read_yaml_file(ROOT / "bot" / "config.yml")
    configured = next(step for step in config["pipeline"] if step["name"] == CLASSIFIER)
    known = {**MarginIntentClassifier.get_default_config(), **configured}
    settings = without_trust({field.name: known[field.name] for field in fields(Settings)})
    encoder = load_encoder()
    return cross_validate(learnt(), pipeline.lemma, encoder and Remembering(encoder), settings)


if __name__ == "__main__":
    main()
