"""Articles and broker's parameters as files under data/knowledge: what a fresh installation knows."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from knowledge.article import Article, read_article
from knowledge.errors import BadArticle, BadParameters

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
        article = read_article(_read(file) or {}, file.name)
        if article.id != file.stem:
            raise BadArticle(file.name, [f"its id is {article.id}."])
        if article.id in found:
            raise BadArticle(file.name, ["there is another of this id."])
        found[article.id] = article
    return found


def load_parameters(folder: Path = KNOWLEDGE) -> Mapping[str, Parameter]:
    """The parameters of broker.yml by key."""
    table = _read(folder / BROKER)
    return {key: Parameter(key, cells["name"], cells["unset"]) for key, cells in table.items()}


def read_broker(file: Path, folder: Path = KNOWLEDGE) -> Mapping[str, str]:
    """What a broker has set for itself: texts by key. Raises BadParameters naming every fault."""
    try:
        values = _read(file) or {}
    except OSError as error:
        raise BadParameters([f"{file} cannot be read: {error.strerror}."]) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BadParameters([f"{file} is no YAML."]) from error
    if not isinstance(values, dict):
        raise BadParameters([f"{file} must hold `parameter: text` lines."])
    known = load_parameters(folder)
    faults = [f"{file} sets {key!r}, which is no parameter." for key in values if key not in known]
    faults += [f"{file}: {key} must be a text." for key, value in values.items() if not _is_text(value)]
    if faults:
        raise BadParameters(faults)
    return {key: str(value).strip() for key, value in values.items()}


def _is_text(value: Any) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def _read(file: Path) -> Any:
    """A file of YAML; libyaml reads hundreds of them ten times as fast."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(file.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - both are safe loaders
