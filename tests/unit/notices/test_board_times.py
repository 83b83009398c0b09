"""From an event the desk sees when it was published, seen, sent and acknowledged, by any button."""

from conversations.counter import Closed, Pressed
from conversations.messages import Reply
from customers.told import Told
from notices.board import Board
from notices.heard import HeardButtons
from notices.post import Notice
from tests.unit.conversations.conftest import eventually
from tests.unit.notices.clientele import REF, Clientele
from tests.unit.notices.conftest import Opening
from tests.unit.notices.office import office
from tests.unit.notices.phones import Phones


async def test_each_investor_has_the_times_of_an_event(clientele: Clientele, gateway: Opening) -> None:
    holder = clientele.investor("telegram:1", holds=[REF])
    reader = clientele.investor("web:2", holds=[REF])
    nobody = clientele.investor(holds=[REF])
    alerted = clientele.investor("telegram:3")
    ours = office(await gateway(Phones("telegram")), "telegram")
    database = ours.conversations.database
    board = Board(database, ours.campaigns)
    event = clientele.event(key="one", published="2018-05-23 20:15+08")
    campaign = await ours.tell(event)
    await ours.mailing.send([Notice(alerted, "delisting", "one", Reply("提醒"), why="w")])

    async def sent() -> bool:
        await ours.following.once()
        return all(row["sent_at"] for row in await board.times(event, 0) if row["investor_id"] != nobody)

    await eventually(sent)
    counter = HeardButtons.before(Closed(), database)
    for _ in range(2):
        assert await counter.press(Pressed(0, "telegram", "1", "bot", None, f"desk:heard:{campaign}"))
    assert await Told(database, {}).acknowledge(("telegram", "3"), event)
    rows = await board.times(event, 0)
    known = {row["investor_id"]: row["acknowledged_at"] is not None for row in rows}
    assert known == {holder: True, reader: False, nobody: False, alerted: True}
    assert all(row["published_at"] < row["first_seen_at"] for row in rows)
    assert all(row["first_seen_at"] <= row["sent_at"] for row in rows if row["investor_id"] != nobody)
    assert {row["investor_id"] for row in rows if row["sent_at"] is None} == {nobody}
    assert [row["place"] for row in await board.times(event, rows[1]["place"])] == [
        r["place"] for r in rows[2:]
    ]
    shown = await board.show(campaign)
    assert shown is not None
    assert (shown["counts"]["acknowledged"], shown["counts"]["read"]) == (2, 1)
