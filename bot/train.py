"""Trains the model as `rasa train` does, but reads everything once: `python -m bot.train OUT FOLDER…`.

Rasa reads the files of examples three times, copies all examples a dozen times and takes their fingerprints
at each step, lest a step be done twice: a minute that costs more than the steps. Here the whole is
trained or not at all, by the mark beside the model (`gateway.model`).
"""

from __future__ import annotations

import logging
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import rasa.engine.validation
import rasa.shared.data
from rasa.engine.constants import PLACEHOLDER_IMPORTER
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.recipe import Recipe
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.training.hooks import LoggingHook
from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.data import TrainingType
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.importers.utils import story_graph_from_paths, training_data_from_paths
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.io import read_model_configuration
from rasa.utils.common import configure_logging_and_warnings
from rasa.utils.io import configure_colored_logging
from rasa.utils.log_utils import configure_structlog

CONFIG = Path("bot/config.yml")
DOMAIN = Path("bot/domain")


class Reading(TrainingDataImporter):
    """What a model is trained from, as it stood in its files when it was read."""

    def __init__(self, config: Path, domain: Path, folders: Sequence[Path]) -> None:
        """Reads everything; `folders` hold examples, rules and stories."""
        paths = [str(folder) for folder in folders]
        examples = rasa.shared.data.get_data_files(paths, rasa.shared.data.is_nlu_file)
        stories = rasa.shared.data.get_data_files(paths, YAMLStoryReader.is_stories_file)
        self._config: dict[str, Any] = read_model_configuration(config)
        self._domain = Domain.load(str(domain))
        self._stories = story_graph_from_paths(stories, self._domain)
        self._examples = training_data_from_paths(examples, self._config["language"])

    def get_config(self) -> dict[str, Any]:
        """The pipeline and the policies."""
        return self._config

    def get_config_file_for_auto_config(self) -> None:
        """None: nothing is left to be configured by itself."""

    def get_domain(self) -> Domain:
        """The domain."""
        return self._domain

    def get_stories(self, exclusion_percentage: int | None = None) -> StoryGraph:
        """All rules and stories."""
        return self._stories

    def get_nlu_data(self, language: str | None = None) -> TrainingData:
        """All examples; they have one language."""
        return self._examples


def train(config: Path, domain: Path, folders: Sequence[Path], target: Path) -> None:
    """Write the archive of a new model."""
    reading = Reading(config, domain, folders)
    settings = reading.get_config()
    graph = Recipe.recipe_for_name(settings["recipe"]).graph_config_for_recipe(
        settings, {}, training_type=TrainingType.BOTH
    )
    rasa.engine.validation.validate(graph)
    with tempfile.TemporaryDirectory() as folder:
        storage = LocalModelStorage(Path(folder))
        runner = DaskGraphRunner.create(
            graph_schema=graph.train_schema,
            model_storage=storage,
            execution_context=ExecutionContext(graph_schema=graph.train_schema),
            hooks=[LoggingHook(pruned_schema=graph.train_schema)],
        )
        runner.run(inputs={PLACEHOLDER_IMPORTER: reading})
        storage.create_model_package(target, graph, reading.get_domain())


def main() -> None:
    """Train the assistant's model from the folders that are named."""
    configure_logging_and_warnings(logging.INFO)
    configure_colored_logging("INFO")
    configure_structlog(logging.INFO)
    target, *folders = map(Path, sys.argv[1:])
    train(CONFIG, DOMAIN, folders, target)


if __name__ == "__main__":
    main()
