"""A caller of the brain, as the gateway is one: plain HTTP, nothing of Rasa."""

import itertools
import json
import urllib.error
import urllib.request
from typing import Any

_numbers = itertools.count()


def call(
    url: str, body: bytes | None, token: str | None, more: dict[str, str] | None = None
) -> tuple[int, Any]:
    """Status and decoded body of one request; a GET without a body."""
    headers = {"Content-Type": "application/json", **(more or {})}
    if token is not None:
        headers["Authorization"] = f"Bearer {token}"
    request = urllib.request.Request(url, data=body, headers=headers)  # noqa: S310 - our own loopback address
    try:
        with urllib.request.urlopen(request, timeout=30) as response:  # noqa: S310
            return response.status, _decoded(response.read())
    except urllib.error.HTTPError as error:
        return error.code, _decoded(error.read())


def _decoded(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except ValueError:
        return raw.decode()


class Gateway:
    """Posts turns and carries the state from one to the next, as the gateway does."""

    def __init__(self, url: str, token: str) -> None:
        self.url = url
        self.token = token
        self.state: Any = None

    def post(self, body: dict[str, Any], headers: dict[str, str] | None = None) -> tuple[int, Any]:
        return call(f"{self.url}/webhooks/gateway/turn", json.dumps(body).encode(), self.token, headers)

    def metrics(self, token: str | None) -> tuple[int, Any]:
        return call(f"{self.url}/webhooks/gateway/metrics", None, token)

    def turn(self, text: str | None = None, payload: str | None = None) -> tuple[int, Any]:
        status, answer = self.post(
            {
                "message_id": f"m-{next(_numbers)}",
                "sender": "u1",
                "channel": "web",
                "text": text,
                "payload": payload,
                "state": self.state,
            }
        )
        if status == 200:
            self.state = answer["state"]
        return status, answer

    def say(self, text: str) -> Any:
        """The answer to a person's words; anything but a result is the test's failure."""
        status, answer = self.turn(text=text)
        assert status == 200, answer
        return answer

    def said(self, text: str) -> list[str]:
        return [message["text"] for message in self.say(text)["messages"]]
