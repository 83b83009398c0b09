"""The component that finds securities: entities for actions, one masked token for the classifier."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from rasa.nlu.constants import TOKENS_NAMES
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.components.parts import ASKS, PARTS, START
from bot.components.securities import SEARCHED, SecuritiesTokenizer
from market.names import Mention

PING_AN = ("SH601318", "SZ000001")


class Finder:
    """Finds 平安 wherever it stands, and remembers how much it was given to search."""

    def __init__(self) -> None:
        self.searched = 0

    def find(self, text: str) -> Sequence[Mention]:
        self.searched = len(text)
        start = text.find("平安")
        return [Mention(start, start + 2, "平安", PING_AN, "alias")] if start >= 0 else []


def tokenizer(finder: Finder) -> SecuritiesTokenizer:
    return SecuritiesTokenizer(SecuritiesTokenizer.get_default_config(), finder)


def parsed(text: str, finder: Finder | None = None) -> Message:
    [message] = tokenizer(finder or Finder()).process([Message({TEXT: text})])
    return message


def test_a_security_is_an_entity_with_all_its_refs() -> None:
    assert parsed("看看平安吧").get(ENTITIES) == [
        {
            "entity": "security",
            "value": "SH601318,SZ000001",
            "start": 2,
            "end": 4,
            "text": "平安",
            "basis": "alias",
            "extractor": "SecuritiesTokenizer",
        }
    ]


def test_the_message_is_one_token_that_hides_the_name() -> None:
    [token] = parsed("看看平安吧").get(TOKENS_NAMES[TEXT])
    assert (token.text, token.start, token.end) == ("看看平安吧", 0, 5)
    assert token.lemma == "⟨看看㊣吧⟩"


def test_entities_that_others_found_are_kept() -> None:
    message = Message({TEXT: "平安", ENTITIES: [{"entity": "quote_field"}]})
    tokenizer(Finder()).process([message])
    assert [entity["entity"] for entity in message.get(ENTITIES)] == ["quote_field", "security"]


@pytest.mark.parametrize("text", ["", " ", "\u200b", "\x00"])
def test_a_message_of_nothing_is_still_one_token(text: str) -> None:
    assert len(parsed(text).get(TOKENS_NAMES[TEXT])) == 1


def test_only_the_beginning_of_a_very_long_message_is_searched() -> None:
    finder = Finder()
    assert parsed("一" * 10_000 + "平安", finder).get(ENTITIES) == []
    assert finder.searched == SEARCHED


def test_another_lexicon_is_another_fingerprint(tmp_path: Path) -> None:
    (tmp_path / "securities.csv").write_text("a", encoding="utf-8")
    before = SecuritiesTokenizer.fingerprint_addon({"lexicon": str(tmp_path)})
    (tmp_path / "securities.csv").write_text("b", encoding="utf-8")
    assert SecuritiesTokenizer.fingerprint_addon({"lexicon": str(tmp_path)}) != before


def test_each_clause_is_a_part_with_its_own_securities() -> None:
    parts = parsed("怎么开户？平安多少钱").get(PARTS)
    assert [(part.get(TEXT), part.get(START), part.get(ASKS)) for part in parts] == [
        ("怎么开户", 0, True),
        ("平安多少钱", 5, True),
    ]
    assert [part.get(TOKENS_NAMES[TEXT])[0].lemma for part in parts] == ["⟨怎么开户⟩", "⟨㊣多少钱⟩"]
    assert [[(each["start"], each["end"]) for each in part.get(ENTITIES)] for part in parts] == [[], [(0, 2)]]


def test_a_name_alone_is_no_part() -> None:
    assert [part.get(TEXT) for part in parsed("平安，怎么开户").get(PARTS)] == ["怎么开户"]


def test_a_message_of_one_clause_has_no_parts() -> None:
    assert parsed("看看平安吧").get(PARTS) == []
