"""The calls to Chatwoot's API; errors of the wire are mapped in one place."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx

from desk.chatwoot.credentials import Chatwoot
from desk.chatwoot.errors import Away, Gone, Refused, Throttled

WITHIN = 10.0  # seconds
PAUSE = 60.0  # seconds, where a 429 does not say
LARGEST = 5_000_000  # bytes of a picture
NOTE = 9_000  # characters; Chatwoot takes 10,000


class Client:
    """One account's inbox. Raises a ChatwootError; what was changed there is then not known after Away."""

    def __init__(self, chatwoot: Chatwoot) -> None:
        self._inbox = chatwoot.inbox
        self._http = httpx.AsyncClient(
            base_url=f"{chatwoot.url}/api/v1/accounts/{chatwoot.account}",
            headers={"api_access_token": chatwoot.token},
            timeout=WITHIN,
        )
        self._files = httpx.AsyncClient(timeout=WITHIN, follow_redirects=True)  # without our token

    async def close(self) -> None:
        await asyncio.gather(self._http.aclose(), self._files.aclose())

    async def contact(self, source: str, name: str) -> int:
        """The contact of an investor, made where there is none."""
        found = await self._ask("GET", "/contacts/search", params={"q": source})
        for contact in found.get("payload", ()):
            if contact.get("identifier") == source:
                return int(contact["id"])
        wanted = {"inbox_id": self._inbox, "source_id": source, "identifier": source, "name": name}
        made = await self._ask("POST", "/contacts", json=wanted)
        return _number(made, "payload", "contact", "id")

    async def opened(self, contact: int, mark: str) -> int | None:
        """The conversation of a contact that was opened with this mark, if there is one."""
        found = await self._ask("GET", f"/contacts/{contact}/conversations")
        for each in found.get("payload", ()):
            if (each.get("custom_attributes") or {}).get("wenpan") == mark:
                return _number(each, "id")
        return None

    async def open(self, source: str, contact: int, mark: str) -> int:
        """A new conversation with a contact, by whose mark it is found again; returns its number."""
        wanted = {
            "source_id": source,
            "inbox_id": self._inbox,
            "contact_id": contact,
            "status": "open",
            "custom_attributes": {"wenpan": mark},
        }
        return _number(await self._ask("POST", "/conversations", json=wanted), "id")

    async def prioritise(self, number: int, priority: str) -> None:
        await self._ask("POST", f"/conversations/{number}/toggle_priority", json={"priority": priority})

    async def note(self, number: int, text: str) -> None:
        """A note that only staff sees."""
        wanted = {"content": text[:NOTE], "message_type": "outgoing", "private": True}
        await self._ask("POST", f"/conversations/{number}/messages", json=wanted)

    async def heard(self, number: int, text: str, source: str) -> None:
        """What the investor wrote; `source` names it, so that a copy can be told."""
        wanted = {"content": text[:NOTE], "message_type": "incoming", "source_id": source, "echo_id": source}
        await self._ask("POST", f"/conversations/{number}/messages", json=wanted)

    async def messages(self, number: int, after: int) -> list[dict[str, Any]]:
        """Messages behind one of theirs, in order; without one the newest."""
        params = {"after": after} if after else {}
        found = await self._ask("GET", f"/conversations/{number}/messages", params=params)
        return sorted(found.get("payload", ()), key=lambda message: int(message["id"]))

    async def status(self, number: int) -> str:
        return str((await self._ask("GET", f"/conversations/{number}")).get("status"))

    async def resolve(self, number: int) -> None:
        await self._ask("POST", f"/conversations/{number}/toggle_status", json={"status": "resolved"})

    async def report(self, number: int, message: int, state: str, error: str | None) -> None:
        """What became of an agent's message: "sent", "delivered" or "failed" with a reason."""
        wanted = {"status": state, **({"external_error": error} if error else {})}
        await self._ask("PATCH", f"/conversations/{number}/messages/{message}", json=wanted)

    async def picture(self, url: str) -> bytes:
        """The bytes of something attached, at most LARGEST."""
        async with _mapped(), self._files.stream("GET", url) as response:
            _check(response)
            content = bytearray()
            async for chunk in response.aiter_bytes():
                content += chunk
                if len(content) > LARGEST:
                    raise Refused(413)
        return bytes(content)

    async def _ask(self, method: str, path: str, **request: Any) -> dict[str, Any]:
        async with _mapped():
            response = await self._http.request(method, path, **request)
            _check(response)
            body = response.json()
        return body if isinstance(body, dict) else {"payload": body}


def _number(body: Any, *path: str) -> int:
    """The number at the end of a path; raises Away where an answer has another form."""
    try:
        for step in path:
            body = body[step]
        return int(body)
    except (KeyError, TypeError, ValueError) as exc:  # another program answers there
        raise Away from exc


def _check(response: httpx.Response) -> None:
    status = response.status_code
    if status == 429:
        said = response.headers.get("retry-after", "")
        raise Throttled(float(said) if said.isdecimal() else PAUSE)
    if status == 404:
        raise Gone
    if status >= 500:
        raise Away
    if status >= 400:
        raise Refused(status)


@asynccontextmanager
async def _mapped() -> AsyncIterator[None]:
    try:
        yield
    except (
        httpx.TransportError,
        httpx.InvalidURL,
        ValueError,
        KeyError,
    ) as exc:  # no answer, or none of its form
        raise Away from exc
