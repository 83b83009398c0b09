"""What the intent model reads of a text: runs and pairs of characters."""

import numpy as np
import pytest

from bot.components.ngrams import Counts, Grams, features

TEXTS = ["⟨你好⟩", "⟨您好⟩", "⟨好啊你好⟩", "⟨再见⟩", "⟨拜拜⟩"]


def known(rarest: int) -> tuple[Counts, Grams]:
    counts = Counts.of(TEXTS, longest=2, reach=2)
    columns = counts.common(rarest)
    rows = {counts.names[column]: row for row, column in enumerate(columns)}
    return counts, Grams(rows, 2, 2, counts.weighed(columns)[2])


def test_every_run_up_to_the_longest_is_a_feature() -> None:
    assert features("AbC", 2, 0) == ["a", "b", "c", "ab", "bc"]


def test_characters_within_reach_are_a_pair() -> None:
    assert features("abcd", 1, 2) == ["a", "b", "c", "d", "a~b", "a~c", "b~c", "b~d", "c~d"]
    assert "涨~停" in features("涨不涨停", 2, 3)


def test_a_text_is_weighed_as_it_was_when_it_was_learnt() -> None:
    counts, grams = known(rarest=2)
    rows, shares, _ = counts.weighed(counts.common(2))
    for place, text in enumerate(TEXTS):
        weighed = grams.weigh(text)
        ours = np.zeros(len(grams.rows))
        ours[weighed.rows] = weighed.weights
        assert ours == pytest.approx(rows[place].toarray().ravel(), abs=1e-6)
        assert weighed.known == pytest.approx(shares[place])


def test_what_only_one_text_has_is_not_worth_knowing() -> None:
    _, grams = known(rarest=2)
    assert "好" in grams.rows
    assert "再" not in grams.rows


@pytest.mark.parametrize("text", ["", "xyz", "🎉🎉"])
def test_of_a_strange_text_nothing_is_known(text: str) -> None:
    _, grams = known(rarest=1)
    assert grams.weigh(text).known == 0.0
