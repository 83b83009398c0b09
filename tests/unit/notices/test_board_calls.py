"""What the desk may do to campaigns: tell of what holders must hear of, and call each investor once."""

import asyncio

import pytest

from notices.board import Board
from tests.unit.notices.clientele import REF, Clientele
from tests.unit.notices.conftest import Opening
from tests.unit.notices.office import Office, office


@pytest.fixture
async def ours(gateway: Opening) -> Office:
    return office(await gateway())


@pytest.fixture
def board(ours: Office) -> Board:
    return Board(ours.conversations.database, ours.campaigns)


async def test_the_desk_tells_only_of_what_holders_must_hear_of(clientele: Clientele, board: Board) -> None:
    decided = clientele.event()
    [ipo] = clientele.do(
        "insert into event (key, kind, title, source) values ('ipo:1', 'ipo', '新股', '上交所') returning id"
    )
    [move] = clientele.do(
        "insert into event (key, kind, ref, title, source) values ('m', 'price_move', %s, '异动', '上交所')"
        " returning id",
        REF,
    )
    assert await board.begin_by(ipo["id"], "wang", rehearsal=False) is None
    assert await board.begin_by(move["id"], "wang", rehearsal=True) is None
    assert clientele.do("select id from campaign") == []
    assert await board.begin_by(decided, "wang", rehearsal=False) is not None


async def test_of_two_agents_who_take_the_same_call_the_first_has_it(
    clientele: Clientele, ours: Office, board: Board
) -> None:
    clientele.investor("wechat:1", holds=[REF])
    number = await ours.tell(clientele.event())
    [notice] = [row["id"] for row in await board.calls(number)]
    agents = ("wang", "li")
    took = await asyncio.gather(*(board.called(number, notice, "calling", agent) for agent in agents))
    assert sorted(took) == ["noted", "taken"]
    first, other = agents if took[0] == "noted" else agents[::-1]
    assert await board.called(number, notice, "called", other) == "taken"
    assert await board.called(number, notice, "called", first) == "noted"
    assert await board.called(number, notice, "calling", other) == "taken"
    assert await board.called(number, notice + 1, "calling", other) == "gone"
    assert await board.calls(number) == []


async def test_a_call_that_nobody_makes_is_free_again(
    clientele: Clientele, ours: Office, board: Board
) -> None:
    clientele.investor("wechat:1", holds=[REF])
    number = await ours.tell(clientele.event())
    [notice] = [row["id"] for row in await board.calls(number)]
    assert await board.called(number, notice, "calling", "wang") == "noted"
    clientele.do("update notice_sent set changed_at = now() - interval '16 minutes'")
    assert await board.called(number, notice, "calling", "li") == "noted"
