"""Articles for agents: found as they are typed, filled in, and those of the database soon after a change."""

from datetime import date, timedelta

import pytest

from desk.work.library import Handbook
from knowledge.article import Article
from knowledge.editing import Editing
from knowledge.library import Library
from knowledge.store import Store
from tests.unit.conversations.conftest import eventually
from tests.unit.desk.aids.conftest import TODAY, Aids, Filling
from tests.unit.knowledge.given import article, published

RULE = "{rule:fees.stamp_duty@any}"


def handbook_of(*articles: Article) -> Handbook:
    handbook = Handbook("", str, Filling(), lambda: TODAY)
    handbook.shelf.library = Library(articles)
    return handbook


async def test_rules_stand_in_the_text_and_an_unchecked_one_is_marked() -> None:
    handbook = handbook_of(
        article("ACC91", answer=f"税率{RULE}", detail="详情", steps=["第一步"]),
        article("ACC92", detail=f"税率{RULE}"),
        article("ACC93"),
        article("ACC94", verified=False),
    )
    told = handbook.get("ACC91")
    assert told is not None
    assert (told.answer, told.detail, told.steps, told.verified) == ("税率42", "详情", ("第一步",), False)
    checked = {id: found.verified for id in ("ACC92", "ACC93", "ACC94") if (found := handbook.get(id))}
    assert checked == {"ACC92": False, "ACC93": True, "ACC94": False}


async def test_only_what_holds_today_is_shown() -> None:
    tomorrow = TODAY + timedelta(days=1)
    handbook = handbook_of(article("ACC91", effective_from=tomorrow), article("ACC92"))
    assert handbook.get("ACC91") is None
    assert [found.id for found in await handbook.find("怎么办理")] == ["ACC92"]


async def test_an_id_finds_its_article_alone(files_handbook: Handbook) -> None:
    assert [found.id for found in await files_handbook.find(" acc01 ")] == ["ACC01"]


async def test_a_strange_question_has_no_nearest_article(files_handbook: Handbook) -> None:
    near = await files_handbook.nearest("创业板权限怎么开通")
    assert near is not None
    assert near.id == "PRM01"
    assert await files_handbook.nearest("qwertyuiop") is None


@pytest.mark.parametrize("typed", ["", "   ", "\u200b", "?" * 200])
async def test_nothing_is_found_for_no_words(files_handbook: Handbook, typed: str) -> None:
    assert await files_handbook.find(typed) == []


async def test_an_edit_is_at_hand_without_a_restart(database_url: str) -> None:
    editing = Editing(Store(database_url), lambda: date(2026, 11, 1))
    async with Handbook(database_url, str, Filling(), lambda: TODAY) as handbook:
        await published(editing, id="ACC91", answer="新的答案")

        async def is_at_hand() -> bool:
            found = handbook.get("ACC91")
            return found is not None and found.answer == "新的答案"

        await eventually(is_at_hand)
    assert handbook.get("ACC91") is not None


async def test_articles_are_read_over_http_by_who_is_signed_in(aids: Aids) -> None:
    browser, _ = await aids.desk("quality")
    found = (await browser.get("/desk/api/knowledge", params={"q": "创业板权限"})).json()["articles"]
    assert found[0]["id"] == "PRM01"
    assert set(found[0]) >= {"id", "title", "answer", "detail", "steps", "sources", "verified"}
    assert (await browser.get("/desk/api/knowledge/PRM01")).json()["id"] == "PRM01"
    assert (await browser.get("/desk/api/knowledge/XXX99")).status_code == 404
    stranger = aids.floor.office.browser(aids.routes.routes(aids.floor.office.guard))
    assert (await stranger.get("/desk/api/knowledge?q=a")).status_code == 401
