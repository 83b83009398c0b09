"""Ordinary questions without a name lean on the share spoken of: their words are all known."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from actions.identify import Identifier
from actions.question import Question
from actions.residue import Residue
from market.names import Names
from tests.unit.actions.given import MOUTAI, FakeLexicon

ROOT = Path(__file__).parents[3]
LEANING = {
    "ask_abnormal",
    "ask_announcement",
    "ask_chart",
    "ask_company",
    "ask_indicator",
    "ask_limit_price",
    "ask_limit_rule",
    "ask_report",
    "ask_risk",
    "ask_schedule",
    "ask_suspension",
}
"""Intents of questions about one share; the examples of ask_quote name unknown shares on purpose."""
_MARKED = re.compile(r"\[([^\]]*)\](?:\([^)]*\)|\{[^}]*\})")


def follow_ups(files: Iterator[Path]) -> Iterator[str]:
    """The examples of those intents that name no security."""
    names = Names.load()
    for file in files:
        for block in yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)["nlu"]:
            if block.get("intent") in LEANING:
                said = [
                    _MARKED.sub(r"\1", line).removeprefix("- ") for line in block["examples"].splitlines()
                ]
                yield from (line for line in said if not names.find(line))


@pytest.mark.parametrize(("pattern", "most"), [("data/*/nlu.yml", 0.01), ("tests/nlu/*.yml", 0.05)])
def test_hardly_a_question_without_a_name_is_taken_for_one_with_an_unknown_name(
    pattern: str, most: float
) -> None:
    identifier = Identifier(FakeLexicon(), Residue.load())
    said = list(follow_ups(ROOT.glob(pattern)))
    lost = [each for each in said if identifier.one(Question(each, last=(MOUTAI.ref,)), "") != MOUTAI]
    assert len(said) > 100
    assert len(lost) <= most * len(said), lost
