"""Takes the articles of the files into the database of a start, and says what an editor must look at."""

import asyncio
from datetime import date, datetime

from gateway.errors import DatabaseUnreachable, KnowledgeFaulty
from knowledge.article import Article
from knowledge.errors import BadArticle, Fault, StoreAway
from knowledge.folder import load_articles, load_parameters
from knowledge.loading import Loaded, load
from knowledge.store import Store
from market.session import SHANGHAI
from rules.book import Book
from rules.errors import UnknownTopic


def today() -> date:
    """The day of investors and editors."""
    return datetime.now(SHANGHAI).date()


def faults_of(article: Article) -> list[Fault]:
    """What it names that there is not: a row of rules/, a parameter of the broker."""
    book, parameters, faults = Book.load(), load_parameters(), list[Fault]()
    for kind, key in article.placeholders():
        if kind == "broker" and key not in parameters:
            faults.append(Fault(f"there is no parameter {key}.", "no_parameter", found=key))
        if kind == "rule":
            try:
                book.ask(key, today())
            except UnknownTopic:
                faults.append(Fault(f"there is no rule {key}.", "no_rule", found=key))
    return faults


def load_files(dsn: str) -> Loaded:
    """New versions of what has changed in the files. Raises KnowledgeFaulty and DatabaseUnreachable."""
    try:
        articles = list(load_articles().values())
        return asyncio.run(load(Store(dsn), articles, today()))
    except BadArticle as bad:
        raise KnowledgeFaulty(str(bad)) from bad
    except StoreAway as away:
        raise DatabaseUnreachable(str(away.__cause__)) from away


def sentences(loaded: Loaded) -> list[str]:
    """What is worth telling of a load; nothing where nothing has changed."""
    said = [
        f"Articles from the files: {len(ids)} {word}."
        for ids, word in ((loaded.new, "new"), (loaded.changed, "changed"))
        if ids
    ]
    if loaded.conflicts:
        said.append(
            f"Changed in the files and by an editor, the editor's stands: {', '.join(loaded.conflicts)} "
            f"(`make knowledge ARGS='edit ID FILE'` takes the file over)."
        )
    return said
