"""Our client of WeCom's API against a WeCom as strict as the real one."""

import asyncio
import logging
import traceback
from dataclasses import replace

import httpx
import pytest

from channels.credentials import WechatKf
from channels.errors import MediaGone, MediaTooLarge, TokenAway
from channels.wechat import errors
from channels.wechat.errors import NoAnswer, NotReached, Told, WechatError
from channels.wechat_kf.client import KfClient
from channels.wechat_kf.errors import KeyRepeated, ServicerAway, SessionElsewhere, StepRefused, named
from channels.wechat_kf.parse import address
from channels.wechat_kf.states import Standing, State
from conversations.database import Database
from tests.fakes.wechat.faults import BreakOff, Fault, Faults, Instead, Refuse, Silence, Status
from tests.fakes.wechat.kf_company import BOT, HUMAN, QUEUED, TOTAL, Company, Session
from tests.unit.channels.wechat_kf.conftest import CUSTOMER, PAGE

SEND, TOKEN, SYNC = "/cgi-bin/kf/send_msg", "/cgi-bin/gettoken", "/cgi-bin/kf/sync_msg"
HELLO = {"msgtype": "text", "text": {"content": "您好 <\\u4f60> 😀"}}
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


@pytest.fixture
def user(company: Company) -> str:
    """Somebody who has just written."""
    place = (company.accounts[0], CUSTOMER)
    company.sessions[place] = Session(BOT, wrote_at=company.clock.now(), left=TOTAL)
    return address(*place)


async def test_a_text_is_seen_as_it_was_written(client: KfClient, company: Company, user: str) -> None:
    await client.send(user, "wp1", HELLO)
    assert company.screens.texts(CUSTOMER) == [HELLO["text"]["content"]]  # type: ignore[index]


async def test_the_same_msgid_is_shown_once(client: KfClient, company: Company, user: str) -> None:
    await client.send(user, "wp1", HELLO)
    with pytest.raises(KeyRepeated):
        await client.send(user, "wp1", HELLO)
    assert len(company.screens.shown[CUSTOMER]) == 1


async def test_a_picture_is_uploaded_and_shown_whole(client: KfClient, company: Company, user: str) -> None:
    media_id = await client.upload("chart.png", PNG, "image/png")
    await client.send(user, "wp1", {"msgtype": "image", "image": {"media_id": media_id}})
    assert company.screens.shown[CUSTOMER][0].image == PNG


async def test_the_stream_is_read_page_by_page(client: KfClient, company: Company) -> None:
    account = company.accounts[0]
    for number in range(PAGE + 1):
        company.add(3, "text", {"content": str(number)}, open_kfid=account, external_userid=CUSTOMER)
    first = await client.page(account, None, None)
    rest = await client.page(account, first.place, None)
    assert [entry["text"]["content"] for entry in (*first.entries, *rest.entries)] == ["0", "1", "2", "3"]
    assert (first.more, rest.more) == (True, False)
    assert (await client.page(account, rest.place, None)).entries == []


async def test_a_session_is_moved_and_looked_at(client: KfClient, company: Company, user: str) -> None:
    code = await client.move(user, Standing(State.QUEUED))
    assert (await client.standing(user), bool(code)) == (Standing(State.QUEUED), True)
    await client.move(user, Standing(State.HUMAN, "lisi"))
    assert await client.standing(user) == Standing(State.HUMAN, "lisi")


async def test_a_grant_is_good_once_and_outside_the_quota(
    client: KfClient, company: Company, user: str
) -> None:
    code = await client.move(user, Standing(State.QUEUED))
    await client.send_granted(str(code), "wp1", HELLO)
    with pytest.raises(Told):
        await client.send_granted(str(code), "wp2", HELLO)
    assert company.sessions[company.accounts[0], CUSTOMER].left == TOTAL


async def test_where_a_person_has_the_session_nothing_is_written(
    client: KfClient, company: Company, user: str
) -> None:
    company.sessions[company.accounts[0], CUSTOMER].state = HUMAN
    with pytest.raises(SessionElsewhere):
        await client.send(user, "wp1", HELLO)


async def test_there_is_no_way_back_from_the_queue(client: KfClient, company: Company, user: str) -> None:
    company.sessions[company.accounts[0], CUSTOMER].state = QUEUED
    with pytest.raises(StepRefused):
        await client.move(user, Standing(State.BOT))
    with pytest.raises(ServicerAway):
        await client.move(user, Standing(State.HUMAN, "nobody"))


async def test_quota_and_time_end_what_may_be_written(client: KfClient, company: Company, user: str) -> None:
    for number in range(TOTAL):
        await client.send(user, f"wp{number}", HELLO)
    with pytest.raises(errors.QuotaUsed):
        await client.send(user, "wp9", HELLO)
    company.sessions[company.accounts[0], CUSTOMER].wrote_at -= 49 * 3600
    with pytest.raises(errors.TooLate):
        await client.send(user, "wp10", HELLO)


async def test_a_token_that_lapsed_is_replaced_once(
    client: KfClient, company: Company, faults: Faults, user: str, database: Database
) -> None:
    await client.send(user, "wp1", HELLO)
    company.tokens.revoke()
    await database.rows("update channel_token set asked_at = asked_at - interval '1 minute' returning 1", {})
    await client.send(user, "wp2", HELLO)
    assert (len(faults.called(TOKEN)), len(company.screens.shown[CUSTOMER])) == (2, 2)


async def test_a_token_that_is_refused_again_is_not_tried_for_ever(
    client: KfClient, faults: Faults, user: str, database: Database
) -> None:
    faults.order(SEND, *[Refuse(42001)] * 3)
    with pytest.raises((errors.TokenRefused, TokenAway, TimeoutError)):
        async with asyncio.timeout(1):
            await client.send(user, "wp1", HELLO)
    assert len(faults.called(SEND)) <= 2


async def test_a_file_is_fetched_up_to_a_size(client: KfClient, company: Company) -> None:
    media_id = company.keep(b"#!AMR\n1234", "audio/amr")
    assert (await client.download(media_id, 10)).content == b"#!AMR\n1234"
    with pytest.raises(MediaTooLarge):
        await client.download(media_id, 9)
    with pytest.raises((errors.FileGone, MediaGone)):
        await client.download("nothing", 9000)


async def test_accounts_that_may_be_served_are_known(client: KfClient, company: Company) -> None:
    assert await client.served() == set(company.accounts)


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Silence(done=True), NoAnswer),
        (BreakOff(done=True), NoAnswer),
        (Status(502), NoAnswer),
        (Instead(b"[]"), NoAnswer),
        (Instead(b'{"errcode": "x"}'), NoAnswer),
        (Refuse(-1), errors.Busy),
        (Refuse(45009), errors.Throttled),
        (Refuse(60020), errors.AddressRefused),
        (Refuse(48002), errors.NotPermitted),
        (Refuse(40096), errors.UserGone),
        (Refuse(99999), errors.Refused),
    ],
)
async def test_each_failure_has_its_name(
    client: KfClient, faults: Faults, user: str, fault: Fault, error: type[WechatError]
) -> None:
    faults.order(SEND, fault)
    with pytest.raises(error):
        await client.send(user, "wp1", HELLO)


@pytest.mark.parametrize("answer", [b'{"msg_list": 7}', b'{"msg_list": [], "next_cursor": 7}'])
async def test_a_page_that_is_none_is_no_answer(client: KfClient, faults: Faults, answer: bytes) -> None:
    faults.order(SYNC, Instead(answer))
    with pytest.raises(NoAnswer):
        await client.page("wk1", None, None)


async def test_a_state_that_nobody_knows_is_no_answer(client: KfClient, faults: Faults, user: str) -> None:
    faults.order("/cgi-bin/kf/service_state/get", Instead(b'{"service_state": 9}'))
    with pytest.raises(NoAnswer):
        await client.standing(user)


async def test_nobody_there_is_not_reached(credentials: WechatKf, database: Database) -> None:
    nowhere = replace(credentials, api_base="http://127.0.0.1:9")
    client = KfClient(nowhere, database, httpx.AsyncClient(trust_env=False))
    with pytest.raises((NotReached, TokenAway)):
        await client.served()
    await client.close()


async def test_neither_token_nor_secret_shows_in_an_error_or_a_log(
    client: KfClient, company: Company, faults: Faults, user: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="channels")
    for fault in (Silence(done=False), BreakOff(done=False), Status(500), Refuse(48002)):
        faults.order(SEND, fault)
        with pytest.raises(WechatError) as raised:
            await client.send(user, "wp1", HELLO)
        told = "".join(traceback.format_exception(raised.value)) + caplog.text
        assert company.tokens.given[-1].value not in told
        assert company.secret not in told
        assert CUSTOMER not in told


def test_words_about_the_msgid_mean_a_repetition_only_where_the_code_has_no_name() -> None:
    assert isinstance(named(40035, "duplicated msgid, hint: [1]"), KeyRepeated)
    assert isinstance(named(95018, "of msgid"), SessionElsewhere)
    assert isinstance(named(40035, "invalid parameter"), errors.Refused)
