"""What all gateways share beside the inbox: grants, standings, places in the stream."""

from datetime import datetime, timedelta

import pytest

from channels.wechat_kf.grants import Grants
from channels.wechat_kf.standings import Reflected, Standings
from channels.wechat_kf.states import Standing, State
from channels.wechat_kf.stream import Place, Stream
from conversations.database import Database
from conversations.locks import Locks
from conversations.messages import SHANGHAI

USER = "wk1:wm1"
NOW = datetime.now(SHANGHAI)  # of the module, some seconds ago
HOUR = timedelta(hours=1)


async def test_a_grant_is_good_once(database: Database) -> None:
    grants = Grants(database)
    await grants.put(USER, "C:1", datetime.now(SHANGHAI))
    taken = [await grants.take(USER), await grants.take(USER)]
    assert [grant and grant.code for grant in taken] == ["C:1", None]


@pytest.mark.parametrize(
    ("state", "menus", "lasts"),
    [
        (None, True, timedelta(seconds=20)),
        (State.ENDED, True, timedelta(seconds=20)),
        (State.QUEUED, False, timedelta(hours=48)),
        (State.HUMAN, False, timedelta(hours=48)),
    ],
)
async def test_a_grant_holds_for_what_wecom_says_and_as_long(
    database: Database, state: State | None, menus: bool, lasts: timedelta
) -> None:
    grants = Grants(database)
    now = datetime.now(SHANGHAI)
    await grants.put(USER, "C1", now - lasts + timedelta(seconds=10), state)
    taken = await grants.take(USER)
    assert taken
    assert taken.menus == menus
    await grants.put(USER, "C2", now - lasts - timedelta(seconds=1), state)
    assert await grants.take(USER) is None


async def test_grants_that_nobody_used_go_and_tokens_stay(database: Database) -> None:
    grants = Grants(database)
    await grants.put(USER, "old", NOW - HOUR)
    await grants.put("wk1:wm2", "new", datetime.now(SHANGHAI))
    kept = "insert into channel_token (account, token, expires_at) values ('wechat_kf:ww1', 't', now())"
    await database.rows(f"{kept} returning account", {})
    await grants.clear()
    rows = await database.rows("select token from channel_token order by token", {})
    assert [row["token"] for row in rows] == ["menu:new", "t"]


async def test_a_message_begins_a_session_where_there_is_none(database: Database) -> None:
    standings = Standings(database)
    assert await standings.begin(USER, NOW)
    assert (await standings.of([USER, "wk1:wm2"])) == {USER: Reflected(Standing(State.NEW), -1)}


async def test_a_session_begins_until_it_is_settled(database: Database) -> None:
    standings = Standings(database)
    assert await standings.begin(USER, NOW)
    assert await standings.begin(USER, NOW)
    await standings.reflect(USER, Standing(State.NEW), 0)
    assert not await standings.begin(USER, datetime.now(SHANGHAI))


async def test_a_message_after_the_end_or_two_days_begins_another(database: Database) -> None:
    standings = Standings(database)
    await standings.hear(USER, Standing(State.ENDED), NOW)
    assert not await standings.begin(USER, NOW - HOUR)
    assert await standings.begin(USER, NOW)
    await standings.reflect(USER, Standing(State.BOT), 0)
    assert not await standings.begin(USER, NOW + 47 * HOUR)
    assert await standings.begin(USER, NOW + 49 * HOUR)


async def test_what_wecom_said_before_does_not_undo_what_is_known(database: Database) -> None:
    standings = Standings(database)
    await standings.reflect(USER, Standing(State.HUMAN, "lisi"), 4)
    assert not await standings.hear(USER, Standing(State.ENDED), NOW - HOUR)
    assert (await standings.of([USER]))[USER] == Reflected(Standing(State.HUMAN, "lisi"), 4)


async def test_a_step_that_was_settled_stays_settled(database: Database) -> None:
    standings = Standings(database)
    await standings.reflect(USER, Standing(State.QUEUED), 5)
    await standings.reflect(USER, Standing(State.BOT), 3)
    assert (await standings.of([USER]))[USER].epoch == 5


async def test_a_place_moves_only_from_where_it_was(database: Database) -> None:
    stream = Stream(database, "wk1")
    assert await stream.place(HOUR) == Place(None, lately=False)
    await stream.move(None, "a")
    await stream.move("a", "b")
    await stream.move("a", "c")
    assert await stream.place(HOUR) == Place("b", lately=True)
    assert await Stream(database, "wk2").place(HOUR) == Place(None, lately=False)


async def test_a_turn_is_taken_by_one(database: Database) -> None:
    async with Database(database.dsn, connections=2) as locks:
        ours = Locks(locks)
        async with ours.waited_for("a"), ours.if_free("a") as mine:
            assert not mine
        async with ours.if_free("a") as mine:
            assert mine
