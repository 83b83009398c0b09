"""The two accounts of a demo, with a new password at each start; where there is no demo, they are let go."""

from desk.errors import Unknown
from desk.people.agents import Agents
from desk.people.caller import LICENCES, Role
from desk.people.demo_names import DEMO_AGENT, DEMO_LEAD, DEMO_NUMBERS
from desk.people.details import Agent

BY = "demo"
SKILLS = ("general", "account", "trade", "margin", "suitability", "risk", "complaint", "care", "adviser")
ACCOUNTS = (
    Agent(DEMO_AGENT, "演示坐席", f"{DEMO_NUMBERS}1", "agent", SKILLS, ("general", "broker"), ("zh",)),
    Agent(DEMO_LEAD, "演示主管", f"{DEMO_NUMBERS}2", "supervisor", SKILLS, LICENCES, ("zh",)),
)


async def offer(agents: Agents) -> list[tuple[str, str, Role]]:
    """Names, passwords and roles that sign in from now on; who was signed in there before is out."""
    return [(each.id, await agents.put(BY, each), each.role) for each in ACCOUNTS]


async def withdraw(agents: Agents) -> None:
    """Let nobody sign in by them any more."""
    for account in ACCOUNTS:
        try:
            known = await agents.get(account.id)
        except Unknown:  # there never was a demo here
            continue
        if known.active:
            await agents.change(BY, account.id, {"active": False})
