"""Signing in and out, and what everybody may do about their own account."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from desk.audit.log import Audit
from desk.people.caller import MAY, Caller
from desk.people.demo_names import DEMO_NAMES
from desk.people.sessions import Sessions
from desk.people.signing_in import CodeWanted, SigningIn
from desk.routes.guard import Guard, answer, read

Short = Annotated[str, Field(max_length=200)]
Secret = Annotated[str, Field(max_length=1000)]
Ticket = Annotated[str, Field(max_length=2000)]


Left = Callable[[str], Awaitable[None]]


class Credentials(BaseModel):
    name: Short
    password: Secret


class CodeOnTicket(BaseModel):
    ticket: Ticket
    code: Short


class Again(BaseModel):
    password: Secret
    code: Short | None = None


class NewPassword(BaseModel):
    old: Secret
    new: Secret


class Code(BaseModel):
    code: Short


class OwnAccount:
    """What leads into the desk, and out of it."""

    def __init__(
        self, signing_in: SigningIn, sessions: Sessions, audit: Audit, left: Left | None = None
    ) -> None:
        """`left` hears of who has signed out."""
        self._signing_in = signing_in
        self._second = signing_in.second
        self._sessions = sessions
        self._audit = audit
        self._left = left

    def routes(self, guard: Guard) -> APIRouter:
        router = APIRouter()
        guard.add_open(router, "POST", "/desk/api/sign-in", partial(self._begin, guard))
        guard.add_open(router, "POST", "/desk/api/sign-in/second", partial(self._finish, guard))
        for method, path, endpoint, fresh in (
            ("POST", "sign-out", partial(self._sign_out, guard), False),
            ("GET", "me", self._me, False),
            ("POST", "me/confirm", partial(self._confirm, guard), False),
            ("POST", "me/password", partial(self._change_password, guard), False),
            ("POST", "me/second/begin", self._begin_second, True),
            ("POST", "me/second/enable", self._enable_second, False),
            ("POST", "me/second/disable", self._disable_second, True),
            ("GET", "me/sessions", self._list_sessions, False),
            ("POST", "sessions/{id}/end", self._end_session, False),
        ):
            guard.add(router, method, f"/desk/api/{path}", endpoint, None, fresh=fresh, early=True)
        return router

    async def _begin(self, guard: Guard, request: Request) -> Response:
        said = await read(request, Credentials)
        done = await self._signing_in.begin(said.name, said.password, guard.place(request))
        if isinstance(done, CodeWanted):
            return answer({"second": done.ticket})
        return await self._opened(guard, done.token)

    async def _finish(self, guard: Guard, request: Request) -> Response:
        said = await read(request, CodeOnTicket)
        done = await self._signing_in.finish(said.ticket, said.code, guard.place(request))
        return await self._opened(guard, done.token)

    async def _opened(self, guard: Guard, token: str) -> Response:
        response = answer({"me": me(await self._sessions.caller_of(token))})
        guard.set_cookie(response, token)
        return response

    async def _sign_out(self, guard: Guard, _request: Request, caller: Caller) -> Response:
        await self._audit.write(caller.agent, "sign_out", f"agent:{caller.agent}", {})
        await self._sessions.end(caller.session)
        if self._left:
            await self._left(caller.agent)
        response = answer({})
        guard.drop_cookie(response)
        return response

    async def _me(self, _request: Request, caller: Caller) -> Response:
        return answer({"me": me(caller)})

    async def _confirm(self, guard: Guard, request: Request, caller: Caller) -> Response:
        said = await read(request, Again)
        await self._signing_in.confirm(caller, said.password, said.code, guard.place(request))
        return await self._now(guard, request)

    async def _change_password(self, guard: Guard, request: Request, caller: Caller) -> Response:
        said = await read(request, NewPassword)
        await self._signing_in.change_password(caller, said.old, said.new, guard.place(request))
        return await self._now(guard, request)

    async def _begin_second(self, _request: Request, caller: Caller) -> Response:
        return answer(await self._second.begin(caller.agent))

    async def _enable_second(self, request: Request, caller: Caller) -> Response:
        """Other sessions end: whoever opened them knew the password alone."""
        said = await read(request, Code)
        codes = await self._second.enable(caller.agent, said.code)
        await self._sessions.end_all(caller.agent, but=caller.session)
        await self._audit.write(caller.agent, "second_enabled", f"agent:{caller.agent}", {})
        return answer({"recovery": codes})

    async def _disable_second(self, _request: Request, caller: Caller) -> Response:
        await self._audit.write(caller.agent, "second_disabled", f"agent:{caller.agent}", {})
        await self._second.disable(caller.agent)
        return answer({})

    async def _list_sessions(self, _request: Request, caller: Caller) -> Response:
        listed = [
            {
                "id": each.id,
                "device": each.device,
                "created_at": each.created_at,
                "seen_at": each.seen_at,
                "current": each.id == caller.session,
            }
            for each in await self._sessions.of(caller.agent)
        ]
        return answer({"sessions": listed})

    async def _end_session(self, request: Request, caller: Caller) -> Response:
        session = request.path_params["id"]
        await self._sessions.require_own(caller.agent, session)
        await self._audit.write(caller.agent, "session_ended", f"agent:{caller.agent}", {"all": False})
        await self._sessions.end(session)
        return answer({})

    async def _now(self, guard: Guard, request: Request) -> Response:
        """Who the caller is after what just changed about them."""
        return answer({"me": me(await self._sessions.caller_of(request.cookies.get(guard.cookie)))})


def me(caller: Caller) -> dict[str, Any]:
    """Who the caller is and may do, as their page is told."""
    return {
        "agent": caller.agent,
        "name": caller.name,
        "number": caller.number,
        "role": caller.role,
        "permissions": sorted(MAY[caller.role]),
        "skills": sorted(caller.skills),
        "licences": sorted(caller.licences),
        "csrf": caller.csrf,
        "must_change": caller.must_change,
        "second_factor": caller.second_factor,
        "second_required": caller.second_required,
        "fresh_until": caller.fresh_until,
        "demo": caller.agent in DEMO_NAMES,
    }
