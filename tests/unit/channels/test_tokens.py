"""One token for all processes: asked for once, renewed once, and no longer than needed waited for."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from itertools import count

import pytest

from channels.errors import TokenAway
from channels.tokens import EARLY, AccessTokens, Token
from conversations.database import Database


class Broke(Exception):
    """What a platform may raise."""


class Giver:
    """A platform: gives "token 1", "token 2", … or, unless forced, the same again."""

    def __init__(self, seconds: float = 7200.0, pause: float = 0.0) -> None:
        self.seconds, self.pause = seconds, pause
        self.numbers: Iterator[int] = count(1)
        self.asked: list[bool] = []
        self.broken = False
        self.same: str | None = None

    async def __call__(self, force: bool) -> Token:
        self.asked.append(force)
        await asyncio.sleep(self.pause)
        if self.broken:
            raise Broke
        if self.same and not force:
            return Token(self.same, self.seconds)
        return Token(f"token {next(self.numbers)}", self.seconds)


@pytest.fixture
def giver() -> Giver:
    return Giver()


def process(
    database: Database, giver: Callable[[bool], Awaitable[Token]], lease: float = 10.0
) -> AccessTokens:
    """One gateway's view of the account."""
    return AccessTokens(database, "wechat:app", giver, lease=lease)


async def lapsed(database: Database) -> None:
    """A minute has gone by since anybody asked."""
    aged = "update channel_token set asked_at = asked_at - interval '1 minute' returning account"
    assert await database.rows(aged, {})


async def test_a_token_is_asked_for_once_and_then_known(database: Database, giver: Giver) -> None:
    tokens = process(database, giver)
    assert [await tokens.get() for _ in range(3)] == ["token 1"] * 3
    assert giver.asked == [False]


async def test_processes_that_start_together_ask_once(database: Database, giver: Giver) -> None:
    giver.pause = 0.1
    gateways = [process(database, giver) for _ in range(4)]
    got = await asyncio.gather(*(gateway.get() for gateway in gateways for _ in range(5)))
    assert set(got) == {"token 1"}
    assert len(giver.asked) == 1


async def test_accounts_do_not_share_a_token(database: Database, giver: Giver) -> None:
    other = AccessTokens(database, "wechat:other", giver)
    assert await process(database, giver).get() != await other.get()


async def test_a_token_is_renewed_before_its_end(database: Database, giver: Giver) -> None:
    giver.seconds = EARLY - 1
    await process(database, giver).get()
    await lapsed(database)
    assert await process(database, giver).get() == "token 2"


async def test_while_another_process_renews_it_the_old_one_does(database: Database, giver: Giver) -> None:
    giver.seconds = EARLY - 1
    await process(database, giver).get()
    assert await process(database, giver).get() == "token 1"
    assert len(giver.asked) == 1


async def test_a_refused_token_is_replaced_once_for_all(database: Database, giver: Giver) -> None:
    first, second = process(database, giver), process(database, giver)
    broken = [await first.get(), await second.get()]
    await lapsed(database)
    renewed = await asyncio.gather(*(tokens.renew(broken[0]) for tokens in (first, second) for _ in range(3)))
    assert set(renewed) == {"token 2"}
    assert len(giver.asked) == 2


async def test_a_late_refusal_of_the_old_token_renews_nothing(database: Database, giver: Giver) -> None:
    tokens = process(database, giver)
    broken = await tokens.get()
    await lapsed(database)
    await tokens.renew(broken)
    assert await tokens.renew(broken) == "token 2"
    assert len(giver.asked) == 2


async def test_a_new_token_is_forced_only_where_the_platform_gives_the_broken_one_again(
    database: Database, giver: Giver
) -> None:
    giver.same = "broken"
    tokens = process(database, giver)
    await tokens.get()
    await lapsed(database)
    assert await tokens.renew("broken") == "token 1"
    assert giver.asked == [False, False, True]


async def test_callers_of_one_process_share_a_failure(database: Database, giver: Giver) -> None:
    giver.broken, giver.pause = True, 0.05
    tokens = process(database, giver)
    results = await asyncio.gather(*(tokens.get() for _ in range(8)), return_exceptions=True)
    assert [type(result) for result in results] == [Broke] * 8
    assert len(giver.asked) == 1


async def test_after_a_failure_another_process_may_ask_at_once(database: Database, giver: Giver) -> None:
    giver.broken = True
    with pytest.raises(Broke):
        await process(database, giver, lease=3600).get()
    giver.broken = False
    async with asyncio.timeout(5):
        assert await process(database, giver, lease=3600).get() == "token 1"


async def test_a_token_near_its_end_does_while_the_platform_gives_none(
    database: Database, giver: Giver
) -> None:
    giver.seconds = EARLY - 1
    await process(database, giver).get()
    await lapsed(database)
    giver.broken = True
    assert await process(database, giver).get() == "token 1"
    assert len(giver.asked) == 2


async def test_a_process_that_died_while_asking_delays_others_no_longer_than_its_lease(
    database: Database, giver: Giver
) -> None:
    asking = "insert into channel_token values (%(account)s, '', now(), now()) returning account"
    await database.rows(asking, {"account": "wechat:app"})
    assert await process(database, giver, lease=0.3).get() == "token 1"


async def test_a_platform_that_never_answers_is_not_waited_for_beyond_the_lease(database: Database) -> None:
    async with asyncio.timeout(5):
        with pytest.raises(TokenAway):
            await process(database, Giver(pause=60), lease=0.1).get()


async def test_a_caller_that_gives_up_leaves_the_asking_to_the_others(
    database: Database, giver: Giver
) -> None:
    giver.pause = 0.1
    tokens = process(database, giver)
    impatient, patient = asyncio.create_task(tokens.get()), asyncio.create_task(tokens.get())
    await asyncio.sleep(0.05)
    impatient.cancel()
    assert await patient == "token 1"
    assert len(giver.asked) == 1


def test_a_token_does_not_show() -> None:
    assert "secret" not in repr(Token("secret", 1.0))
