"""What can go wrong at the desk; each error has the status and the code of its answer.

DeskError                     .status .code, facts as attributes
├ NotSignedIn                 401  no session, or one that has ended
├ SignInRefused               401  wrong name, password or code: which of them is not said
├ TooManyTries(seconds)       429  come back in so many seconds
├ NotAllowed(permission)      403  the role lacks it
├ ForeignOrigin               403  a page of another site, or a form without our token
├ FreshSignInNeeded           403  a password just given is asked for
├ Unknown(what)               404
├ AlreadyTaken(owner)         409  somebody else was quicker; nothing was changed
├ NotNow(why)                 409  the conversation does not stand so that this could be done
├ Unreadable(field)           400  what was sent cannot be read
├ Blocked(findings)           422  what was to be sent breaks a rule; it was not sent
├ Unavailable                 503  PostgreSQL, or what else is asked, is away
└ RowsBroken(file, why)       500  ours to mend: a file of words cannot be read
"""

from collections.abc import Sequence
from typing import Any


class DeskError(Exception):
    """Anything of this room."""

    status = 500
    code = "desk"

    @property
    def facts(self) -> dict[str, Any]:
        """What the answer says beside the code."""
        return dict(vars(self))


class NotSignedIn(DeskError):
    """There is no session behind this request."""

    status, code = 401, "not_signed_in"


class SignInRefused(DeskError):
    """The name, the password or the code was wrong."""

    status, code = 401, "sign_in_refused"


class TooManyTries(DeskError):
    """No try counts for `seconds` seconds."""

    status, code = 429, "too_many_tries"

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(f"wait {seconds} s")


class NotAllowed(DeskError):
    """The caller's role lacks `permission`, or the conversation is not theirs."""

    status, code = 403, "not_allowed"

    def __init__(self, permission: str) -> None:
        self.permission = permission
        super().__init__(permission)


class ForeignOrigin(DeskError):
    """A page of another site called, or the caller could not show the token of its own session."""

    status, code = 403, "foreign_origin"


class FreshSignInNeeded(DeskError):
    """This asks for a password given within the last minutes."""

    status, code = 403, "fresh_sign_in_needed"


class Unknown(DeskError):
    """There is no such thing, or none the caller may know of."""

    status, code = 404, "unknown"

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(what)


class AlreadyTaken(DeskError):
    """The conversation is `owner`'s by now."""

    status, code = 409, "already_taken"

    def __init__(self, owner: str) -> None:
        self.owner = owner
        super().__init__(owner)


class NotNow(DeskError):
    """`why` names what stands in the way."""

    status, code = 409, "not_now"

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


class Unreadable(DeskError):
    """`field` is missing or has no meaning."""

    status, code = 400, "unreadable"

    def __init__(self, field: str) -> None:
        self.field = field
        super().__init__(field)


class Blocked(DeskError):
    """Nothing was sent; `findings` say which rules forbid it."""

    status, code = 422, "blocked"

    def __init__(self, findings: Sequence[dict[str, Any]]) -> None:
        self.findings = list(findings)
        super().__init__(", ".join(str(finding.get("rule")) for finding in findings))


class Unavailable(DeskError):
    """Something that this needs does not answer; nothing was changed."""

    status, code = 503, "unavailable"


class RowsBroken(DeskError):
    """A file of data/notices does not hold what the code reads; found at start."""

    def __init__(self, file: str, why: str) -> None:
        self.file, self.why = file, why
        super().__init__(f"{file}: {why}")
