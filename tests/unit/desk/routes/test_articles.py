"""Articles over HTTP: two people make one public, one may take it away, whoever is no editor only reads."""

from datetime import timedelta
from typing import Any, get_args

import httpx
import pytest

from desk.articles.editorial import Editorial, Step, Why
from desk.articles.reading import SORTS, Articles
from desk.people.caller import MAY, ROLES, Role
from desk.routes.articles import ARTICLES, ArticleRoutes, Content
from desk.routes.page import WORDS
from gateway.articles import faults_of
from knowledge.article import AUTHS, LANGUAGES, MODES
from knowledge.errors import Code
from knowledge.library import Library, Shelf
from knowledge.retrieval import Retrieval
from knowledge.store import Store
from pages.assets import load_words
from tests.unit.desk.office import Office
from tests.unit.knowledge.given import MONDAY, article, cells, shown
from tests.unit.knowledge.test_gaps import kept, noting

ONE = f"{ARTICLES}/ACC91"
NOT_EDITORS = [role for role in ROLES if "edit" not in MAY[role]]
STEPS: list[tuple[str, str, dict[str, Any]]] = [
    ("POST", ARTICLES, {"content": cells()}),
    ("PUT", ONE, {"content": cells(), "based_on": 1}),
    ("POST", f"{ONE}/submit", {"version": 1}),
    ("POST", f"{ONE}/approve", {"version": 1}),
    ("POST", f"{ONE}/publish", {"version": 1}),
    ("POST", f"{ONE}/expire", {"day": "2026-03-09"}),
    ("POST", f"{ONE}/withdraw", {}),
    ("POST", f"{ONE}/roll-back", {"version": 1}),
]


class Editors:
    """The room of articles on a Monday, and browsers of those who work there."""

    def __init__(self, office: Office, database_url: str) -> None:
        self.office = office
        self.store = Store(database_url)
        self.shelf = Shelf(Library([article("ACC92")]).prepare())

    async def desk(self, role: Role, id: str = "") -> httpx.AsyncClient:
        articles = Articles(self.office.database, self.store, self.shelf, Retrieval(), today=lambda: MONDAY)
        editorial = Editorial(self.store.dsn, lambda: MONDAY, faults_of)
        browser = self.office.browser(ArticleRoutes(articles, editorial).routes(self.office.guard))
        await self.office.signed_in(browser, await self.office.hire(role, id or None))
        return browser

    async def log(self) -> list[tuple[str, str, str, dict[str, Any]]]:
        rows, _ = await self.office.audit.find()
        ours = [row for row in reversed(rows) if row.subject.startswith("article:")]
        return [(row.actor, row.act, row.subject, dict(row.detail)) for row in ours]

    async def answer(self, days: int = 0) -> str | None:
        """What an investor is told."""
        return shown(await self.store.published(), MONDAY + timedelta(days=days))


@pytest.fixture
def editors(office: Office, database_url: str) -> Editors:
    return Editors(office, database_url)


@pytest.fixture
async def wang(editors: Editors) -> httpx.AsyncClient:
    return await editors.desk("quality", "wang")


@pytest.fixture
async def li(editors: Editors) -> httpx.AsyncClient:
    return await editors.desk("supervisor", "li")


def told(response: httpx.Response) -> tuple[int, Any]:
    return response.status_code, response.json()


async def publish(author: httpx.AsyncClient, reviewer: httpx.AsyncClient, based_on: int, answer: str) -> None:
    """The next version, through both hands."""
    body = {"content": cells(answer=answer), "based_on": based_on}
    saved = await (author.put(ONE, json=body) if based_on else author.post(ARTICLES, json=body))
    chosen = {"version": saved.json()["version"]}
    for step, who in (("submit", author), ("approve", reviewer), ("publish", author)):
        response = await who.post(f"{ONE}/{step}", json=chosen)
        assert response.status_code == 200, response.text


async def test_two_people_make_a_new_article_public_and_each_step_is_in_the_log(
    editors: Editors, wang: httpx.AsyncClient, li: httpx.AsyncClient
) -> None:
    saved = await wang.post(ARTICLES, json={"content": cells(answer="一"), "note": "新规"})
    assert (saved.status_code, saved.json()["standing"], saved.json()["note"]) == (201, "draft", "新规")
    assert (await wang.post(f"{ONE}/submit", json={"version": 1})).json()["standing"] == "in_review"
    own = await wang.post(f"{ONE}/approve", json={"version": 1})
    assert told(own) == (409, {"error": "not_now", "why": "same_person"})
    early = await wang.post(f"{ONE}/publish", json={"version": 1})
    assert told(early) == (409, {"error": "not_now", "why": "not_approved"})
    assert (await li.post(f"{ONE}/approve", json={"version": 1})).json()["standing"] == "approved"
    assert await editors.answer() is None
    assert (await wang.post(f"{ONE}/publish", json={"version": 1})).json()["standing"] == "published"
    assert await editors.answer() == "一"
    assert await editors.log() == [
        ("wang", "article_saved", "article:ACC91", {"version": 1}),
        ("wang", "article_submitted", "article:ACC91", {"version": 1}),
        ("li", "article_approved", "article:ACC91", {"version": 1}),
        ("wang", "article_published", "article:ACC91", {"version": 1}),
    ]


async def test_it_is_shown_with_its_history_and_what_a_draft_says_otherwise(
    editors: Editors, wang: httpx.AsyncClient, li: httpx.AsyncClient
) -> None:
    await publish(wang, li, 0, "第一行\n第二行")
    await wang.put(ONE, json={"content": cells(answer="第一行\n改过"), "based_on": 1})
    opened = (await li.get(ONE)).json()
    assert opened["shown"]["content"]["answer"] == "第一行\n第二行"
    assert [(row["version"], row["standing"]) for row in opened["versions"]] == [
        (2, "draft"),
        (1, "published"),
    ]
    assert opened["people"]["wang"].startswith("坐席")
    changed = (await li.get(f"{ONE}/versions/2")).json()["changes"]
    assert changed == {"answer": [[" ", "第一行"], ["-", "第二行"], ["+", "改过"]]}
    same = await li.get(f"{ONE}/versions/2", params={"against": 2})
    assert same.json()["changes"] == {}
    assert told(await li.get(f"{ONE}/versions/9")) == (404, {"error": "unknown", "what": "version"})
    assert told(await li.get(f"{ARTICLES}/ACC99")) == (404, {"error": "unknown", "what": "article"})


async def test_the_list_is_narrowed_by_how_articles_stand_and_by_words(
    editors: Editors, wang: httpx.AsyncClient, li: httpx.AsyncClient
) -> None:
    await publish(wang, li, 0, "开户须知")
    await wang.post(ARTICLES, json={"content": cells("ACC92", verified=False, answer="销户须知")})
    await li.post(f"{ONE}/expire", json={"day": "2026-03-20"})

    async def listed(**query: str) -> list[str]:
        answer = (await wang.get(ARTICLES, params=query)).json()
        return [row["id"] for row in answer["articles"]]

    assert await listed() == ["ACC91", "ACC92"]
    assert await listed(sort="draft") == await listed(sort="unverified") == ["ACC92"]
    assert await listed(sort="public") == await listed(sort="expiring") == ["ACC91"]
    assert await listed(q="销户") == ["ACC92"]
    assert (await wang.get(ARTICLES)).json()["counts"]["submitted"] == 0
    await li.post(f"{ONE}/withdraw", json={})
    assert await listed(sort="public") == []
    assert await listed(sort="retired") == ["ACC91"]
    assert told(await wang.get(ARTICLES, params={"sort": "x"}))[1] == {"error": "unreadable", "field": "sort"}


async def test_what_was_edited_meanwhile_is_neither_overwritten_nor_approved_unread(
    editors: Editors, wang: httpx.AsyncClient, li: httpx.AsyncClient
) -> None:
    meanwhile = (409, {"error": "not_now", "why": "edited_meanwhile"})
    await wang.post(ARTICLES, json={"content": cells(answer="一")})
    await wang.post(f"{ONE}/submit", json={"version": 1})
    await wang.put(ONE, json={"content": cells(answer="二"), "based_on": 1})
    late = await li.put(ONE, json={"content": cells(answer="三"), "based_on": 1})
    assert told(late) == meanwhile
    await wang.post(f"{ONE}/submit", json={"version": 2})
    assert told(await li.post(f"{ONE}/approve", json={"version": 1})) == meanwhile
    again = await li.post(ARTICLES, json={"content": cells()})
    assert told(again) == (409, {"error": "not_now", "why": "article_there"})
    assert [actor for actor, *_ in await editors.log()] == ["wang"] * 4


async def test_faults_come_back_as_findings_and_leave_nothing(
    editors: Editors, wang: httpx.AsyncClient
) -> None:
    wrong = cells(answer="{rule:fees.nothing@any}{broker:nobody}", sources=[])
    status, body = told(await wang.post(ARTICLES, json={"content": wrong}))
    assert (status, body["error"]) == (422, "blocked")
    assert [(each["rule"], each["found"]) for each in body["findings"]] == [("no_source", "")]
    wrong["sources"] = ["一份文件"]
    findings = told(await wang.post(ARTICLES, json={"content": wrong}))[1]["findings"]
    assert [(each["rule"], each["found"]) for each in findings] == [
        ("no_rule", "fees.nothing@any"),
        ("no_parameter", "nobody"),
    ]
    promise = told(await wang.post(ARTICLES, json={"content": cells(answer="保证收益")}))[1]["findings"]
    assert [(each["rule"], each["found"]) for each in promise] == [("promise", "保证收益")]
    assert (await wang.get(ONE)).status_code == 404
    assert await editors.log() == []


async def test_an_article_begins_on_its_day_ends_and_is_gone_back_to(
    editors: Editors, wang: httpx.AsyncClient, li: httpx.AsyncClient
) -> None:
    await publish(wang, li, 0, "一")
    await publish(wang, li, 1, "二")
    assert (await li.post(f"{ONE}/roll-back", json={"version": 1})).json()["version"] == 3
    assert await editors.answer() == "一"
    assert (await li.post(f"{ONE}/expire", json={"day": "2026-03-03", "note": "到期"})).status_code == 200
    assert (await editors.answer(1), await editors.answer(2)) == ("一", None)
    await wang.put(ONE, json={"content": cells(answer="三"), "based_on": 4})
    await wang.post(f"{ONE}/submit", json={"version": 5})
    await li.post(f"{ONE}/approve", json={"version": 5})
    past = await li.post(f"{ONE}/publish", json={"version": 5, "day": "2026-03-02"})
    assert told(past) == (400, {"error": "unreadable", "field": "day"})
    begun = await li.post(f"{ONE}/publish", json={"version": 5, "day": "2026-03-06"})
    assert begun.json()["standing"] == "scheduled"
    assert (await editors.answer(3), await editors.answer(4)) == (None, "三")
    never = await li.post(f"{ONE}/roll-back", json={"version": 9})
    assert told(never) == (404, {"error": "unknown", "what": "version"})
    assert (await li.post(f"{ONE}/withdraw", json={})).status_code == 200
    assert await editors.answer(4) is None
    assert [(act, detail) for _, act, _, detail in (await editors.log())[-2:]] == [
        ("article_published", {"version": 5, "day": "2026-03-06"}),
        ("article_withdrawn", {}),
    ]


@pytest.mark.parametrize("role", NOT_EDITORS)
async def test_who_is_no_editor_reads_and_changes_nothing(
    editors: Editors, wang: httpx.AsyncClient, role: Role
) -> None:
    await wang.post(ARTICLES, json={"content": cells()})
    reader = await editors.desk(role)
    for address in (ARTICLES, ONE, f"{ONE}/versions/1"):
        assert (await reader.get(address)).status_code == 200
    for method, address, body in [*STEPS, ("GET", "/desk/api/gaps", {})]:
        refused = await reader.request(method, address, json=body)
        assert told(refused) == (403, {"error": "not_allowed", "permission": "edit"})
    assert len(await editors.store.history("ACC91")) == 1


async def test_what_was_asked_in_vain_is_shown_in_groups_with_the_nearest_articles(
    editors: Editors, wang: httpx.AsyncClient
) -> None:
    asked = ("ACC92怎么去办理", "ACC92怎么去办理呢", "天气")
    async with noting(editors.store.dsn) as gaps:
        for text in asked:
            gaps.note(text, text)
        await kept(editors.store, *asked)
    groups = (await wang.get("/desk/api/gaps")).json()["groups"]
    assert [group["count"] for group in groups] == [2, 1]
    assert groups[0]["nearest"] == [{"id": "ACC92", "title": "ACC92的标题"}]


def test_every_code_of_an_article_has_its_words() -> None:
    words = load_words(WORDS)
    assert words["articles"]["fault"].keys() == set(get_args(Code))
    assert words["articles"]["sort"].keys() == SORTS.keys()
    assert words["articles"]["field"].keys() == Content.model_fields.keys()
    for kind, values in (("mode", MODES), ("auth", AUTHS), ("wording", LANGUAGES)):
        assert words[kind].keys() == set(values)
    assert {f"article_{step}" for step in get_args(Step)} <= words["done"].keys()
    assert set(get_args(Why)) <= words["error"]["not_now"].keys()


UNREADABLE = [
    ({"content": cells() | {"answer": 5}, "based_on": 1}, "content.answer"),
    ({"content": cells() | {"secret": "x"}, "based_on": 1}, "content.secret"),
    ({"content": cells("ACC92"), "based_on": 1}, "content.id"),
    ({"content": cells() | {"effective_to": "bald"}, "based_on": 1}, "content.effective_to"),
    ({"content": cells(), "based_on": True}, "based_on"),
    ({"content": cells()}, "based_on"),
]


@pytest.mark.parametrize(("body", "field"), UNREADABLE)
async def test_what_is_no_article_is_refused_by_its_field(
    editors: Editors, wang: httpx.AsyncClient, body: dict[str, Any], field: str
) -> None:
    await wang.post(ARTICLES, json={"content": cells()})
    assert told(await wang.put(ONE, json=body)) == (400, {"error": "unreadable", "field": field})
    assert len(await editors.store.history("ACC91")) == 1
