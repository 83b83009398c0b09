"""The way of an article from a draft to the public: written by one person, approved by another."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from knowledge.article import Article, cells_of, read_article
from knowledge.errors import BadArticle, DayPassed, EditedMeanwhile, NeverShown, NoArticle, NotYet, SamePerson
from knowledge.store import Change, Store, pick
from knowledge.versions import Version, current

Check = Callable[[Article], Sequence[str]]


def no_faults(_article: Article) -> Sequence[str]:
    """Where nothing outside this room can be asked."""
    return ()


class Editing:
    """What editors do; `today` is the day in Shanghai. Each step is done whole or raises an EditingError.

    One version of an article is shown and at most one more waits for its day. What is public already is never
    changed by writing: a draft goes through review first. To withdraw, to end or to go back to what was
    public before is one person's step, for a wrong answer must not stay until a second person is found.
    """

    def __init__(self, store: Store, today: Callable[[], date], faults: Check = no_faults) -> None:
        """`faults` are sentences about what an article names outside this room: rules, parameters."""
        self._store = store
        self._today = today
        self._faults = faults

    async def save(
        self, content: Mapping[str, Any], author: str, note: str = "", based_on: int | None = None
    ) -> Version:
        """A draft. Raises BadArticle, and EditedMeanwhile where `based_on` is not the newest version; 0 is
        that of an article which is not there yet.
        """
        article = self._read(content)
        async with self._store.changing() as change:
            if based_on is not None and based_on != (newest := await _newest_number(change, article.id)):
                raise EditedMeanwhile(article.id, based_on, newest)
            await change.drop_drafts(article.id)
            number = await change.add(article.id, cells_of(article), author=author, note=note)
            return pick(await change.history(article.id), number)

    async def submit(self, id: str, number: int | None = None) -> Version:
        """Ask for a review of the newest draft. Here and below EditedMeanwhile is raised where that is not
        the version `number`, which was read.
        """
        async with self._store.changing() as change:
            version = _in_state(await change.history(id), "draft", "a draft", number)
            await change.move(id, version.number, "in_review")
            return pick(await change.history(id), version.number)

    async def approve(self, id: str, reviewer: str, number: int | None = None) -> Version:
        """A second person has read it and found it right. Raises SamePerson."""
        async with self._store.changing() as change:
            version = _in_state(await change.history(id), "in_review", "submitted", number)
            if _same(version.author, reviewer):
                raise SamePerson(id, version.author)
            await change.move(id, version.number, "in_review", reviewer)
            return pick(await change.history(id), version.number)

    async def publish(self, id: str, begin: date | None = None, number: int | None = None) -> Version:
        """Show the approved version, at once or from the day `begin`, which must lie ahead."""
        if begin is not None and begin <= self._today():
            raise DayPassed(id, begin)
        async with self._store.changing() as change:
            version = _in_state(await change.history(id), "in_review", "submitted", number)
            if version.reviewer is None:
                raise NotYet(id, version.number, version.state, "approved")
            begins = {"effective_from": begin.isoformat()} if begin else {}
            return await self._show(change, version, {**version.content, **begins})

    async def expire(self, id: str, last: date, author: str, note: str = "") -> Version:
        """Show what is public for the last time on a day, today or later."""
        if last < self._today():
            raise DayPassed(id, last)
        async with self._store.changing() as change:
            public = [each for each in await change.history(id) if each.state == "published"]
            if not public:
                raise NoArticle(id)
            ending = {**current(public, self._today()).content, "effective_to": last.isoformat()}
            return await self._readd(change, id, ending, author, note)

    async def withdraw(self, id: str) -> None:
        """Show it no more, now and from any day to come."""
        async with self._store.changing() as change:
            await change.history(id)
            await change.withdraw(id)

    async def roll_back(self, id: str, number: int, author: str, note: str = "") -> Version:
        """Say again what a version said that was public once: as a new version, shown at once.

        An end that has passed is left out. Raises NeverShown.
        """
        async with self._store.changing() as change:
            version = pick(await change.history(id), number)
            if version.published_at is None:
                raise NeverShown(id, number)
            end = version.day("effective_to")
            dropped = {"effective_to"} if end and end < self._today() else set()
            content = {key: value for key, value in version.content.items() if key not in dropped}
            return await self._readd(change, id, content, author, note)

    async def _readd(
        self, change: Change, id: str, content: Mapping[str, Any], author: str, note: str
    ) -> Version:
        """A new version of what was approved before, shown without another review, beside any draft."""
        content = cells_of(self._read(content))
        number = await change.add(id, content, author=author, note=note)
        version = pick(await change.history(id), number)
        return await self._show(change, version, content)

    async def _show(self, change: Change, version: Version, content: Mapping[str, Any]) -> Version:
        content = cells_of(self._read(content))
        await change.publish(version.id, version.number, content, self._today())
        return pick(await change.history(version.id), version.number)

    def _read(self, content: Mapping[str, Any]) -> Article:
        article = read_article(content)
        if faults := self._faults(article):
            raise BadArticle(article.id, faults)
        return article


async def _newest_number(change: Change, id: str) -> int:
    try:
        return (await change.history(id))[-1].number
    except NoArticle:  # the first version
        return 0


def _in_state(versions: list[Version], state: str, needed: str, number: int | None) -> Version:
    """The version in work, if it is in this state and the one that was read."""
    drafts = [each for each in versions if each.state in ("draft", "in_review")]
    found = (drafts or versions)[-1]
    if number is not None and number != found.number:
        raise EditedMeanwhile(found.id, number, found.number)
    if found.state != state:
        raise NotYet(found.id, found.number, found.state, needed)
    return found


def _same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()
