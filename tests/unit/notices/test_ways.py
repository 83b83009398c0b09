"""The ladder of ways: the best first, none twice, account data nowhere it must not go."""

from hypothesis import given
from hypothesis import strategies as st

from notices.ways import SUBSCRIPTION, TEMPLATE, Account, Reachable, ladder, next_way

CHANNELS = ("wechat", "wechat_kf", "telegram", "web", "nowhere")
ALL = Reachable(frozenset({"wechat", "wechat_kf", "telegram", SUBSCRIPTION, TEMPLATE}))
accounts = st.lists(
    st.builds(
        Account,
        channel=st.sampled_from(CHANNELS),
        conversation_id=st.integers(1, 9),
        left=st.integers(0, 5),
        tickets=st.integers(0, 2),
        abroad=st.booleans(),
    ),
    max_size=5,
    unique_by=lambda account: account.conversation_id,
)
reachable = st.builds(
    Reachable,
    channels=st.frozensets(st.sampled_from(sorted(ALL.channels))),
    withheld=st.frozensets(st.sampled_from(("telegram", "wechat_kf"))),
)


def names(*own: Account, account_data: bool = False, by: Reachable = ALL) -> list[str]:
    return [way.name for way in ladder(own, by, account_data=account_data)]


def test_an_investor_with_everything_has_every_way_in_order() -> None:
    own = (Account("web", 1), Account("telegram", 2), Account("wechat", 3, left=1, tickets=1))
    assert names(*own) == ["window", "subscription", "template", "other", "web"]


def test_a_channel_without_windows_is_the_first_where_no_window_is_missed() -> None:
    assert names(Account("telegram", 1), Account("web", 2)) == ["window", "web"]


def test_account_data_goes_past_a_channel_abroad() -> None:
    abroad = Reachable(ALL.channels, frozenset({"telegram"}))
    own = (Account("telegram", 1, abroad=True), Account("web", 2))
    assert names(*own, account_data=True, by=abroad) == ["web"]
    assert names(*own, by=abroad) == ["window", "web"]


def test_where_account_data_may_go_abroad_it_goes_only_with_the_investors_own_consent() -> None:
    web = Account("web", 2)
    assert names(Account("telegram", 1), web, account_data=True) == ["web"]
    assert names(Account("telegram", 1, abroad=True), web, account_data=True) == ["window", "web"]
    assert names(Account("telegram", 1), web) == ["window", "web"]


@given(accounts, reachable, st.booleans())
def test_going_down_the_ladder_tries_each_way_once_and_ends(
    own: list[Account], by: Reachable, account_data: bool
) -> None:
    ways = ladder(own, by, account_data=account_data)
    tried: list[str] = []
    while way := next_way(ways, tried):
        assert way.channel is None or way.channel in by.channels
        assert not (account_data and way.channel in by.withheld)
        agreed = any(each.abroad for each in own if each.conversation_id == way.conversation_id)
        assert not (account_data and way.channel == "telegram" and not agreed)
        tried.append(way.key)
    assert len(tried) == len(set(tried)) == len(ways)
