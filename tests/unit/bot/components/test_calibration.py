"""How sure the intent model says it is."""

import numpy as np
import pytest

from bot.components.calibration import Trust, left_out


def test_the_chance_of_the_likeliest_becomes_how_often_it_is_right() -> None:
    margins = np.tile([0.5, -0.5, -0.5], (1000, 1))
    right = np.arange(1000) % 10 < 7
    trust = Trust.fit(margins, np.ones(1000), right)
    assert trust.chances(margins[:1], np.ones(1))[0, 0] == pytest.approx(0.7, abs=0.01)


def test_machines_that_are_often_wrong_about_the_unknown_are_trusted_less_there() -> None:
    margins = np.tile([1.0, -1.0], (1000, 1))
    known = np.repeat([1.0, 0.5], 500)
    right = np.where(known == 1.0, True, np.arange(1000) % 2 == 0)
    friend, stranger = Trust.fit(margins, known, right).chances(margins[:2], np.array([1.0, 0.5]))[:, 0]
    assert friend > 0.95
    assert stranger == pytest.approx(0.5, abs=0.05)


def test_nothing_known_is_no_chance() -> None:
    assert not Trust().chances(np.array([[1.0, 0.0]]), np.array([0.0])).any()


def test_of_each_intent_so_many_examples_are_left_out() -> None:
    intents = ["greet", "thanks", "greet", "goodbye", "greet", "greet", "goodbye"]
    assert left_out(intents, 2).tolist() == [False, False, True, False, False, True, True]
