"""Articles to try things with; they answer nobody."""

from datetime import date
from typing import Any

from knowledge.article import Article, read_article
from knowledge.editing import Editing
from knowledge.library import Library
from knowledge.versions import Version

MONDAY = date(2026, 3, 2)


def cells(id: str = "ACC91", **fields: Any) -> dict[str, Any]:
    """What a file of an article holds."""
    known = {
        "id": id,
        "title": f"{id}的标题",
        "label": f"{id}按钮",
        "mode": "self",
        "auth": "none",
        "questions": [f"{id}怎么办理", f"{id}在哪里办", f"{id}要带什么材料"],
        "answer": f"{id}的答案",
        "sources": ["一份文件"],
        "verified": True,
        "owner": "账户业务",
    }
    return {**known, **fields}


def article(id: str = "ACC91", **fields: Any) -> Article:
    return read_article(cells(id, **fields))


async def published(editing: Editing, begin: date | None = None, **fields: Any) -> Version:
    """A version that one person wrote and another approved."""
    draft = await editing.save(cells(**fields), "甲")
    await editing.submit(draft.id)
    await editing.approve(draft.id, "乙")
    return await editing.publish(draft.id, begin)


def shown(versions: list[Version], day: date, id: str = "ACC91") -> str | None:
    """What a library of all that is public answers on a day."""
    found = Library(each.article for each in versions).get(id, day)
    return found.answer if found else None
