"""The socket itself: who gets one, how it ends, what noise does to it, and that it is a sign of presence."""

import asyncio

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from desk.work.line import Line
from tests.unit.conversations.conftest import eventually
from tests.unit.desk.work.floor import Floor
from tests.unit.desk.work.page import cookie, page

SECRET = "我的密码是"


class Stuck:
    """A socket whose other side takes nothing any more, and says nothing."""

    def __init__(self) -> None:
        self.sending = 0

    async def send(self, text: str) -> None:
        self.sending += 1
        await asyncio.Event().wait()

    async def receive(self) -> str:
        await asyncio.Event().wait()
        return ""

    async def close(self, code: int) -> None:
        await asyncio.Event().wait()


class Faulty(Stuck):
    """A socket over which something comes that nobody thought of."""

    def __init__(self) -> None:
        super().__init__()
        self.codes: list[int] = []

    async def receive(self) -> str:
        raise ValueError(SECRET)

    async def close(self, code: int) -> None:
        self.codes.append(code)


async def test_a_session_that_is_revoked_closes_the_socket(floor: Floor) -> None:
    browser, wang = await floor.desk()
    async with floor.serving() as host, page(floor, host, wang, browser) as desk:
        await floor.office.sessions.end(wang.session)
        assert await desk.closed() == 4401
        with pytest.raises(InvalidStatus) as refused:
            await page(floor, host, wang, browser).__aenter__()
        assert refused.value.response.status_code == 401


async def test_a_session_that_another_gateway_revoked_ends_with_the_next_beat(floor: Floor) -> None:
    browser, wang = await floor.desk()
    async with floor.serving() as host, page(floor, host, wang, browser) as desk:
        statement = "update desk_session set ended_at = now() where id = %(id)s returning id"
        await floor.conversations.database.rows(statement, {"id": wang.session})
        await desk.says(type="beat")
        assert await desk.closed() == 4401


async def test_who_sits_and_waits_stays_signed_in_and_a_page_left_open_does_not(floor: Floor) -> None:
    browser, wang = await floor.desk()
    database = floor.conversations.database
    aged = "update desk_session set seen_at = now() - interval '29 minutes' where id = %(id)s returning id"
    seen = "select seen_at > now() - interval '1 minute' as lately from desk_session where id = %(id)s"

    async def lately() -> bool:
        row = await database.row(seen, {"id": wang.session})
        return bool(row and row["lately"])

    async with floor.serving() as host, page(floor, host, wang, browser) as desk:
        await desk.next("board")
        await database.rows(aged, {"id": wang.session})
        await desk.says(type="beat", used=False)
        await desk.says(type="watch", conversation="none of them")
        await desk.next("error")
        assert not await lately()
        await desk.says(type="beat", used=True)
        await eventually(lately)


async def test_a_page_of_another_site_and_a_stranger_get_no_socket(floor: Floor) -> None:
    browser, _ = await floor.desk()
    async with floor.serving() as host:
        url, own = f"ws://{host}/desk/api/socket", {"Cookie": cookie(floor, browser)}
        evil = {**own, "Origin": "https://evil.example"}
        for headers, status in ((evil, 403), (own, 403), ({"Origin": f"http://{host}"}, 401)):
            with pytest.raises(InvalidStatus) as refused:
                await connect(url, additional_headers=headers, proxy=None).__aenter__()
            assert refused.value.response.status_code == status


async def test_frames_that_make_no_sense_are_answered_and_kill_nothing(floor: Floor) -> None:
    browser, wang = await floor.desk()
    head = await floor.served(wang)
    async with floor.serving() as host, page(floor, host, wang, browser) as desk:
        for noise in (
            "",
            "{",
            "[]",
            "null",
            '"x"',
            '{"type":"shout"}',
            b"\x00\xff",
            "x" * 5_000,
            "[" * 4_000,
        ):
            await desk.noise(noise)
            assert (await desk.next("error"))["error"] == "unreadable"
        for fields in (
            {},
            {"conversation": "12"},
            {"conversation": -1},
            {"conversation": True},
            {"conversation": 1e3},
        ):
            await desk.says(type="watch", **fields)
            assert (await desk.next("error"))["field"] == "conversation"
        await desk.says(type="presence", state="asleep")
        assert (await desk.next("error"))["field"] == "state"
        await desk.says(type="watch", conversation=head.conversation_id)
        assert (await desk.next("conversation"))["lines"]


async def test_a_page_watches_twenty_conversations_and_no_more(floor: Floor) -> None:
    browser, wang = await floor.desk()
    async with floor.serving() as host, page(floor, host, wang, browser) as desk:
        numbers = [(await floor.served(wang, f"u{place}")).conversation_id for place in range(21)]
        for number in numbers:
            await desk.says(type="watch", conversation=number)
        assert (await desk.next("error"))["field"] == "too_many"
        await desk.says(type="unwatch", conversation=numbers[0])
        await desk.says(type="watch", conversation=numbers[20])
        assert await desk.next("conversation", lambda frame: frame["id"] == numbers[20])


async def test_an_open_page_is_a_sign_of_presence_and_says_the_state(floor: Floor) -> None:
    browser, wang = await floor.desk()
    watching, qian = await floor.desk("quality")
    async with (
        floor.serving() as host,
        page(floor, host, wang, browser) as desk,
        page(floor, host, qian, watching) as other,
    ):
        await desk.says(type="presence", state="ready")
        await other.says(type="presence", state="ready")
        assert (await other.next("error"))["field"] == "state"
        await desk.says(type="watch", conversation=999)
        await desk.next("unwatched")
        present = await floor.presences.there(30)
        assert [(each.agent, each.state) for each in present] == [(wang.agent, "ready")]
    assert [each.agent for each in await floor.presences.there(30)] == [wang.agent]


async def test_an_agent_learns_on_every_page_what_they_are_whoever_said_it(floor: Floor) -> None:
    browser, wang = await floor.desk()
    async with (
        floor.serving() as host,
        page(floor, host, wang, browser) as desk,
        page(floor, host, wang, browser) as second,
    ):
        assert (await desk.next("presence"))["state"] == "away"
        await desk.says(type="presence", state="ready")
        for opened in (desk, second):
            await opened.next("presence", lambda frame: frame["state"] == "ready")
        await floor.presences.set(wang.agent, "busy")
        await floor.live.present(wang)
        for opened in (desk, second):
            await opened.next("presence", lambda frame: frame["state"] == "busy")


async def test_a_gateway_that_stops_says_goodbye(floor: Floor) -> None:
    browser, wang = await floor.desk()
    async with floor.serving() as host:
        opened = page(floor, host, wang, browser)
        desk = await opened.__aenter__()
    assert await desk.closed() == 1012


async def test_a_page_that_takes_nothing_is_dropped(floor: Floor) -> None:
    _, wang = await floor.desk()
    stuck = Stuck()
    async with asyncio.timeout(5):
        await Line(floor.live, stuck, wang, {}, send_within=0.05).run()
    assert stuck.sending == 1


async def test_a_fault_of_ours_closes_the_socket_and_logs_nobodys_words(
    floor: Floor, caplog: pytest.LogCaptureFixture
) -> None:
    _, wang = await floor.desk()
    faulty = Faulty()
    await Line(floor.live, faulty, wang, {}).run()
    assert faulty.codes == [1011]
    assert "a page's line broke: ValueError" in caplog.text
    assert SECRET not in caplog.text
