"""The only door to the desk's addresses: whose page calls, who is signed in, what they may do.

    guard.add(router, "GET", "/desk/api/board", board, "serve")  # board(request, caller) -> Response
    guard.add(router, "POST", "/desk/api/export", export, "export", fresh=True)

What goes wrong inside leaves as an error of desk/errors.py with its status; nothing else is caught.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping
from secrets import compare_digest

from fastapi import APIRouter
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response

from conversations.errors import StoreUnavailable
from desk.errors import DeskError, ForeignOrigin, FreshSignInNeeded, NotNow, Unavailable, Unreadable
from desk.people.caller import Caller, Permission
from desk.people.sessions import Sessions
from desk.people.signing_in import Place
from desk.routes.origin import Origins
from desk.routes.place import address_of, device_of
from desk.routes.wire import answer, read, refusal, whole
from sealing.errors import SealingError

log = logging.getLogger(__name__)

__all__ = ["TOKEN_HEADER", "Guard", "answer", "read", "refusal", "whole"]
TOKEN_HEADER = "x-desk-token"  # noqa: S105 - a name
READING = frozenset({"GET", "HEAD"})

Endpoint = Callable[[Request, Caller], Awaitable[Response]]
OpenEndpoint = Callable[[Request], Awaitable[Response]]


class Guard:
    """Adds endpoints that only their callers reach."""

    def __init__(self, sessions: Sessions, public_url: str | None) -> None:
        self._sessions = sessions
        self._origins = Origins(public_url)
        self.cookie = "__Host-wenpan_desk" if self._origins.secure else "wenpan_desk"

    def add(
        self,
        router: APIRouter,
        method: str,
        path: str,
        endpoint: Endpoint,
        permission: Permission | None,
        *,
        fresh: bool = False,
        early: bool = False,
    ) -> None:
        """`fresh` asks for a password just given; `early` lets in who must first change it, or enrol."""

        async def guarded(request: Request) -> Response:
            caller = await self._admit(request, early=early)
            if permission is not None:
                caller.require(permission)
            if fresh and not caller.fresh:
                raise FreshSignInNeeded
            return await endpoint(request, caller)

        router.add_route(path, _refusing(guarded), methods=[method])

    def add_open(self, router: APIRouter, method: str, path: str, endpoint: OpenEndpoint) -> None:
        """An endpoint for who is not signed in yet; a page of ours must call it all the same."""

        async def guarded(request: Request) -> Response:
            self._check_origin(request, needed=request.method not in READING)
            return await endpoint(request)

        router.add_route(path, _refusing(guarded), methods=[method])

    async def caller(self, connection: HTTPConnection) -> Caller:
        """Who opens a socket. Raises NotSignedIn, ForeignOrigin, NotNow for who must change the password or
        enrol first, Unavailable.
        """
        self._check_origin(connection, needed=True)
        try:
            return _ready(await self._caller(connection))
        except StoreUnavailable as error:
            raise Unavailable from error

    def place(self, request: Request) -> Place:
        """Where somebody signs in from."""
        return Place(
            address_of(request),
            device_of(request.headers.get("user-agent", "")),
        )

    def set_cookie(self, response: Response, token: str) -> None:
        """The browser keeps the token until it is closed; scripts do not see it."""
        secure = self._origins.secure
        response.set_cookie(self.cookie, token, path="/", httponly=True, samesite="strict", secure=secure)

    def drop_cookie(self, response: Response) -> None:
        secure = self._origins.secure
        response.delete_cookie(self.cookie, path="/", httponly=True, samesite="strict", secure=secure)

    async def _admit(self, request: Request, *, early: bool) -> Caller:
        reading = request.method in READING
        self._check_origin(request, needed=not reading)
        caller = await self._caller(request)
        shown = request.headers.get(TOKEN_HEADER, "")
        if not reading and not compare_digest(shown.encode(), caller.csrf.encode()):
            raise ForeignOrigin
        return caller if early else _ready(caller)

    async def _caller(self, connection: HTTPConnection) -> Caller:
        return await self._sessions.caller_of(connection.cookies.get(self.cookie))

    def _check_origin(self, connection: HTTPConnection, *, needed: bool) -> None:
        headers = connection.headers
        self._origins.check(headers.get("origin"), headers.get("host", ""), needed=needed)


def _ready(caller: Caller) -> Caller:
    if caller.must_change:
        raise NotNow("must_change")
    if caller.second_required:
        raise NotNow("second_required")
    return caller


def _require_text(parameters: Mapping[str, object]) -> None:
    """Raise Unreadable for what no text column can hold."""
    for name, value in parameters.items():
        if "\0" in str(value):
            raise Unreadable(name)


def _refusing(endpoint: OpenEndpoint) -> OpenEndpoint:
    """Turn what is known to go wrong into its answer; here and nowhere else."""

    async def refuse(request: Request) -> Response:
        try:
            _require_text({**request.query_params, **request.path_params})
            return await endpoint(request)
        except DeskError as error:
            return refusal(error)
        except StoreUnavailable:
            return refusal(Unavailable())
        except SealingError as error:  # it says which key is missing, or which table was tampered with
            log.error("a personal field cannot be opened: %s", error)
            return refusal(Unavailable())

    return refuse
