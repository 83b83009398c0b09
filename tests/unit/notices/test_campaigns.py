"""An event reaches everybody it concerns, once, by the ways there are; and nobody once it is void."""

import asyncio
from collections import Counter
from datetime import datetime

import pytest

from conversations.messages import SHANGHAI
from conversations.sending import NotSent, OutcomeUnknown, RecipientGone, WindowClosed
from notices.campaigns import EXPAND, START
from notices.detecting import withdrawal
from notices.errors import NoEvent
from notices.events import Events, Found
from notices.jobs import FIRST, Jobs
from notices.telling import Beginning
from tests.unit.conversations.conftest import eventually
from tests.unit.notices.clientele import REF, TITLE, Clientele
from tests.unit.notices.conftest import Opening
from tests.unit.notices.office import Office, office
from tests.unit.notices.phones import Phones
from tests.unit.notices.promises import QUICK


async def followed(office: Office, clientele: Clientele, *states: str) -> None:
    """Follow until the investors stand like this, in the order in which they were found."""

    async def so() -> bool:
        await office.following.once()
        return list(clientele.states().values()) == list(states)

    try:
        await eventually(so)
    except TimeoutError:
        assert list(clientele.states().values()) == list(states)


async def taken_back(office: Office, number: int) -> int:
    """Its source has nothing of it any more; the event that tells so."""
    events, now = Events(office.conversations.database), datetime.now(SHANGHAI)
    event = await events.get(number)
    assert event is not None
    told = await events.withdraw(number, withdrawal(event, event.source), now)
    assert told is not None
    return told


async def test_holders_come_first_then_who_watches_and_nobody_twice(
    clientele: Clientele, gateway: Opening
) -> None:
    watching = [clientele.investor(f"wechat:w{n}", watches=[REF], left=5) for n in range(3)]
    both = clientele.investor("wechat:b", holds=[REF], watches=[REF], left=5)
    holding = [clientele.investor(f"wechat:h{n}", holds=[REF], left=5) for n in range(3)]
    clientele.investor("wechat:x", holds=["SH600519"], left=5)
    phones = Phones()
    ours = office(await gateway(phones), "wechat")
    event = clientele.event()
    number = await ours.tell(event)
    assert await ours.tell(event) == number
    assert list(clientele.states()) == [both, *holding, *watching]
    await followed(ours, clientele, *["sent"] * 7)
    assert set(phones.rung.values()) == {1}
    [campaign] = clientele.do("select state, affected, expanded_at is not null as whole from campaign")
    assert campaign == {"state": "finished", "affected": 7, "whole": True}


async def test_the_words_name_the_announcement_its_time_and_source(
    clientele: Clientele, gateway: Opening
) -> None:
    clientele.investor("web:1", holds=[REF])
    ours = office(await gateway())
    await ours.tell(clientele.event(published="2018-05-23 20:15+08"))
    [said] = clientele.said("web:1")
    assert said.startswith("600432：终止上市决定公告")
    assert "关于公司股票终止上市的公告" in said
    assert "发布于 2018-05-23 20:15，来源：上交所" in said
    [campaign] = clientele.do("select exact, deadline = '2018-05-23 21:15+08' as due from campaign")
    assert campaign == {"exact": True, "due": True}


async def test_each_investor_goes_down_the_ladder(clientele: Clientele, gateway: Opening) -> None:
    """Window, subscription, template, another channel, the web page; who has nothing is called."""
    clientele.investor("wechat:open", holds=[REF], left=1)
    clientele.investor("wechat:ticket", holds=[REF], tickets=1)
    clientele.investor("wechat:shut", holds=[REF])
    clientele.investor("wechat_kf:shut", "telegram:2", holds=[REF])
    clientele.investor("wechat_kf:shut2", "web:1", holds=[REF])
    nobody = clientele.investor(holds=[REF])
    channels = ("wechat", "wechat_kf", "telegram", "wechat_subscribe", "wechat_template")
    phones = [Phones(name) for name in channels]
    ours = office(await gateway(*phones), *channels)
    await ours.tell(clientele.event())
    assert clientele.ways() == ["window", "subscription", "template", "window", "web"]
    assert clientele.states()[nobody] == "unreachable"


async def test_what_is_refused_goes_another_way_and_never_the_same_twice(
    clientele: Clientele, gateway: Opening
) -> None:
    clientele.investor("wechat:late", "telegram:1", holds=[REF], left=1)
    clientele.investor("wechat:gone", holds=[REF], left=1)
    wechat, telegram = Phones(), Phones("telegram")
    wechat.faults = {"late": [WindowClosed("45015")], "gone": [RecipientGone("43004")]}
    ours = office(await gateway(wechat, telegram), "wechat", "telegram")
    await ours.tell(clientele.event())
    await followed(ours, clientele, "sent", "unreachable")
    assert (dict(wechat.rung), dict(telegram.rung)) == ({}, {"1": 1})


async def test_what_nobody_knows_is_not_sent_again_but_called(clientele: Clientele, gateway: Opening) -> None:
    clientele.investor("wechat:1", "telegram:1", holds=[REF], left=5)
    wechat, telegram = Phones(), Phones("telegram")
    wechat.faults = {"1": [OutcomeUnknown()]}
    ours = office(await gateway(wechat, telegram), "wechat", "telegram")
    await ours.tell(clientele.event())
    await followed(ours, clientele, "unknown")
    assert (dict(wechat.rung), dict(telegram.rung)) == ({}, {})


async def test_a_rehearsal_reckons_everything_and_sends_nothing(
    clientele: Clientele, gateway: Opening
) -> None:
    clientele.investor("wechat:1", holds=[REF], left=5)
    clientele.investor("web:1", watches=[REF])
    ours = office(await gateway(Phones()), "wechat")
    event = clientele.event()
    await ours.tell(event, rehearsal=True)
    assert list(clientele.states().values()) == ["rehearsed", "rehearsed"]
    assert clientele.ways() == ["window", "web"]
    assert (clientele.outbox(), clientele.said("web:1")) == ([], [])
    assert await ours.tell(event) > 0
    assert Counter(row["state"] for row in clientele.do("select state from notice_sent")) == {
        "rehearsed": 2,
        "queued": 2,
    }


async def test_an_outage_in_the_hour_sends_by_another_way_before_it_is_over(
    clientele: Clientele, gateway: Opening
) -> None:
    clientele.investor("wechat:1", "telegram:1", holds=[REF], left=5)
    clientele.investor("wechat:2", holds=[REF], left=5)
    wechat, telegram = Phones(away=NotSent("away")), Phones("telegram")
    ours = office(await gateway(wechat, telegram), "wechat", "telegram")
    await ours.tell(clientele.event())

    async def tried() -> bool:
        await ours.following.once()
        rows = clientele.do("select count(*) as n from outbox where error is not null and state = 'pending'")
        return bool(rows[0]["n"] == 2)

    await eventually(tried)
    assert list(clientele.states().values()) == ["queued", "queued"]
    clientele.do("update campaign set started_at = now() - interval '46 minutes', deadline = now()")
    await followed(ours, clientele, "sent", "unreachable")
    wechat.away = None
    await ours.following.once()
    assert (dict(wechat.rung), dict(telegram.rung)) == ({}, {"1": 1})


async def test_who_reads_the_page_has_read_it_and_who_does_not_is_called(
    clientele: Clientele, gateway: Opening
) -> None:
    clientele.investor("web:1", holds=[REF])
    clientele.investor("web:2", holds=[REF])
    ours = office(await gateway())
    await ours.tell(clientele.event())
    clientele.do(
        "with c as (update conversation set seq = seq + 1 where user_id = '1' returning id, seq)"
        " insert into message (conversation_id, seq, sender, kind, text, epoch)"
        " select id, seq, 'user', 'text', '好', 0 from c"
    )
    await followed(ours, clientele, "read", "queued")
    clientele.do("update campaign set started_at = now() - interval '46 minutes', deadline = now()")
    await followed(ours, clientele, "read", "unreachable")


async def test_a_withdrawn_event_reaches_nobody_more_and_those_it_reached_hear_so(
    clientele: Clientele, gateway: Opening
) -> None:
    told = clientele.investor("telegram:told", holds=[REF])
    clientele.investor("wechat:waits", holds=[REF], left=5)
    wechat, telegram = Phones(), Phones("telegram")
    wechat.open.clear()
    ours = office(await gateway(telegram), "wechat", "telegram")
    event = clientele.event()
    await ours.tell(event)
    await followed(ours, clientele, "sent", "queued")
    [start, _] = ours.campaigns.tasks
    await start.work({"event": await taken_back(ours, event)}, 0)
    assert clientele.do("select state from campaign") == [
        {"state": "stopped"}
    ]  # who was told is not known yet
    await ours.following.once()
    wechat.open.set()
    held = await gateway(wechat)

    async def corrected() -> bool:
        await ours.following.once()
        return len(clientele.do("select id from campaign")) == 2

    await eventually(corrected)
    async with Jobs(held.database.dsn, ours.campaigns.tasks, QUICK):  # the withdrawal's own job begins none

        async def heard() -> bool:
            return len(telegram.texts) == 2

        await eventually(heard)
    assert dict(wechat.rung) == {}
    assert "更正" in (telegram.texts[1] or "")
    rows = clientele.do("select investor_id, state from notice_sent order by id")
    assert [row["state"] for row in rows[:2]] == ["sent", "dropped"]
    assert [row["investor_id"] for row in rows[2:]] == [told]


async def test_a_channel_that_is_off_does_not_keep_a_withdrawal_from_those_who_were_told(
    clientele: Clientele, gateway: Opening
) -> None:
    clientele.investor("telegram:told", holds=[REF])
    clientele.investor("wechat:waits", holds=[REF], left=5)
    ours = office(await gateway(Phones("telegram")), "wechat", "telegram")
    await ours.tell(clientele.event())
    await followed(ours, clientele, "sent", "queued")
    clientele.do("update event set withdrawn_at = now()")
    await ours.following.once()
    assert list(clientele.states().values()) == ["sent", "dropped"]
    assert clientele.do("select state from outbox where channel = 'wechat'") == [{"state": "expired"}]


async def test_an_event_withdrawn_before_anybody_was_told_begins_nothing(
    clientele: Clientele, gateway: Opening
) -> None:
    ours = office(await gateway())
    event = clientele.event()
    clientele.do("update event set withdrawn_at = now()")
    with pytest.raises(NoEvent):
        await ours.campaigns.begin(Beginning(event, "test"))
    [start, _] = ours.campaigns.tasks
    await start.work({"event": event}, 0)
    assert clientele.do("select id from campaign") == []


async def test_a_campaign_is_done_before_other_jobs(clientele: Clientele, gateway: Opening) -> None:
    ours = office(await gateway())
    await ours.campaigns.begin(Beginning(clientele.event(), "test"))
    found = Found("k", "delisting_decision", TITLE, "上交所", REF, level="red", campaign=True)
    await Events(ours.conversations.database).keep(found, datetime.now(SHANGHAI))
    rows = clientele.do("select task_name, priority from procrastinate_jobs order by id")
    assert [(row["task_name"], row["priority"]) for row in rows] == [(EXPAND, FIRST), (START, FIRST)]


async def test_a_worker_killed_in_the_middle_is_followed_by_one_that_goes_on(
    clientele: Clientele, gateway: Opening
) -> None:
    for n in range(30):
        clientele.investor(f"telegram:{n}", holds=[REF])
    phones = Phones("telegram")
    first, second = office(await gateway(), "telegram", batch=4), office(await gateway(phones), "telegram")
    event = clientele.event()
    number = await first.campaigns.begin(Beginning(event, "events"))
    work = asyncio.create_task(first.campaigns.expand(number))

    async def begun() -> bool:
        return len(clientele.states()) >= 4

    await eventually(begun)
    work.cancel()
    await asyncio.gather(work, return_exceptions=True)
    assert len(clientele.states()) < 30
    await second.campaigns.expand(number)

    async def sent() -> bool:
        return phones.rung.total() >= 30

    await eventually(sent)
    assert set(phones.rung.values()) == {1}
    assert len(phones.rung) == 30


async def test_several_workers_at_one_campaign_tell_everybody_once(
    clientele: Clientele, gateway: Opening
) -> None:
    for n in range(20):
        clientele.investor(f"telegram:{n}", holds=[REF])
    phones = Phones("telegram")
    ours = office(await gateway(phones), "telegram", batch=3)
    event = clientele.event()
    numbers = await asyncio.gather(*(ours.tell(event) for _ in range(4)))
    assert len(set(numbers)) == 1
    await followed(ours, clientele, *["sent"] * 20)
    assert set(phones.rung.values()) == {1}
