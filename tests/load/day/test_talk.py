"""The day that is said again."""

from collections import defaultdict
from itertools import pairwise

from tests.load.day.talk import TURNS, Saying, day


def test_the_same_seed_makes_the_same_day() -> None:
    assert list(day(50, 60, seed=3)) == list(day(50, 60, seed=3))
    assert list(day(50, 60, seed=3)) != list(day(50, 60, seed=4))


def test_it_comes_at_its_rate_in_its_time() -> None:
    sayings = list(day(50, 200, seed=1))
    assert len(sayings) == 50 * 200
    quarters = [sum(each.at // 50 == quarter for each in sayings) for quarter in range(4)]
    assert max(quarters) < 1.1 * min(quarters)
    assert all(one.at <= other.at <= 200 for one, other in pairwise(sayings))


def test_an_investor_asks_some_questions_with_time_between() -> None:
    by_user: defaultdict[str, list[Saying]] = defaultdict(list)
    for saying in day(50, 200, seed=1):
        by_user[saying.user].append(saying)
    assert max(len(said) for said in by_user.values()) == TURNS
    for said in by_user.values():
        assert [each.turn for each in said] == list(range(len(said)))
        assert all(other.at - one.at > 5 for one, other in pairwise(said))
        assert not any(each.hands_over for each in said[:-1])
