"""Background work: begun again when it breaks, ended when it is told to end."""

import asyncio

import pytest

from conversations.rounds import always


async def test_work_that_breaks_is_begun_again(caplog: pytest.LogCaptureFixture) -> None:
    begun, phone = asyncio.Queue[int](), "13912345678"

    async def work() -> None:
        begun.put_nowait(1)
        raise ValueError(phone)

    running = asyncio.create_task(always(work))
    for _ in range(2):
        await asyncio.wait_for(begun.get(), 5)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert "ValueError" in caplog.text
    assert phone not in caplog.text


async def test_work_that_breaks_while_it_is_ended_is_not_begun_again() -> None:
    begun = 0

    async def work() -> None:
        nonlocal begun
        begun += 1
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:  # as a library does that tidies up first
            if begun > 1:
                raise
            raise ValueError from None

    running = asyncio.create_task(always(work))
    await asyncio.sleep(0)
    running.cancel()
    ended, _ = await asyncio.wait([running], timeout=3)
    running.cancel()
    assert ended
    assert begun == 1
