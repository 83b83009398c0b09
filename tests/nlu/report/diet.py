"""Rasa's own classifier beside ours, learnt from the same examples: `python -m tests.nlu.report.diet`.

DIET reads what our classifier reads, as CountVectorsFeaturizer cuts it. It is slow to learn all of it:
`--one-of 4` lets both learn a quarter.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from joblib.externals.loky import get_reusable_executor
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.nlu.classifiers.diet_classifier import DIETClassifier
from rasa.nlu.featurizers.sparse_featurizer.count_vectors_featurizer import CountVectorsFeaturizer
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.io import read_yaml_file

from bot.components.calibration import left_out
from bot.components.intents import MarginIntentClassifier
from bot.components.securities import SecuritiesTokenizer
from tests.nlu.report import page
from tests.nlu.report.pipeline import Pipeline
from tests.nlu.report.questions import ROOT, held_out, training_data
from tests.nlu.report.scores import Answered, score

SETS = "items", "items_unseen"
SEED = 42

Step = tuple[type[Any], dict[str, Any]]


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m tests.nlu.report.diet", description=__doc__)
    options.add_argument("--epochs", type=int, default=20)
    options.add_argument("--one-of", type=int, default=1, help="learn one example of so many of each intent")
    wanted = options.parse_args()
    for name, steps in (("DIET", diet(wanted.epochs)), ("ours", [configured(MarginIntentClassifier)])):
        pipeline, seconds = learn([configured(SecuritiesTokenizer), *steps], thinned(wanted.one_of))
        table = page.table({each: score(ask(pipeline, each)) for each in SETS})
        sys.stdout.write(f"{name} learnt in {seconds:.0f} s of CPU:\n\n{table}\n\n")
        sys.stdout.flush()


def diet(epochs: int) -> list[Step]:
    """Stock settings but for the share of its work that finds entities, which it has not to do here."""
    grams = {"analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4, "min_df": 2}
    settings = {
        "epochs": epochs,
        "entity_recognition": False,
        "constrain_similarities": True,
        "random_seed": SEED,
    }
    return [(CountVectorsFeaturizer, grams), (DIETClassifier, settings)]


def configured(kind: type[Any]) -> Step:
    """A component of ours with the settings of the product."""
    config: Any = read_yaml_file(ROOT / "bot" / "config.yml")
    name = f"{kind.__module__}.{kind.__name__}"
    return kind, next(step for step in config["pipeline"] if step["name"] == name)


def thinned(every: int) -> TrainingData:
    """One example of `every` so many of each intent."""
    examples = training_data().intent_examples
    kept = left_out([example.get(INTENT) for example in examples], every)
    return TrainingData([example for example, keep in zip(examples, kept, strict=True) if keep])


def learn(steps: Sequence[Step], data: TrainingData) -> tuple[Pipeline, float]:
    """A pipeline that has learnt the data, and the CPU time this took."""
    started = sum(os.times()[:4])
    with tempfile.TemporaryDirectory() as folder:
        storage, components = LocalModelStorage(Path(folder)), []
        for kind, settings in steps:
            config = {**kind.get_default_config(), **settings}
            context = ExecutionContext(GraphSchema({}))
            component = kind.create(config, storage, Resource(kind.__name__), context)
            teach(component, data)
            components.append(component)
    processes = get_reusable_executor()  # type: ignore[no-untyped-call]
    processes.shutdown(wait=True)  # only the time of a child that has ended is known
    return Pipeline(components), sum(os.times()[:4]) - started


def teach(component: Any, data: TrainingData) -> None:
    """What Rasa does with a component: it learns, and readies the examples for the next one."""
    if hasattr(component, "train"):
        component.train(data)
    if hasattr(component, "process_training_data"):
        component.process_training_data(data)


def ask(pipeline: Pipeline, name: str) -> Answered:
    """One set, after a question that warms everything up."""
    pipeline.understand("你好")
    return [(question, pipeline.understand(question.text)) for question in held_out()[name]]


if __name__ == "__main__":
    main()
