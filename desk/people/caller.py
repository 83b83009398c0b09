"""Who is calling, and what each role may do. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, get_args

from desk.errors import NotAllowed

Role = Literal["agent", "senior", "supervisor", "quality", "compliance", "admin"]
Permission = Literal[
    "serve",  # take conversations, speak, note, hand on, wrap up
    "join",  # speak in a colleague's conversation, beside them
    "lead",  # watch, whisper, take over, order the queue, send agents to their break, see alerts
    "read",  # any transcript, not only one's own
    "measure",  # the figures of service and what is behind them
    "unmask",  # personal data as it was written, with a reason
    "export",  # a transcript out of the house, with a reason
    "wishes",  # investors' wishes about their own data
    "audit",  # what was done at the desk
    "set",  # agents, skills, hours, replies
    "edit",  # articles: write, submit, approve a colleague's, publish, take away
]
ROLES: tuple[Role, ...] = get_args(Role)
_SERVES: frozenset[Permission] = frozenset({"serve"})
_LEADS: frozenset[Permission] = frozenset(
    {"serve", "join", "lead", "read", "measure", "unmask", "export", "edit"}
)
# Writing and approving are one permission, "edit": what protects investors is a second person who knows the
# matter, and knowledge.editing lets nobody approve their own words whatever they may do. A role of its own
# for approving would only bring a small team to a stand.
MAY: Mapping[Role, frozenset[Permission]] = {
    "agent": _SERVES,
    "senior": _SERVES | {"join"},
    "supervisor": _LEADS,
    "quality": frozenset({"read", "measure", "edit"}),
    "compliance": frozenset({"read", "measure", "unmask", "export", "wishes", "audit"}),
    "admin": frozenset({"set", "measure", "audit", "edit"}),
}
LICENCES = ("general", "broker", "adviser")
"""What an agent is registered for: general business, brokerage, investment advice (证券法 160, 161)."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody signed in. `session` is the id of their session, `number` what investors are told; `fresh`
    says that the password was given within the last minutes, `csrf` is what their page shows when it changes
    something.

    Who `must_change` the password, or whose role asks for a second factor they do not have yet
    (`second_required`), may do that and nothing else.
    """

    agent: str
    name: str
    number: str
    role: Role
    session: str
    licences: frozenset[str] = frozenset()
    skills: frozenset[str] = frozenset()
    fresh: bool = False
    fresh_until: datetime | None = None
    must_change: bool = False
    second_factor: bool = False
    second_required: bool = False
    csrf: str = field(default="", repr=False)

    def may(self, permission: Permission) -> bool:
        return permission in MAY[self.role]

    def require(self, permission: Permission) -> None:
        """Raise NotAllowed where the role lacks it."""
        if not self.may(permission):
            raise NotAllowed(permission)
