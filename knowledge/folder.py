"""Articles and broker's parameters as files under data/knowledge: what a fresh installation knows."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from knowledge.article import Article, read_article
from knowledge.errors import BadArticle

KNOWLEDGE = Path(__file__).parents[1] / "data" / "knowledge"
BROKER = "broker.yml"


@dataclass(frozen=True)
class Parameter:
    """What a broker sets for itself: what it is, and what is said while it is not set."""

    key: str
    name: str
    unset: str


def load_articles(folder: Path = KNOWLEDGE) -> dict[str, Article]:
    """Every `<feature>/<ID>.yml`, by id. Raises BadArticle."""
    found: dict[str, Article] = {}
    for file in sorted(folder.glob("*/*.yml")):
        article = read_article(yaml.safe_load(file.read_text(encoding="utf-8")) or {}, file.name)
        if article.id != file.stem:
            raise BadArticle(file.name, [f"its id is {article.id}."])
        if article.id in found:
            raise BadArticle(file.name, ["there is another of this id."])
        found[article.id] = article
    return found


def load_parameters(folder: Path = KNOWLEDGE) -> Mapping[str, Parameter]:
    """The parameters of broker.yml by key."""
    table = yaml.safe_load((folder / BROKER).read_text(encoding="utf-8"))
    return {key: Parameter(key, cells["name"], cells["unset"]) for key, cells in table.items()}
