"""What an editor can ask for in `make knowledge`: each command does one thing and says it in a sentence."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import yaml

from gateway.articles import sentences
from gateway.columns import columns
from gateway.nightly import count_follow_ups
from knowledge.editing import Editing
from knowledge.errors import BadArticle, EditingError, NoArticle
from knowledge.folder import load_articles
from knowledge.gaps import gaps_since
from knowledge.grouping import group
from knowledge.library import Library
from knowledge.loading import load
from knowledge.retrieval import Retrieval
from knowledge.store import Store, pick
from knowledge.versions import Version, current, difference, written
from market.session import SHANGHAI

SOON = timedelta(days=30)
"""An article that ends within this is expiring; gaps of this time are shown."""
FOUND = 5


class AlreadyThere(EditingError):
    """A new article bears the id of another one."""

    def __init__(self, id: str) -> None:
        self.id = id
        super().__init__(f"There is an article {id} already; use `edit {id}`.")


class OtherId(EditingError):
    """The file is of another article than the one that was named."""

    def __init__(self, named: str, found: object) -> None:
        self.named, self.found = named, found
        super().__init__(f"The file is of {found}, not of {named}.")


class Editors:
    """The commands of one editor. Each gives what is to be printed, or raises a KnowledgeError."""

    def __init__(
        self, store: Store, editing: Editing, retrieval: Retrieval, today: Callable[[], date], person: str
    ) -> None:
        self._store = store
        self._editing = editing
        self._retrieval = retrieval
        self._today = today
        self._person = person

    async def list(self, *, expiring: bool = False, unverified: bool = False) -> str:
        """Every article that is public or in work."""
        versions = [*await self._store.published(), *await self._store.in_work()]
        if expiring:
            last = self._today() + SOON
            versions = [each for each in versions if (end := each.day("effective_to")) and end <= last]
        if unverified:
            versions = [each for each in versions if not each.content.get("verified")]
        if not versions:
            return "There is no such article."
        rows = [self._row(each) for each in sorted(versions, key=lambda each: (each.id, each.number))]
        return columns(("id", "version", "state", "from", "to", "verified", "owner", "title"), rows)

    async def show(self, id: str, number: int | None) -> str:
        """A version as a file: the public one, or the newest where none is."""
        history = await self._store.history(id)
        version = pick(history, number) if number else current(history, self._today())
        return (
            f"# {id} version {version.number}, {version.standing(self._today())}, by {version.author}\n"
            + written(version.content)
        )

    async def new(self, text: str, note: str) -> str:
        """The first draft of an article."""
        content = _content(text)
        try:
            await self._store.history(str(content.get("id")))
        except NoArticle:
            return await self._saved(content, note)
        raise AlreadyThere(str(content.get("id")))

    async def edit(self, id: str, text: str, note: str, based_on: int | None) -> str:
        """A draft of an article."""
        await self._store.history(id)
        content = _content(text)
        if content.get("id") != id:
            raise OtherId(id, content.get("id"))
        return await self._saved(content, note, based_on)

    async def submit(self, id: str) -> str:
        version = await self._editing.submit(id)
        return f"{id} version {version.number} waits for a second person: approve {id}."

    async def approve(self, id: str) -> str:
        version = await self._editing.approve(id, self._person)
        return f"{id} version {version.number} is approved: publish {id}, or schedule {id} DAY."

    async def publish(self, id: str, begin: date | None) -> str:
        version = await self._editing.publish(id, begin)
        when = f"from {begin.isoformat()}" if begin else "within a minute, in every process"
        return f"{id} version {version.number} is shown {when}."

    async def expire(self, id: str, last: date | None, note: str) -> str:
        """With a last day, or at once."""
        if last is None:
            await self._editing.withdraw(id)
            return f"{id} is shown no more. `rollback {id} N` brings a version back."
        version = await self._editing.expire(id, last, self._person, note)
        return f"{id} is shown until {last.isoformat()} (version {version.number})."

    async def roll_back(self, id: str, number: int, note: str) -> str:
        version = await self._editing.roll_back(id, number, self._person, note)
        return f"{id} says again what version {number} said (version {version.number})."

    async def history(self, id: str) -> str:
        rows = [
            (
                str(each.number),
                each.standing(self._today()),
                each.origin,
                each.author,
                each.reviewer or "-",
                each.created_at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M"),
                each.note,
            )
            for each in await self._store.history(id)
        ]
        return columns(("version", "state", "origin", "author", "reviewer", "written", "note"), rows)

    async def diff(self, id: str, old: int | None, new: int | None) -> str:
        """Between two versions; else between what is shown and the newest."""
        history = await self._store.history(id)
        before = pick(history, old) if old else current(history, self._today())
        after = pick(history, new) if new else history[-1]
        return "\n".join(difference(before, after)) or "They say the same."

    async def search(self, text: str) -> str:
        """The articles that an investor's question finds."""
        found = (await self._library()).find(text, self._today(), FOUND)
        rows = [
            (each.article.id, f"{each.score:.2f}", f"{each.likeness:.2f}", each.article.title)
            for each in found
        ]
        return columns(("id", "score", "likeness", "title"), rows) if rows else "Nothing is near."

    async def gaps(self) -> str:
        """What was asked in vain of late."""
        since = datetime.now(SHANGHAI) - SOON
        groups = group(
            await gaps_since(self._store, since), await self._library(), self._retrieval, self._today()
        )
        rows = [
            (
                str(each.count),
                f"{each.first.astimezone(SHANGHAI):%m-%d}",
                f"{each.last.astimezone(SHANGHAI):%m-%d}",
                " ".join(article.id for article in each.nearest) or "-",
                " | ".join(each.examples),
            )
            for each in groups
        ]
        return (
            columns(("times", "first", "last", "nearest", "asked as"), rows) if rows else "There is no gap."
        )

    async def load(self) -> str:
        """Take over what has changed in the files."""
        loaded = await load(self._store, list(load_articles().values()), self._today())
        return "\n".join(sentences(loaded)) or f"Nothing has changed in {loaded.same} files."

    async def follow_ups(self) -> str:
        """Count what follows what, and how often investors ask again."""
        asked = await count_follow_ups(self._store.dsn)
        share = 100 * asked.repeats / asked.questions if asked.questions else 0
        often = sorted(asked.pairs.items(), key=lambda item: -item[1])
        rows = [(topic, following, str(count)) for (topic, following), count in often]
        said = (
            f"{asked.questions} questions of 90 days, {asked.repeats} of them asked before in their session"
        )
        listed = f"\n{columns(('after', 'asked', 'times'), rows)}" if rows else ""
        return f"{said} ({share:.1f} %).{listed}"

    async def _library(self) -> Library:
        """What is public."""
        versions = await self._store.published()
        return Library((each.article for each in versions), retrieval=self._retrieval)

    async def _saved(self, content: dict[str, Any], note: str, based_on: int | None = None) -> str:
        version = await self._editing.save(content, self._person, note, based_on)
        return f"{version.id} version {version.number} is a draft: submit {version.id}."

    def _row(self, version: Version) -> tuple[str, ...]:
        days = (version.content.get(name, "-") for name in ("effective_from", "effective_to"))
        verified = "yes" if version.content.get("verified") else "no"
        owner, title = version.content["owner"], version.content["title"]
        return (
            version.id,
            str(version.number),
            version.standing(self._today()),
            *days,
            verified,
            owner,
            title,
        )


def _content(text: str) -> dict[str, Any]:
    """An article's file. Raises BadArticle."""
    try:
        content = yaml.load(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise BadArticle("The file", ["is no YAML."]) from error
    if not isinstance(content, dict):
        raise BadArticle("The file", ["must hold the fields of an article."])
    return content
