"""The addresses of one conversation: reading it, and everything an agent does with it."""

import asyncio
from collections.abc import Awaitable, Callable

from fastapi import APIRouter
from pydantic import ValidationError
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from conversations.owners import Moved
from desk.errors import Unknown, Unreadable
from desk.people.caller import Caller
from desk.routes.bodies import LAST, At, Finish, Picture, Say, Tags, Transfer, Vip, Wrap, Written
from desk.routes.guard import Endpoint, Guard, answer, read
from desk.work.conversations import Work, WrapUp
from desk.work.customer import Customers
from desk.work.opening import LAST_NUMBER
from desk.work.pictures import LARGEST
from desk.work.render import render_head, render_line, render_session, render_steps
from desk.work.speaking import Saying, Speaking
from desk.work.watching import Library

PAGE = 200  # lines
MOST = 500  # lines
WITHIN = 60.0  # seconds for it to come
Draft = Callable[[int, str], Awaitable[str]]
"""What an agent has begun to write in a conversation, "" where nothing is."""


class ConversationRoutes:
    """Offers them to the guard."""

    def __init__(
        self, work: Work, speaking: Speaking, library: Library, customers: Customers, draft: Draft
    ) -> None:
        self._work = work
        self._speaking = speaking
        self._library = library
        self._customers = customers
        self._draft = draft

    def routes(self, guard: Guard) -> APIRouter:
        """GET and POST /desk/api/conversations/{id}/…; who may do it, is asked of each conversation."""
        router = APIRouter()
        guard.add(router, "GET", _at(""), self._show, None)
        guard.add(router, "GET", _at("/lines"), self._lines, None)
        steps: dict[str, Endpoint] = {
            "accept": _step(self._work.accept),
            "say": self._say,
            "picture": self._picture,
            "note": self._note,
            "whisper": self._whisper,
            "transfer": self._transfer,
            "wrap-up": self._wrap_up,
            "finish": self._finish,
            "resume": _step(self._work.resume),
            "requeue": _step(self._work.requeue),
            "take-over": _step(self._work.take_over),
            "join": _step(self._work.join),
            "leave": self._leave,
            "vip": self._vip,
            "tags": self._tags,
        }
        for name, endpoint in steps.items():
            guard.add(router, "POST", _at(f"/{name}"), endpoint, "serve")
        return router

    async def _show(self, request: Request, caller: Caller) -> Response:
        """Everything beside the lines."""
        number = number_of(request)
        head = await self._library.opening.read(caller, number)
        sessions = await self._library.records.sessions(number)
        return answer(
            {
                "head": render_head(head),
                "handoff": head.handoff,
                "customer": await self._customers.of(head),
                "steps": render_steps(await self._library.records.steps(number)),
                "notes": await self._library.notes.of(number),
                "draft": await self._draft(number, caller.agent),
                "sessions": [render_session(session) for session in sessions],
            }
        )

    async def _lines(self, request: Request, caller: Caller) -> Response:
        """A part of the transcript: behind `after`, or the last lines ahead of `before`."""
        number = number_of(request)
        after, before = _count(request, "after", 0), _count(request, "before", -1)
        limit = min(_count(request, "limit", PAGE), MOST)
        lines = await self._library.records.lines(number, after, limit, None if before < 0 else before)
        await self._library.opening.read(caller, number)
        return answer({"lines": [render_line(number, line) for line in lines]})

    async def _say(self, request: Request, caller: Caller) -> Response:
        body = await read(request, Say)
        saying = Saying(body.epoch, body.reply_id, body.text, frozenset(body.confirmed))
        said = await self._speaking.say(caller, number_of(request), saying)
        return answer({"seq": said.seq, "at": said.at})

    async def _picture(self, request: Request, caller: Caller) -> Response:
        """The picture is the body; what else belongs to it stands in the address."""
        asked = request.query_params
        epoch, confirmed = _count(request, "epoch", -1), asked.getlist("confirmed")
        said = {"epoch": epoch, "reply_id": asked.get("reply_id", ""), "text": asked.get("text", "")}
        body = _checked({**said, "confirmed": confirmed})
        saying = Saying(epoch, body.reply_id, body.text, frozenset(confirmed))
        shown = await self._speaking.show(caller, number_of(request), saying, await _content(request))
        return answer({"seq": shown.seq, "at": shown.at, "image": shown.image})

    async def _note(self, request: Request, caller: Caller) -> Response:
        body = await read(request, Written)
        return answer(await self._work.note(caller, number_of(request), body.text))

    async def _whisper(self, request: Request, caller: Caller) -> Response:
        body = await read(request, Written)
        return answer(await self._work.whisper(caller, number_of(request), body.text))

    async def _transfer(self, request: Request, caller: Caller) -> Response:
        body = await read(request, Transfer)
        number = number_of(request)
        moved = await self._work.transfer(
            caller, number, body.epoch, agent=body.agent, skill=body.skill, note=body.note
        )
        return _moved(moved)

    async def _wrap_up(self, request: Request, caller: Caller) -> Response:
        body = await read(request, Wrap)
        said = WrapUp(body.outcome, body.topic, body.summary, body.told, frozenset(body.confirmed))
        return _moved(await self._work.wrap_up(caller, number_of(request), body.epoch, said, body.seen))

    async def _finish(self, request: Request, caller: Caller) -> Response:
        body = await read(request, Finish)
        return _moved(await self._work.finish(caller, number_of(request), body.epoch, body.to, body.seen))

    async def _leave(self, request: Request, caller: Caller) -> Response:
        await self._work.leave(caller, number_of(request))
        return answer({})

    async def _vip(self, request: Request, caller: Caller) -> Response:
        body = await read(request, Vip)
        await self._work.value(caller, number_of(request), body.vip)
        return answer({"vip": body.vip})

    async def _tags(self, request: Request, caller: Caller) -> Response:
        body = await read(request, Tags)
        await self._work.tag(caller, number_of(request), body.tags)
        return answer({"tags": body.tags})


def number_of(request: Request, name: str = "id") -> int:
    """The number in the address; Unknown for what is none."""
    text = request.path_params[name]
    if not (text.isascii() and text.isdigit() and len(text) < 20 and 0 < int(text) <= LAST_NUMBER):
        raise Unknown("conversation")
    return int(text)


def _at(rest: str) -> str:
    return f"/desk/api/conversations/{{id}}{rest}"


def _step(take: Callable[[Caller, int, int], Awaitable[Moved]]) -> Endpoint:
    """An address of a step that needs nothing but the epoch."""

    async def step(request: Request, caller: Caller) -> Response:
        body = await read(request, At)
        return _moved(await take(caller, number_of(request), body.epoch))

    return step


def _moved(moved: Moved) -> Response:
    return answer({"owner": moved.owner, "epoch": moved.epoch, "agent": moved.agent})


def _count(request: Request, name: str, missing: int) -> int:
    text = request.query_params.get(name)
    if text is None:
        return missing
    if not (text.isascii() and text.isdigit() and len(text) < 11 and int(text) <= LAST):
        raise Unreadable(name)
    return int(text)


async def _content(request: Request) -> bytes:
    """The bytes of the body; raises Unreadable where they are too many or do not come."""
    content = bytearray()
    try:
        async with asyncio.timeout(WITHIN):
            async for chunk in request.stream():
                content += chunk
                if len(content) > LARGEST:
                    raise Unreadable("picture.size")
    except (ClientDisconnect, TimeoutError) as gone:  # it does not come to an end
        raise Unreadable("picture") from gone
    return bytes(content)


def _checked(said: dict[str, object]) -> Picture:
    try:
        return Picture.model_validate(said)
    except ValidationError as error:
        raise Unreadable(str(error.errors(include_input=False)[0]["loc"][0])) from None
