"""Takes the articles of the files into the database, and never over what an editor has made of them since."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from knowledge.article import Article, cells_of
from knowledge.store import Change, Connection, Store

FILES = "files"
"""The author of what came with the files."""

_LAST = """
select a.id, f.content as filed, p.content as shown, exists (
  select from article_version e
  where e.article_id = a.id and e.origin = 'desk' and e.number > coalesce(f.number, 0)
    and (e.state <> 'retired' or e.published_at is not null)
) as edited
from article a
left join lateral (
  select number, content from article_version
  where article_id = a.id and origin = 'file' order by number desc limit 1
) f on true
left join article_version p on p.article_id = a.id and p.number = a.published
"""


@dataclass(frozen=True)
class Loaded:
    """Ids by what became of them. `conflicts`: the file has changed, and so has an editor's version."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    conflicts: tuple[str, ...]
    same: int


async def load(store: Store, articles: Sequence[Article], today: date) -> Loaded:
    """A version for each article whose file says something new; it is public at once, or from its day."""
    async with store.reading() as connection:
        loaded = await _compare(connection, articles)
    if not (loaded.new or loaded.changed):
        return loaded
    async with store.changing() as change:
        loaded = await _compare(change.connection, articles)
        for article in articles:
            if article.id in (*loaded.new, *loaded.changed):
                await _take(change, article, today)
    return loaded


async def _compare(connection: Connection, articles: Sequence[Article]) -> Loaded:
    last = {row["id"]: row for row in await (await connection.execute(_LAST)).fetchall()}
    fates = {article.id: _fate(article, last.get(article.id)) for article in articles}
    named = {fate: tuple(id for id, each in fates.items() if each == fate) for fate in _FATES}
    return Loaded(named["new"], named["changed"], named["conflict"], same=len(named["same"]))


_FATES = ("new", "changed", "conflict", "same")


def _fate(article: Article, row: dict[str, Any] | None) -> str:
    if row is None:
        return "new"
    if cells_of(article) in (row["filed"], row["shown"]):
        return "same"
    return "conflict" if row["edited"] else "changed"


async def _take(change: Change, article: Article, today: date) -> None:
    content = cells_of(article)
    number = await change.add(article.id, content, author=FILES, origin="file")
    await change.publish(article.id, number, content, today)
