"""The mended graph runner yields what dask yields."""

from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor
from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER
from rasa.engine.exceptions import GraphRunError
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.mends.graph_runner import MEND


def tracker(loaded: MessageProcessor) -> DialogueStateTracker:
    said = UserUttered("几点开盘", {"name": "ask_hours", "confidence": 1.0})
    return DialogueStateTracker.from_events(
        "u1", [ActionExecuted("action_listen"), said], loaded.domain.slots
    )


@pytest.mark.parametrize("text", ["贵州茅台多少钱", "你好", "zzz", ""])
def test_understanding_is_the_same(loaded: MessageProcessor, text: str) -> None:
    def understood(run: Any) -> Any:
        inputs = {PLACEHOLDER_MESSAGE: [UserMessage(text)], PLACEHOLDER_TRACKER: tracker(loaded)}
        target = loaded.model_metadata.nlu_target
        return run(loaded.graph_runner, inputs, [target])[target][0].as_dict(only_output_properties=True)

    assert understood(MEND.replacement) == understood(MEND.original)


def test_prediction_is_the_same(loaded: MessageProcessor) -> None:
    def predicted(run: Any) -> Any:
        target = loaded.model_metadata.core_target
        return vars(run(loaded.graph_runner, {PLACEHOLDER_TRACKER: tracker(loaded)}, [target])[target])

    assert predicted(MEND.replacement) == predicted(MEND.original)
    assert predicted(MEND.replacement)["policy_name"]


@pytest.mark.parametrize("run", [MEND.original, MEND.replacement], ids=["dask", "ours"])
def test_input_named_like_a_node_is_refused(loaded: MessageProcessor, run: Any) -> None:
    target = loaded.model_metadata.core_target
    with pytest.raises(GraphRunError, match="clashes"):
        run(loaded.graph_runner, {PLACEHOLDER_TRACKER: target}, [target])


@pytest.mark.parametrize("run", [MEND.original, MEND.replacement], ids=["dask", "ours"])
def test_missing_input_is_an_error(loaded: MessageProcessor, run: Any) -> None:
    with pytest.raises(GraphRunError, match="Missing input"):
        run(loaded.graph_runner, {}, [loaded.model_metadata.core_target])
