"""Briefs, joined: who wants them, who composes them, and the post that takes them on."""

from collections.abc import Sequence
from pathlib import Path

import httpx

from conversations import Notices
from conversations.database import Database
from customers.briefs import KINDS, BriefWishes
from gateway.processes import door_of_actions
from gateway.settings import Settings
from market.quotes import shanghai_now
from market.sources.calendar import load_trading_days
from notices.brief_runs import BriefRuns
from notices.briefs import Briefs
from notices.jobs import Task
from notices.post import Post
from notices.report import Reports

WHY = Path(__file__).resolve().parent.parent / "data" / "notices" / "brief_why.yml"


def brief_tasks(
    settings: Settings, client: httpx.AsyncClient, database: Database, post: Post
) -> Sequence[Task]:
    """The jobs that look for what is due."""
    composed = Reports(client, door_of_actions(settings.actions_url, "/brief"), settings.internal_token)
    return Briefs(
        wishes=BriefWishes(database),
        runs=BriefRuns(database),
        days=load_trading_days(),
        prepare=composed.prepare,
        post=post,
        whys=load_whys(),
        now=shanghai_now,
    ).tasks


def load_whys() -> dict[str, str]:
    """By kind, why somebody gets it. Raises NoticesBroken."""
    words = Notices.load(WHY, frozenset(KINDS))
    return {kind: words.say(kind).text or "" for kind in KINDS}
