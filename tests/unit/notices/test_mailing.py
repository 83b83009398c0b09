"""What is sent unasked is said once, by the best way, and not to who does not want it."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from conversations import Conversations, Inbound, Reply
from conversations.database import Database
from conversations.messages import SHANGHAI, Choice
from conversations.sending import Limits, RecipientGone
from notices.following_sql import FOLLOW, FOLLOW_SENT
from notices.gate import NoticeGate
from notices.mailing import Mailing
from notices.post import Notice
from notices.ways import Reachable
from tests.unit.conversations.conftest import eventually
from tests.unit.notices.clientele import REF, Clientele
from tests.unit.notices.conftest import Opening
from tests.unit.notices.office import office
from tests.unit.notices.phones import Phones

BRIEF = Reply("早盘简报", (Choice("知道了", "desk:heard:0"),))


def post(conversations: Conversations, *channels: str, withheld: Sequence[str] = ()) -> Mailing:
    return Mailing(conversations, Reachable(frozenset(channels), frozenset(withheld)))


def brief(investor: int, key: str = "brief:1", reply: Reply = BRIEF) -> Notice:
    return Notice(investor, "brief_morning", key, reply, why="您订阅了早盘简报")


def rest(clientele: Clientele, investor: int) -> None:
    """It is quiet since an hour ago, for another."""
    [now] = clientele.do(
        "select extract(hour from l)::int * 60 + extract(minute from l)::int as minute"
        " from (select now() at time zone 'Asia/Shanghai' as l) t"
    )
    quiet = ((now["minute"] - 60) % 1440, (now["minute"] + 60) % 1440, investor)
    clientele.do("update investor set quiet_from = %s, quiet_to = %s where id = %s", *quiet)


async def test_a_notice_stands_in_the_transcript_and_is_sent_once_for_its_key(
    clientele: Clientele, gateway: Opening
) -> None:
    phones = Phones("telegram")
    conversations = await gateway(phones)
    mailing = post(conversations, "telegram")
    investors = [clientele.investor(f"telegram:{n}") for n in range(3)]
    notices = [brief(investor) for investor in investors]
    assert await mailing.send(notices) == 3
    assert await mailing.send([*notices, *notices]) == 0

    async def sent() -> bool:
        return sorted(phones.rung.elements()) == ["0", "1", "2"]

    await eventually(sent)
    assert clientele.said("telegram:1") == ["早盘简报"]
    buttons = clientele.do("select id, title, payload from button")
    assert {(each["title"], each["payload"]) for each in buttons} == {("知道了", "desk:heard:0")}
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{16}", each["id"]) for each in buttons)
    assert len({each["id"] for each in buttons}) == 3


async def test_two_that_send_the_same_at_once_send_it_once(clientele: Clientele, gateway: Opening) -> None:
    conversations = await gateway(Phones("telegram"))
    notices = [brief(clientele.investor(f"telegram:{n}")) for n in range(20)]
    mailing = post(conversations, "telegram")
    new = await asyncio.gather(*(mailing.send(notices) for _ in range(4)))
    assert sum(new) == 20
    assert len(clientele.outbox()) == 20


async def test_who_declined_it_or_withdrew_consent_or_was_joined_into_another_gets_nothing(
    clientele: Clientele, gateway: Opening
) -> None:
    declined, withdrawn, joined = (clientele.investor(f"telegram:{n}") for n in range(3))
    clientele.decline(declined, "brief_morning")
    clientele.agree(withdrawn, given=False)
    clientele.do("update investor set joined_into = %s where id = %s", declined, joined)
    mailing = post(await gateway(Phones("telegram")), "telegram")
    assert await mailing.send([brief(each) for each in (declined, withdrawn, joined)]) == 0


async def test_who_was_told_under_an_older_number_is_not_told_again(
    clientele: Clientele, gateway: Opening
) -> None:
    """Two accounts turned out to be one investor between two batches."""
    mailing = post(await gateway(Phones("telegram")), "telegram")
    first, second = clientele.investor("telegram:1"), clientele.investor("telegram:2")
    assert await mailing.send([brief(first)]) == 1
    clientele.do("update investor set joined_into = %s where id = %s", second, first)
    assert await mailing.send([brief(second)]) == 0


async def test_several_notices_to_one_investor_are_all_said(clientele: Clientele, gateway: Opening) -> None:
    phones = Phones("telegram")
    mailing = post(await gateway(phones), "telegram")
    investor = clientele.investor("telegram:1")
    notices = [brief(investor, f"brief:{n}", Reply(f"简报{n}")) for n in range(3)]
    assert await mailing.send(notices) == 3

    async def sent() -> bool:
        return phones.texts == ["简报0", "简报1", "简报2"]

    await eventually(sent)


async def test_account_data_stays_within_the_country(clientele: Clientele, gateway: Opening) -> None:
    phones = Phones("telegram", limits=Limits(account_data=False))
    mailing = post(await gateway(phones), "telegram", withheld=["telegram"])
    own, abroad = clientele.investor("telegram:1", "web:1"), clientele.investor("telegram:2")
    reply = Reply("您持有的股票", account=True)
    assert await mailing.send([brief(own, reply=reply), brief(abroad, reply=reply)]) == 2
    assert clientele.outbox() == []
    assert clientele.said("web:1") == ["您持有的股票"]
    assert clientele.states() == {own: "sent", abroad: "unreachable"}


async def test_where_it_may_go_abroad_each_investor_is_asked_first(
    clientele: Clientele, gateway: Opening
) -> None:
    mailing = post(await gateway(Phones("telegram")), "telegram")
    yes, no = clientele.investor("telegram:1"), clientele.investor("telegram:2", "web:2")
    clientele.agree(no, given=False, kind="abroad")
    reply = Reply("您持有的股票", account=True)
    assert await mailing.send([brief(yes, reply=reply), brief(no, reply=reply)]) == 2
    assert {recipient for _, recipient, _ in clientele.outbox()} == {"1"}
    assert clientele.said("web:2") == ["您持有的股票"]
    assert await mailing.send([brief(no, "brief:2")]) == 1
    assert {recipient for _, recipient, _ in clientele.outbox()} == {"1", "2"}


async def test_who_takes_the_consent_back_before_it_goes_out_is_told_another_way(
    clientele: Clientele, gateway: Opening, database: Database
) -> None:
    ours = office(await gateway(), "telegram")
    yes, no = (clientele.investor(f"telegram:{n}", f"web:{n}", holds=[REF]) for n in range(2))
    await ours.tell(clientele.event())
    clientele.agree(no, given=False, kind="abroad")
    queued = {row["investor_id"]: row["id"] for row in clientele.do("select * from notice_sent")}
    assert await NoticeGate(database).refused([*queued.values()]) == {queued[no]}
    assert clientele.states() == {yes: "queued", no: "waiting"}
    await ours.following.once()
    assert len(clientele.said("web:1")) == 1
    assert clientele.said("web:0") == []


async def test_quiet_hours_hold_back_what_is_not_urgent_and_nothing_else(
    clientele: Clientele, gateway: Opening
) -> None:
    phones = Phones("telegram")
    conversations = await gateway(phones)
    mailing = post(conversations, "telegram")
    investor = clientele.investor("telegram:1")
    rest(clientele, investor)
    await mailing.send([brief(investor), Notice(investor, "price_alert", "p:1", Reply("到价"))])
    await mailing.send([Notice(investor, "delisting", "e:1", Reply("终止上市"))])
    await conversations.answer(Inbound("telegram", "1", "m1", text="报告"))

    async def sent() -> bool:
        return [row[2] for row in clientele.outbox()] == ["pending", "pending", "sent", "sent"]

    await eventually(sent)
    assert phones.texts == ["终止上市", "报告稍后发给您。"]


async def test_people_who_have_the_conversation_are_not_answered_over(
    clientele: Clientele, gateway: Opening
) -> None:
    phones = Phones("telegram")
    conversations = await gateway(phones)
    investor = clientele.investor("telegram:1")
    clientele.do("update conversation set owner = 'human', agent = 'a1', epoch = 4")
    await post(conversations, "telegram").send([brief(investor)])
    [row] = clientele.do("select sender, epoch from message")
    assert row == {"sender": "system", "epoch": 4}
    [owner] = clientele.do("select owner, agent, epoch from conversation")
    assert owner == {"owner": "human", "agent": "a1", "epoch": 4}


async def test_who_unsubscribed_a_second_ago_gets_nothing(clientele: Clientele, gateway: Opening) -> None:
    """It stood in the outbox already."""
    investor, other = clientele.investor("telegram:1"), clientele.investor("telegram:2")
    quiet = await gateway()  # no sender runs yet
    await post(quiet, "telegram").send([brief(investor), brief(other)])
    clientele.decline(investor, "brief_morning")
    phones = Phones("telegram")
    await gateway(phones)

    async def settled() -> bool:
        return {row[1:] for row in clientele.outbox()} == {("1", "expired"), ("2", "sent")}

    await eventually(settled)
    assert list(phones.rung) == ["2"]
    assert clientele.states()[investor] == "dropped"


async def test_who_was_joined_to_another_meanwhile_is_asked_about_as_that_other_one(
    clientele: Clientele, gateway: Opening
) -> None:
    """Both wanted it when it was queued; one is now somebody who declines it."""
    told, declined, other = (clientele.investor(f"telegram:{n}") for n in (1, 2, 3))
    await post(await gateway(), "telegram").send([brief(told), brief(declined)])
    clientele.do("update investor set joined_into = %s where id = any(%s)", other, [told, declined])
    phones = Phones("telegram")
    clientele.decline(other, "brief_morning")
    await gateway(phones)

    async def settled() -> bool:
        return {row[2] for row in clientele.outbox()} == {"expired"}

    await eventually(settled)
    assert not phones.rung


async def test_who_was_joined_to_another_is_reached_by_that_others_accounts(
    clientele: Clientele, gateway: Opening
) -> None:
    investor, other = clientele.investor("wechat:1", left=5), clientele.investor("telegram:2")
    wechat, telegram = Phones(faults={"1": [RecipientGone("43004")]}), Phones("telegram")
    wechat.open.clear()
    ours = office(await gateway(wechat, telegram), "wechat", "telegram")
    await ours.mailing.send([brief(investor)])
    clientele.do("update investor set joined_into = %s where id = %s", other, investor)
    clientele.do("update investor_account set investor_id = %s where investor_id = %s", other, investor)
    wechat.open.set()

    async def reached() -> bool:
        await ours.following.once()
        return dict(telegram.rung) == {"2": 1}

    await eventually(reached)


async def test_the_next_way_does_not_make_a_notice_last_longer(
    clientele: Clientele, gateway: Opening
) -> None:
    until = datetime.now(SHANGHAI) + timedelta(minutes=30)
    fresh, stale = (clientele.investor(f"wechat:{n}", f"telegram:{n}", left=5) for n in (1, 2))
    wechat, telegram = Phones(), Phones("telegram")
    wechat.faults = {user: [RecipientGone("43004")] for user in ("1", "2")}
    ours = office(await gateway(wechat, telegram), "wechat", "telegram")
    wechat.open.clear()
    await ours.mailing.send([replace(brief(each), until=until) for each in (fresh, stale)])
    clientele.do("update notice_sent set until = now() where investor_id = %s", stale)
    wechat.open.set()

    async def so() -> bool:
        await ours.following.once()
        return clientele.states() == {fresh: "sent", stale: "dropped"}

    await eventually(so)
    assert dict(telegram.rung) == {"1": 1}
    assert {row["expires_at"] for row in clientele.do("select expires_at from outbox")} == {until}


async def test_what_quiet_hours_hold_back_lasts_as_long_behind_them(
    clientele: Clientele, gateway: Opening
) -> None:
    investor = clientele.investor("telegram:1")
    rest(clientele, investor)
    alert = Notice(investor, "price_alert", "p:1", Reply("到价"))
    until = datetime.now(SHANGHAI) + timedelta(minutes=30)
    await post(await gateway(), "telegram").send([replace(alert, until=until)])
    [row] = clientele.do("select expires_at - next_attempt_at as lasts from outbox")
    assert timedelta(minutes=29) < row["lasts"] <= timedelta(minutes=30)


async def test_what_stands_on_the_page_needs_no_following(clientele: Clientele, gateway: Opening) -> None:
    investor = clientele.investor("web:1")
    ours = office(await gateway())
    await ours.mailing.send([brief(investor)])
    assert clientele.states() == {investor: "sent"}
    for statement in (FOLLOW, FOLLOW_SENT):
        [row] = await ours.conversations.database.rows(statement, {"campaign": 0, "after": 0, "limit": 10})
        assert row["looked"] == 0


async def test_a_receipt_that_comes_later_is_written_down(clientele: Clientele, gateway: Opening) -> None:
    investor = clientele.investor("wechat:1", tickets=1)
    ours = office(await gateway(Phones("wechat_subscribe")), "wechat", "wechat_subscribe")
    await ours.mailing.send([brief(investor)])

    async def stands(state: str) -> bool:
        await ours.following.once()
        return clientele.states() == {investor: state}

    await eventually(lambda: stands("sent"))
    clientele.do("update outbox set state = 'delivered'")
    await eventually(lambda: stands("delivered"))
