"""WeCom's desk and our owners agree, whichever side something happens on."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime

import psycopg
import pytest

from channels.wechat_kf.client import KfClient
from channels.wechat_kf.desk import Desk
from channels.wechat_kf.grants import Grants
from channels.wechat_kf.parse import CHANNEL, address
from channels.wechat_kf.standings import Standings
from conversations import Brain, Conversations, Inbound, Reply
from conversations.database import Database
from conversations.locks import Locks
from conversations.messages import SHANGHAI
from conversations.owners import accept, release, request_handoff
from tests.fakes.brain import TOKEN, FakeBrain
from tests.fakes.wechat.faults import Refuse
from tests.fakes.wechat.kf_company import Company, Session
from tests.unit.channels.wechat_kf.conftest import CUSTOMER, Stand, eventually

SEND, TRANS = "/cgi-bin/kf/send_msg", "/cgi-bin/kf/service_state/trans"
NEW, BOT, QUEUED, HUMAN, ENDED = range(5)
HANDOFF = request_handoff(by="investor", reason="asked")


@pytest.fixture
async def conversations(database: Database) -> AsyncIterator[Conversations]:
    async with FakeBrain() as fake, Brain(fake.url, TOKEN) as brain:
        opened = await Conversations.open(database.dsn, brain)
        yield opened
        await opened.close(within=0.5)


async def begun(stand: Stand) -> int:
    """The number of a conversation that the bot serves on both sides."""
    await stand.phone.say(CUSTOMER, "你好")
    await stands(stand, BOT)
    await stand.fares("sent")
    return (await stand.status()).conversation_id


async def stands(stand: Stand, state: int) -> None:
    await eventually(lambda: stand.phone.state(CUSTOMER) == state)


async def test_who_waits_here_waits_on_the_desk_and_hears_so_before(native: Stand) -> None:
    number = await begun(native)
    native.faults.order(SEND, Refuse(-1))
    await native.conversations.move(number, HANDOFF)
    await stands(native, QUEUED)
    assert native.screen[-1].kind == "menu"  # by a grant it would have to be plain text
    assert "人工客服" in (native.texts()[-1] or "")


async def test_what_is_said_too_late_goes_by_wecoms_grant_in_plain_words(native: Stand) -> None:
    number = await begun(native)
    await native.conversations.move(number, replace(HANDOFF, quiet=True))
    await stands(native, QUEUED)
    await native.phone.say(CUSTOMER, "还要多久")
    await native.shows(2)
    assert native.screen[-1].kind == "text"
    assert "回到机器人" in (native.texts()[-1] or "")


async def test_somebody_on_the_desk_who_takes_the_session_owns_the_conversation(native: Stand) -> None:
    await native.conversations.move(await begun(native), HANDOFF)
    await stands(native, QUEUED)
    await native.phone.take(CUSTOMER, "zhangsan")
    await native.owned_by("human")
    assert (await native.status()).agent == "wecom:zhangsan"


async def test_what_is_said_on_the_desk_stands_in_the_transcript_and_is_not_sent(native: Stand) -> None:
    await begun(native)
    await native.phone.take(CUSTOMER)
    await native.owned_by("human")
    sent = len(native.faults.called(SEND))
    await native.phone.serve(CUSTOMER, "您好，我是客服小张")
    await native.phone.say(CUSTOMER, "谢谢")

    async def is_there() -> bool:
        said = [(message.sender, message.text) for message in await native.transcript()]
        return said[-2:] == [("agent", "您好，我是客服小张"), ("user", "谢谢")]

    await eventually(is_there)
    assert len(native.faults.called(SEND)) == sent
    assert len(native.brain.asked) == 1


async def test_an_agent_who_writes_owns_the_conversation_although_nothing_else_said_so(native: Stand) -> None:
    await begun(native)
    await native.phone.serve(CUSTOMER, "您好", "lisi")
    await native.owned_by("human")
    assert (await native.status()).agent == "wecom:lisi"


async def test_a_session_that_ends_on_the_desk_is_closed_and_the_next_is_the_bots(native: Stand) -> None:
    await begun(native)
    await native.phone.take(CUSTOMER)
    await native.owned_by("human")
    await native.phone.end(CUSTOMER)
    await native.owned_by("closed")
    await native.phone.say(CUSTOMER, "还有个问题")
    await native.owned_by("bot")
    await eventually(lambda: "答：还有个问题" in (native.texts()[-1] or ""))
    await stands(native, BOT)


async def test_who_goes_back_to_the_bot_leaves_the_desk(native: Stand) -> None:
    number = await begun(native)
    await native.conversations.move(number, HANDOFF)
    await stands(native, QUEUED)
    await native.conversations.move(number, release(by="investor", reason="went back"))
    await stands(native, ENDED)
    await native.phone.say(CUSTOMER, "开户")
    await eventually(lambda: "答：开户" in (native.texts()[-1] or ""))


async def test_an_agent_here_can_be_given_the_session_on_the_desk(native: Stand) -> None:
    number = await begun(native)
    await native.conversations.move(number, HANDOFF)
    await native.conversations.move(number, accept("wecom:lisi"))
    await stands(native, HUMAN)
    assert native.company.sessions[native.phone.account, CUSTOMER].servicer == "lisi"


async def test_who_was_given_to_somebody_who_receives_nobody_waits_in_the_queue(native: Stand) -> None:
    number = await begun(native)
    native.company.receiving.clear()
    await native.conversations.move(number, HANDOFF)
    await native.conversations.move(number, accept("wecom:lisi"))
    await native.owned_by("queued")
    await stands(native, QUEUED)


async def test_a_step_that_wecom_could_not_take_is_taken_later(native: Stand) -> None:
    number = await begun(native)
    native.faults.order(TRANS, Refuse(-1), Refuse(45009))
    await native.conversations.move(number, HANDOFF)
    await stands(native, QUEUED)


async def test_a_new_session_is_taken_over_although_wecom_fails_first(stand: Stand) -> None:
    stand.faults.order(TRANS, Refuse(-1), Refuse(45009))
    await begun(stand)


async def test_a_session_that_moved_unheard_is_looked_up_when_wecom_refuses_a_message(native: Stand) -> None:
    await begun(native)
    session = native.company.sessions[native.phone.account, CUSTOMER]
    session.state, session.servicer = HUMAN, "lisi"
    await native.phone.say(CUSTOMER, "开户")
    await native.owned_by("human")
    assert (await native.status()).agent == "wecom:lisi"
    await native.fares("failed")


async def test_without_the_option_the_session_stays_ours_and_our_agents_write(stand: Stand) -> None:
    number = await begun(stand)
    await stand.conversations.move(number, HANDOFF)
    moved = await stand.conversations.move(number, accept("anna"))
    await stand.fares("sent")
    await stand.conversations.say(number, "anna", Reply("您好，我是安娜"), epoch=moved.epoch)
    await eventually(lambda: "我是安娜" in (stand.texts()[-1] or ""))
    assert stand.phone.state(CUSTOMER) == BOT


async def test_an_old_event_that_comes_again_moves_nobody(native: Stand) -> None:
    await begun(native)
    await native.phone.take(CUSTOMER)
    await native.owned_by("human")
    await native.phone.end(CUSTOMER)
    await native.owned_by("closed")
    old = next(entry for entry in native.company.stream if entry["msgtype"] == "event")
    native.company.stream.append({**old, "send_time": old["send_time"] - 60})
    await native.phone.say(CUSTOMER, "开户")
    await eventually(lambda: "答：开户" in (native.texts()[-1] or ""))
    assert (await native.status()).owner == "bot"


async def test_a_new_session_is_taken_over_although_the_store_failed_in_between(
    company: Company, client: KfClient, database: Database, conversations: Conversations
) -> None:
    place = (company.accounts[0], CUSTOMER)
    company.sessions[place] = Session(state=NEW)
    user = address(*place)
    await conversations.receive(Inbound(CHANNEL, user, "m1", text="你好", at=datetime.now(SHANGHAI)))
    desk = Desk(client, Standings(database), Grants(database), Locks(database), native=False)
    desk.unsettled(user)
    await _rename(database, "service_state", "elsewhere")
    with pytest.raises(psycopg.errors.UndefinedTable):
        await desk.round(conversations)
    await _rename(database, "elsewhere", "service_state")
    await desk.round(conversations)
    assert company.sessions[place].state == BOT


async def _rename(database: Database, before: str, after: str) -> None:
    async with database.connection() as connection:
        await connection.execute(f"alter table {before} rename to {after}".encode())
