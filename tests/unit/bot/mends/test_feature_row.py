"""The mended row of features is the one that Rasa stacks."""

import numpy as np
import pytest
import scipy.sparse
from rasa.nlu.constants import FEATURIZER_CLASS_ALIAS
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message

from bot.mends.feature_row import MEND


def message(*matrices: object) -> Message:
    built = Message({TEXT: "贵州茅台"})
    for matrix in matrices:
        built.add_features(Features(matrix, FEATURE_TYPE_SENTENCE, TEXT, FEATURIZER_CLASS_ALIAS))
    return built


def sparse(*row: float) -> scipy.sparse.spmatrix:
    return scipy.sparse.coo_matrix([row])


@pytest.mark.parametrize(
    "messages",
    [
        [message(sparse(0, 1, 0, 2))],
        [message(sparse(0, 0, 0))],
        [message(sparse(1, 0), sparse(0, 3))],
        [message(sparse(1, 0), np.array([[0.5, 0.25]]))],
        [message(np.array([[0.5, 0.25]]))],
        [message(sparse(1, 0)), message(sparse(0, 1))],
    ],
    ids=["sparse", "nothing found", "two featurizers", "sparse and dense", "dense", "two messages"],
)
def test_row_is_the_one_rasa_stacks(messages: list[Message]) -> None:
    ours, theirs = MEND.replacement(None, messages), MEND.original(None, messages)
    assert ours.shape == theirs.shape
    assert (ours.toarray() == theirs.toarray()).all()
