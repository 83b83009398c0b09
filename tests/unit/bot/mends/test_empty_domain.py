"""A domain is as empty as Rasa says, however often it is asked."""

from rasa.shared.core.domain import Domain

from bot.mends.empty_domain import MEND


def test_an_empty_domain_is_empty() -> None:
    domain = Domain.empty()
    assert [MEND.replacement(domain) for _ in range(2)] == [True, True]


def test_a_domain_with_an_intent_is_not() -> None:
    domain = Domain.from_dict({"intents": ["greet"]})
    assert [MEND.replacement(domain) for _ in range(2)] == [False, False]
