"""The addresses of what helps an agent to write: canned replies, articles, the bot's suggestion, drafts."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response

from conversations.records import Head
from desk.errors import NotAllowed, Unknown
from desk.people.caller import Caller
from desk.routes.conversations import number_of
from desk.routes.guard import Guard, answer, read
from desk.work import drafts
from desk.work.access import require_speaking
from desk.work.canned import Canned, CannedReplies, Wording, filled
from desk.work.drafts import Drafts
from desk.work.library import Handbook
from desk.work.opening import Opening
from desk.work.suggesting import Suggesting

LONGEST_ASKED = 200  # characters of a search
Name = Annotated[str, Field(pattern=r"^[\w-]{1,30}$")]


class Written(BaseModel):
    model_config = ConfigDict(extra="forbid")
    shortcut: Name
    title: Annotated[str, Field(min_length=1, max_length=40)]
    text: Annotated[str, Field(min_length=1, max_length=2_000)]
    skill: Name | None = None


class Begun(BaseModel):
    model_config = ConfigDict(extra="forbid")
    text: Annotated[str, Field(max_length=drafts.LONGEST)]


class Used(BaseModel):
    model_config = ConfigDict(extra="forbid")
    id: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]


class AidRoutes:
    """Offers them to the guard."""

    def __init__(
        self,
        opening: Opening,
        replies: CannedReplies,
        drafts: Drafts,
        handbook: Handbook,
        suggesting: Suggesting,
    ) -> None:
        self._opening = opening
        self._replies = replies
        self._drafts = drafts
        self._handbook = handbook
        self._suggesting = suggesting

    def routes(self, guard: Guard) -> APIRouter:
        router = APIRouter()
        canned, one = "/desk/api/canned", "/desk/api/conversations/{id}"
        guard.add(router, "GET", canned, self._find_canned, None)
        guard.add(router, "POST", canned, self._add_canned, None)
        guard.add(router, "PUT", f"{canned}/{{id}}", self._change_canned, None)
        guard.add(router, "DELETE", f"{canned}/{{id}}", self._remove_canned, None)
        guard.add(router, "GET", "/desk/api/knowledge", self._find_articles, None)
        guard.add(router, "GET", "/desk/api/knowledge/{id}", self._show_article, None)
        guard.add(router, "PUT", f"{one}/draft", self._keep_draft, "serve")
        guard.add(router, "POST", f"{one}/suggest", self._suggest, "serve")
        guard.add(router, "POST", f"{one}/suggest/used", self._use, "serve")
        return router

    async def _find_canned(self, request: Request, caller: Caller) -> Response:
        """By `q`, of one `skill` where that is said; filled in for the caller, and for a `conversation`."""
        asked = request.query_params
        typed, only = asked.get("q", "")[:LONGEST_ASKED], asked.get("skill")
        facts = {"name": caller.name, "number": caller.number}
        facts |= await self._facts(caller, asked.get("conversation"))
        found = await self._replies.find(typed, caller.skills, only)
        return answer({"canned": [_rendered(each, facts) for each in found]})

    async def _facts(self, caller: Caller, number: str | None) -> Mapping[str, str]:
        """What there is to fill in of a conversation that the caller speaks in."""
        if not number:
            return {}
        head = await self._speaking_in(caller, _number(number))
        ticket = await self._replies.ticket(head.conversation_id)
        return {"ticket": ticket} if ticket else {}

    async def _add_canned(self, request: Request, caller: Caller) -> Response:
        _require_keeping(caller)
        kept = await self._replies.add(caller.agent, await _wording(request))
        return answer(_rendered(kept, {}), 201)

    async def _change_canned(self, request: Request, caller: Caller) -> Response:
        _require_keeping(caller)
        wording = await _wording(request)
        kept = await self._replies.change(caller.agent, number_of(request), wording)
        return answer(_rendered(kept, {}))

    async def _remove_canned(self, request: Request, caller: Caller) -> Response:
        _require_keeping(caller)
        await self._replies.remove(caller.agent, number_of(request))
        return answer({})

    async def _find_articles(self, request: Request, _caller: Caller) -> Response:
        typed = request.query_params.get("q", "")[:LONGEST_ASKED]
        return answer({"articles": await self._handbook.find(typed)})

    async def _show_article(self, request: Request, _caller: Caller) -> Response:
        article = self._handbook.get(request.path_params["id"])
        if article is None:
            raise Unknown("article")
        return answer(article)

    async def _keep_draft(self, request: Request, caller: Caller) -> Response:
        body = await read(request, Begun)
        head = await self._speaking_in(caller, number_of(request))
        await self._drafts.put(head.conversation_id, caller.agent, body.text)
        return answer({})

    async def _suggest(self, request: Request, caller: Caller) -> Response:
        return answer(await self._suggesting.suggest(caller, number_of(request)))

    async def _use(self, request: Request, caller: Caller) -> Response:
        body = await read(request, Used)
        await self._suggesting.used(caller, number_of(request), body.id)
        return answer({})

    async def _speaking_in(self, caller: Caller, number: int) -> Head:
        head = await self._opening.head(number)
        require_speaking(caller, head)
        return head


async def _wording(request: Request) -> Wording:
    body = await read(request, Written)
    return Wording(body.shortcut.lower(), body.title.strip(), body.text.strip(), body.skill)


def _require_keeping(caller: Caller) -> None:
    """Replies are kept up by who leads and by who sets the desk up."""
    if not (caller.may("set") or caller.may("lead")):
        raise NotAllowed("set")


def _rendered(reply: Canned, facts: Mapping[str, str]) -> dict[str, object]:
    """`text` is filled in, `template` as it was written."""
    return {
        "id": reply.id,
        "shortcut": reply.shortcut,
        "title": reply.title,
        "text": filled(reply.text, facts),
        "template": reply.text,
        "skill": reply.skill,
        "changed_by": reply.changed_by,
        "changed_at": reply.changed_at,
    }


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else 0
