"""What investors saw against what was sent: each message once and in its place, and nothing else."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import replace
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.chaos.arrivals import NOT_AS_SENT, Address, Due, fits, letters, letters_of, misplaced
from tests.chaos.books import Accepted, Asked, Books, Said, Sent, Talk
from tests.chaos.honest import honest
from tests.e2e.channels.seen import Seen

SEEDS = st.integers(0, 2**32)
WORDS = st.text("甲乙", min_size=1, max_size=4)
DUES = st.lists(st.builds(Due, WORDS, st.sampled_from(["once", "perhaps"])), max_size=6)


@given(SEEDS)
def test_screens_of_an_honest_house_are_as_sent(seed: int) -> None:
    books, screens = honest(seed)
    assert misplaced(books, screens) == []


@given(DUES, st.data())
def test_what_may_not_have_arrived_may_be_there_in_part(due: list[Due], data: st.DataObject) -> None:
    """The model: each that only may be there is cut off somewhere."""
    cut = [
        each.content if each.need == "once" else each.content[: data.draw(st.integers(0, len(each.content)))]
        for each in due
    ]
    assert fits("".join(cut), due)


@given(st.lists(WORDS, min_size=1, max_size=6), st.data())
def test_nothing_that_was_sent_is_missing_doubled_or_strange(sent: list[str], data: st.DataObject) -> None:
    due = [Due(content, "once") for content in sent]
    place = data.draw(st.integers(0, len(sent) - 1))
    missing, doubled = sent[:place] + sent[place + 1 :], sent[: place + 1] + sent[place:]
    for wrong in (missing, doubled, [*sent[:place], "丙", *sent[place:]]):
        assert not fits("".join(wrong), due)


@given(st.permutations(["甲一", "乙二", "丙三"]))
def test_another_order_is_found(seen: list[str]) -> None:
    due = [Due(content, "once") for content in ("甲一", "乙二", "丙三")]
    assert fits("".join(seen), due) == (seen == ["甲一", "乙二", "丙三"])


@pytest.mark.parametrize("what", ["words", "pictures"])
@given(seed=SEEDS)
def test_what_was_seen_twice_in_a_whole_house_is_found(what: str, seed: int) -> None:
    books, screens = honest(seed)
    spoilt: Mapping[Address, Seen] = deepcopy(dict(screens))
    lists = [seen.lines if what == "words" else seen.pictures for seen in spoilt.values()]
    shown = [each for each in lists if each]
    assume(shown)
    chosen = Random(seed).choice(shown)  # noqa: S311 - repeatable
    chosen.append("丁" if what == "words" else "c" * 64)
    assert [each.rule for each in misplaced(books, spoilt)] == [NOT_AS_SENT]


def answered_passively(state: str = "sent") -> Books:
    talk = Talk(1, "wechat", "somebody", "bot", 0, 2)
    said = [Said(1, 1, "user", 0, "m1", "问"), Said(1, 2, "bot", 0, "m1", "答")]
    return Books(
        talks=[talk],
        said=said,
        asked=[Asked(1, 1, "m1", "bot", 2, 2)],
        sent=[Sent(1, 1, 2, state, passive=True)],
    )


def test_an_answer_in_a_response_that_the_platform_gave_up_may_be_missing() -> None:
    books, unseen = answered_passively(), {("wechat", "somebody"): Seen()}
    assert len(misplaced(books, unseen)) == 1
    given_up = replace(books, unheard={Accepted("wechat", "somebody", "m1")})
    assert misplaced(given_up, unseen) == []
    twice = Seen()
    twice.add("答")
    twice.add("答")
    assert len(misplaced(given_up, {("wechat", "somebody"): twice})) == 1


def test_words_that_nobody_wrote_are_found() -> None:
    stranger = Seen()
    stranger.add("答")
    assert len(misplaced(Books(), {("wechat", "nobody"): stranger})) == 1


def test_marks_links_and_blanks_do_not_count() -> None:
    shown = Seen()
    shown.add('【自动回复】 一 行\n\n二行 <a href="weixin://bizmsgmenu?msgmenucontent=x&msgmenuid=1">选</a>')
    assert letters(shown) == letters_of("一行二行")
