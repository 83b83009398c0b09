"""Editors work with `make knowledge`: each command says in a sentence what it did, or why it did not."""

import os
import subprocess
import sys
from datetime import date, timedelta
from typing import Any

import pytest

from gateway.articles import faults_of, today
from gateway.editors import Editors
from gateway.knowledge import parser
from gateway.settings import CHECKOUT
from knowledge.editing import Editing
from knowledge.errors import BadArticle, EditedMeanwhile, EditingError, NoArticle, SamePerson
from knowledge.folder import load_articles
from knowledge.retrieval import Retrieval
from knowledge.store import Store
from knowledge.versions import written
from market.names import normalise
from tests.unit.knowledge.given import cells
from tests.unit.knowledge.test_gaps import kept, noting


@pytest.fixture
def store(database_url: str) -> Store:
    return Store(database_url)


def editor(store: Store, person: str) -> Editors:
    return Editors(store, Editing(store, today, faults_of), Retrieval(normalise), today, person)


def file(**fields: Any) -> str:
    return written(cells(**fields))


async def test_an_article_goes_from_a_file_to_the_public_and_back(store: Store) -> None:
    one, other = editor(store, "王芳"), editor(store, "李强")
    assert await one.new(file(answer="一"), "") == "ACC91 version 1 is a draft: submit ACC91."
    assert "waits for a second person" in await one.submit("ACC91")
    with pytest.raises(SamePerson, match="written by 王芳; a second person must approve it"):
        await one.approve("ACC91")
    assert "is approved" in await other.approve("ACC91")
    assert "is shown within a minute" in await other.publish("ACC91", None)
    await one.edit("ACC91", file(answer="二"), "改了", None)
    assert "+answer: 二" in (await one.diff("ACC91", None, None)).splitlines()
    await one.submit("ACC91")
    await other.approve("ACC91")
    await other.publish("ACC91", None)
    assert await other.roll_back("ACC91", 1, "") == "ACC91 says again what version 1 said (version 3)."
    assert "answer: 一" in await one.show("ACC91", None)
    assert [line.split()[:4] for line in (await one.history("ACC91")).splitlines()] == [
        ["version", "state", "origin", "author"],
        ["1", "retired", "desk", "王芳"],
        ["2", "retired", "desk", "王芳"],
        ["3", "published", "desk", "李强"],
    ]


async def test_what_is_shown_can_be_edited_and_given_back(store: Store) -> None:
    one = editor(store, "王芳")
    await one.new(file(answer="第一行\n第二行"), "")
    shown = await one.show("ACC91", None)
    await one.edit("ACC91", shown, "", 1)
    assert await one.diff("ACC91", 1, 2) == "They say the same."
    with pytest.raises(EditedMeanwhile):
        await one.edit("ACC91", shown, "", 1)


async def test_a_scheduled_and_an_expiring_article_say_so(store: Store) -> None:
    one, other = editor(store, "王芳"), editor(store, "李强")
    await one.load()
    await one.edit("TRF01", file(id="TRF01"), "", None)
    await one.submit("TRF01")
    await other.approve("TRF01")
    begin = today() + timedelta(days=1)
    assert await other.publish("TRF01", begin) == f"TRF01 version 2 is shown from {begin}."
    assert ["TRF01", "2", "scheduled"] in [line.split()[:3] for line in (await one.list()).splitlines()]
    assert await one.list(expiring=True) == "There is no such article."
    await one.expire("TRF01", today() + timedelta(days=3), "")
    assert "TRF01" in await one.list(expiring=True)
    assert "shown no more" in await one.expire("TRF01", None, "")
    assert "TRF01" not in await one.list()


async def test_an_article_that_names_what_there_is_not_is_refused(store: Store) -> None:
    text = file(answer="{broker:hotlin}，{rule:fees.nothing@any}，{rule:nowhere.at}")
    with pytest.raises(BadArticle) as refusal:
        await editor(store, "王芳").new(text, "")
    assert refusal.value.faults == (
        "there is no parameter hotlin.",
        "there is no rule fees.nothing@any.",
        "there is no rule nowhere.at.",
    )


@pytest.mark.parametrize("id", sorted(load_articles()))
def test_every_article_that_we_ship_names_only_what_there_is(id: str) -> None:
    assert faults_of(load_articles()[id]) == []


async def test_mistaken_files_are_refused(store: Store) -> None:
    one = editor(store, "王芳")
    await one.new(file(), "")
    with pytest.raises(EditingError, match="There is an article ACC91 already"):
        await one.new(file(), "")
    with pytest.raises(EditingError, match=r"The file is of ACC91, not of ACC92\.|There is no article ACC92"):
        await one.edit("ACC92", file(), "", None)
    for text in ("a: [", "- 1", "", "id: ACC93"):
        with pytest.raises(BadArticle):
            await one.new(text, "")
    with pytest.raises(NoArticle):
        await one.submit("ACC93")


async def test_files_are_loaded_and_conflicts_are_told(store: Store) -> None:
    one = editor(store, "王芳")
    count = len(load_articles())
    assert await one.load() == f"Articles from the files: {count} new."
    assert await one.load() == f"Nothing has changed in {count} files."


async def test_an_article_is_searched_as_an_investor_asks(store: Store) -> None:
    one = editor(store, "王芳")
    await one.load()
    assert "TRF01" in (await one.search("银证转账几点开始")).splitlines()[1]
    assert await one.search("？？") == "Nothing is near."


async def test_gaps_are_shown_in_groups(store: Store) -> None:
    one = editor(store, "王芳")
    assert await one.gaps() == "There is no gap."
    async with noting(store.dsn) as gaps:
        gaps.note("能用数字人民币转账吗", "m1")
        gaps.note("数字人民币能转账吗", "m2")
        await kept(store, "能用数字人民币转账吗", "数字人民币能转账吗")
    (line,) = (await one.gaps()).splitlines()[1:]
    assert line.split()[0] == "2"


async def test_follow_ups_tell_how_often_investors_ask_again(store: Store) -> None:
    assert (await editor(store, "王芳").follow_ups()).startswith(
        "0 questions of 90 days, 0 of them asked before in their session (0.0 %)."
    )


def run(dsn: str, *words: str, text: str = "") -> "subprocess.CompletedProcess[str]":
    argv = [sys.executable, "-m", "gateway.knowledge", *words]
    environ = {**os.environ, "DATABASE_URL": dsn}
    return subprocess.run(
        argv, cwd=CHECKOUT, env=environ, input=text, capture_output=True, text=True, check=False
    )


def test_the_command_line_does_one_command_and_says_it(database_url: str) -> None:
    done = run(database_url, "new", "-", "--by", "王芳", text=file())
    assert (done.returncode, done.stdout) == (0, "ACC91 version 1 is a draft: submit ACC91.\n")
    refused = run(database_url, "publish", "ACC91")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == "ACC91 version 1 is draft; it must be submitted first.\n"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["edit", "ACC91", "/no/such/file"], "The file cannot be read: "),
        (["history", "ACC99"], "There is no article ACC99."),
    ],
)
def test_a_refusal_is_one_sentence(database_url: str, words: list[str], sentence: str) -> None:
    refused = run(database_url, *words)
    assert refused.returncode == 1
    assert refused.stderr.startswith(sentence)
    assert refused.stderr.count("\n") == 1


def test_a_database_that_is_away_is_one_sentence() -> None:
    refused = run("postgresql://nobody@127.0.0.1:1/none", "list")
    assert refused.stderr == "The database cannot be reached; nothing is known to have changed.\n"


def test_days_and_numbers_are_read_as_such() -> None:
    read = parser().parse_args(["schedule", "ACC91", "2026-03-09"])
    assert read.day == date(2026, 3, 9)
    assert parser().parse_args(["diff", "ACC91", "1", "2"]).other == 2
    assert parser().parse_args(["expire", "ACC91"]).day is None
    with pytest.raises(SystemExit):
        parser().parse_args(["schedule", "ACC91", "soon"])
