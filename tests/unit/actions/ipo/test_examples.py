"""Whatever investors are expected to write about issues is answered, in words that fit a phone."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.actions.ipo.given import ROOT, features, said

NLU = ROOT / "data" / "ipo" / "nlu.yml"
HELD_OUT = ROOT / "tests" / "nlu" / "market.yml"
GIVEN = features()
INTENTS = sorted(GIVEN)


def examples(file: Path, intent: str) -> list[str]:
    blocks = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)["nlu"]
    found = [block["examples"] for block in blocks if block.get("intent") == intent]
    return [line.removeprefix("- ") for text in found for line in text.splitlines()]


@pytest.mark.parametrize("intent", INTENTS)
async def test_every_example_has_an_answer(intent: str) -> None:
    texts = [*examples(NLU, intent), *examples(HELD_OUT, intent)]
    assert len(texts) > 20
    for text in texts:
        assert await said(intent, text, GIVEN), text


@pytest.mark.parametrize("intent", INTENTS)
async def test_no_answer_advises_or_promises(intent: str) -> None:
    for text in examples(NLU, intent):
        told = await said(intent, text, GIVEN)
        assert not any(word in told for word in ("建议申购", "推荐", "值得", "肯定", "稳赚", "预计收益")), (
            text
        )


@given(st.sampled_from(INTENTS), st.text(max_size=40))
async def test_any_text_at_all_is_answered(intent: str, text: str) -> None:
    assert await said(intent, text, GIVEN)
