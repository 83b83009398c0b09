"""What can stop a turn, each with the facts its answer needs.

TurnError                    .status: the HTTP status of the answer
├ Malformed(detail)          400  the gateway broke the contract
├ BadToken                   401  a stranger
├ ActionFailed(action, why)  502  an action gave no usable answer; nothing was said, the state is unchanged
├ ActionsAway(action)        503  the action server is not there, or went away in the call; it may come back
└ NotReady                   503  no model is loaded yet
"""

from typing import Any, ClassVar


class TurnError(Exception):
    """A turn that has no result; `body()` is what the gateway is told."""

    status: ClassVar[int]
    error: ClassVar[str]

    def body(self) -> dict[str, Any]:
        return {"error": self.error}


class Malformed(TurnError):
    """The request is not one that docs/contracts.md §3 allows; sending it again cannot help."""

    status = 400
    error = "malformed"

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail

    def body(self) -> dict[str, Any]:
        return {"error": self.error, "detail": self.detail}


class BadToken(TurnError):
    """The bearer token is missing or wrong."""

    status = 401
    error = "bad_token"


class ActionFailed(TurnError):
    """An action was too slow, refused, or answered nonsense.

    `why` is for the log of this process and never leaves it.
    """

    status = 502
    error = "action_failed"

    def __init__(self, action: str, why: str) -> None:
        super().__init__(f"{action}: {why}")
        self.action = action
        self.why = why

    def body(self) -> dict[str, Any]:
        return {"error": self.error, "action": self.action}


class ActionsAway(TurnError):
    """No connection to the action server, or one that broke off: wait for it as for a brain that restarts."""

    status = 503
    error = "actions_away"

    def __init__(self, action: str) -> None:
        super().__init__(action)
        self.action = action

    def body(self) -> dict[str, Any]:
        return {"error": self.error, "action": self.action}


class NotReady(TurnError):
    """No model is loaded yet."""

    status = 503
    error = "not_ready"
