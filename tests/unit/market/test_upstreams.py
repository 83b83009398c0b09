"""The stand-ins as a process, as the end-to-end tests run them."""

import asyncio
import json
import ssl
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parents[3]


@pytest.fixture
async def addresses() -> AsyncIterator[dict[str, str]]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.fakes.upstreams", "--port", "0", cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        yield json.loads(await process.stdout.readline())
    finally:
        process.terminate()
        assert await process.wait() == 0


async def test_a_process_answers_switches_and_counts(addresses: dict[str, str]) -> None:
    trusting = ssl.create_default_context(cafile=addresses["ca"])
    asked = "https://qt.gtimg.cn/q=sh600519"
    async with (
        httpx.AsyncClient(proxy=addresses["proxy"], verify=trusting) as client,
        httpx.AsyncClient(base_url=addresses["control"], trust_env=False) as control,
    ):
        assert "贵州茅台" in (await client.get(asked)).content.decode("gbk")
        switched = await control.post("/switch", json={"host": "qt.gtimg.cn", "mode": "5xx"})
        assert switched.json() == {"qt.gtimg.cn": "5xx"}
        assert (await client.get(asked)).status_code == 503
        assert (await client.get("https://nobody.example/")).status_code == 599
        counts = (await control.get("/counts")).json()
        assert (counts["qt.gtimg.cn"], counts["nobody.example"], counts["hq.sinajs.cn"]) == (2, 1, 0)
        await control.post("/reset")
        assert (await control.get("/counts")).json()["qt.gtimg.cn"] == 0
        assert (await client.get(asked)).status_code == 200


@pytest.mark.parametrize("body", [b"{}", b"[]", b"no", b'{"host":"qt.gtimg.cn","mode":"sing"}'])
async def test_a_wrong_switch_is_refused(addresses: dict[str, str], body: bytes) -> None:
    async with httpx.AsyncClient(base_url=addresses["control"], trust_env=False) as control:
        assert (await control.post("/switch", content=body)).status_code == 400
        assert (await control.get("/nothing")).status_code == 404
