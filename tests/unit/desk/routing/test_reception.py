"""Whether a wish for a person can be met, and how long one waits, by what is so and not by what is hoped."""

from conversations.owners import accept, release
from desk.routing.reception import Reception
from tests.unit.desk.routing.reception import ALWAYS, NEVER, Desk


def reception(desk: Desk) -> Reception:
    return Reception(desk.conversations.database, desk.settings)


async def test_where_nobody_works_at_all_there_is_no_desk(desk: Desk) -> None:
    assert await reception(desk).state("web") == "none"
    await desk.agent("auditor", role="compliance")
    assert await reception(desk).state("web") == "none"
    await desk.agent("wang", state="gone")
    assert await reception(desk).state("web") == "open"
    await desk.sql("update desk_agent set active = false where id = 'wang'")
    assert await reception(desk).state("web") == "none"


async def test_it_is_open_and_closed_by_the_hours_that_are_set(desk: Desk) -> None:
    await desk.agent("wang", state="gone")
    seen = []
    for hours in (ALWAYS, NEVER):
        await desk.settings.put("hours", hours, "admin")
        seen.append(await reception(desk).state("web"))
    assert seen == ["open", "closed"]


async def test_what_was_read_a_moment_ago_is_not_read_again(desk: Desk) -> None:
    await desk.agent("wang", state="gone")
    asked = reception(desk)
    assert await asked.state("web") == "open"
    await desk.settings.put("hours", NEVER, "admin")
    assert await asked.state("web") == "open"
    await asked.look()
    assert await asked.state("web") == "closed"


async def test_how_long_one_waits_follows_from_what_was_taken_in_the_last_half_hour(desk: Desk) -> None:
    await desk.agent("wang", capacity=9, state="busy")
    number = await desk.queue("u1")
    asked = reception(desk)
    for _ in range(2):
        await desk.conversations.move(number, accept("wang"))
        await desk.conversations.move(number, release(by="wang", reason="solved"))
        await desk.queue("u1")
    await asked.look()
    assert await asked.minutes(0) is None  # two say nothing
    await desk.conversations.move(number, accept("wang"))
    await asked.look()
    assert [await asked.minutes(ahead) for ahead in (0, 1, 2)] == [10, 20, 30]
    await desk.sql("update transition set at = at - interval '31 minutes'")
    await asked.look()
    assert await asked.minutes(0) is None
