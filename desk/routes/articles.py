"""The addresses of articles: everybody of the desk may read them, editors change them."""

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response

from desk.articles.editorial import NEW, Editorial
from desk.articles.reading import Articles, Sort, row_of
from desk.errors import Unreadable
from desk.people.caller import Caller
from desk.routes.guard import Guard, answer, read, whole
from desk.routes.wire import queried
from knowledge.grouping import Group
from knowledge.versions import Version, current

ARTICLES = "/desk/api/articles"
MOST_VERSIONS = 2**31 - 1
Id = Annotated[str, Field(pattern=r"^[A-Z]{3}\d{2,4}$")]
Text = Annotated[str, Field(max_length=4_000)]
Line = Annotated[str, Field(max_length=200)]
Number = Annotated[int, Field(ge=0, le=MOST_VERSIONS, strict=True)]


class Content(BaseModel):
    """The fields of an article; what they must hold is checked where files are, too."""

    model_config = ConfigDict(extra="forbid")
    id: Id
    title: Line
    label: Line
    mode: Literal["self", "guide", "human"]
    auth: Literal["none", "bind", "strong"]
    questions: Annotated[list[Line], Field(max_length=200)]
    answer: Text
    sources: Annotated[list[Annotated[str, Field(max_length=500)]], Field(max_length=50)]
    verified: bool
    owner: Line
    effective_from: date | None = None
    effective_to: date | None = None
    detail: Text = ""
    steps: Annotated[list[Text], Field(max_length=40)] = []
    next: Annotated[list[Id], Field(max_length=20)] = []
    skill: Line = ""
    channels: Annotated[dict[Line, Text], Field(max_length=10)] = {}
    languages: Annotated[dict[Line, Text], Field(max_length=10)] = {}


class Asked(BaseModel):
    model_config = ConfigDict(extra="forbid")
    sort: Sort | None = None
    q: Line = ""


class Saying(BaseModel):
    model_config = ConfigDict(extra="forbid")
    note: Line = ""


class Written(Saying):
    content: Content
    based_on: Number = NEW


class Chosen(Saying):
    version: Number


class Beginning(Chosen):
    day: date | None = None


class Ending(Saying):
    day: date


class ArticleRoutes:
    """Offers them to the guard."""

    def __init__(self, articles: Articles, editorial: Editorial) -> None:
        self._articles = articles
        self._editorial = editorial

    def routes(self, guard: Guard) -> APIRouter:
        router = APIRouter()
        one = f"{ARTICLES}/{{id}}"
        guard.add(router, "GET", ARTICLES, self._list, None)
        guard.add(router, "GET", one, self._show, None)
        guard.add(router, "GET", f"{one}/versions/{{number}}", self._version, None)
        guard.add(router, "GET", "/desk/api/gaps", self._gaps, "edit")
        guard.add(router, "POST", ARTICLES, self._create, "edit")
        guard.add(router, "PUT", one, self._save, "edit")
        guard.add(router, "POST", f"{one}/submit", self._submit, "edit")
        guard.add(router, "POST", f"{one}/approve", self._approve, "edit")
        guard.add(router, "POST", f"{one}/publish", self._publish, "edit")
        guard.add(router, "POST", f"{one}/expire", self._expire, "edit")
        guard.add(router, "POST", f"{one}/withdraw", self._withdraw, "edit")
        guard.add(router, "POST", f"{one}/roll-back", self._roll_back, "edit")
        return router

    async def _list(self, request: Request, _caller: Caller) -> Response:
        asked = queried(request, Asked)
        listed = await self._articles.find(asked.sort, asked.q)
        today = self._articles.today()
        return answer(
            {
                "articles": [row_of(each, today) for each in listed.versions],
                "counts": listed.counts,
                "people": await self._articles.names(),
            }
        )

    async def _show(self, request: Request, _caller: Caller) -> Response:
        """Its versions, the newest first, and what the one that is shown says."""
        history = await self._articles.history(request.path_params["id"])
        today = self._articles.today()
        shown = current(history, today)
        versions = [row_of(each, today) for each in reversed(history)]
        said = row_of(shown, today) | {"content": shown.content}
        return answer({"shown": said, "versions": versions, "people": await self._articles.names()})

    async def _version(self, request: Request, _caller: Caller) -> Response:
        """One version, and what it says otherwise than what is shown, or than another."""
        id, number = request.path_params["id"], _number(request)
        other = whole(request.query_params.get("against"), "against", MOST_VERSIONS)
        changed = await self._articles.compared(id, number, other)
        [version] = [each for each in await self._articles.history(id) if each.number == number]
        row = row_of(version, self._articles.today())
        return answer(row | {"content": version.content, "changes": changed})

    async def _gaps(self, _request: Request, _caller: Caller) -> Response:
        return answer({"groups": [_group(each) for each in await self._articles.gaps()]})

    async def _create(self, request: Request, caller: Caller) -> Response:
        body = await read(request, Written)
        return self._told(await self._editorial.save(caller, _cells(body), body.note, NEW), 201)

    async def _save(self, request: Request, caller: Caller) -> Response:
        body = await read(request, Written)
        if body.content.id != request.path_params["id"]:
            raise Unreadable("content.id")
        if body.based_on == NEW:
            raise Unreadable("based_on")
        return self._told(await self._editorial.save(caller, _cells(body), body.note, body.based_on))

    async def _submit(self, request: Request, caller: Caller) -> Response:
        id, body = request.path_params["id"], await read(request, Chosen)
        return self._told(await self._editorial.submit(caller, id, body.version))

    async def _approve(self, request: Request, caller: Caller) -> Response:
        id, body = request.path_params["id"], await read(request, Chosen)
        return self._told(await self._editorial.approve(caller, id, body.version))

    async def _publish(self, request: Request, caller: Caller) -> Response:
        """At once, or from a day."""
        id, body = request.path_params["id"], await read(request, Beginning)
        return self._told(await self._editorial.publish(caller, id, body.version, body.day))

    async def _expire(self, request: Request, caller: Caller) -> Response:
        id, body = request.path_params["id"], await read(request, Ending)
        return self._told(await self._editorial.expire(caller, id, body.day, body.note))

    async def _withdraw(self, request: Request, caller: Caller) -> Response:
        await self._editorial.withdraw(caller, request.path_params["id"])
        return answer({})

    async def _roll_back(self, request: Request, caller: Caller) -> Response:
        id, body = request.path_params["id"], await read(request, Chosen)
        return self._told(await self._editorial.roll_back(caller, id, body.version, body.note))

    def _told(self, version: Version, status: int = 200) -> Response:
        return answer(row_of(version, self._articles.today()), status)


def _cells(body: Written) -> dict[str, Any]:
    return body.content.model_dump(mode="json")


def _number(request: Request) -> int:
    number = whole(request.path_params["number"], "version", MOST_VERSIONS)
    return number or 0


def _group(group: Group) -> dict[str, Any]:
    nearest = [{"id": article.id, "title": article.title} for article in group.nearest]
    return {
        "count": group.count,
        "examples": group.examples,
        "nearest": nearest,
        "first": group.first,
        "last": group.last,
    }
