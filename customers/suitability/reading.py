"""Reads questionnaires, the template and a broker's own, and refuses faulty ones with all of their faults."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import yaml

from customers.errors import BadQuestionnaire
from customers.suitability.questionnaire import Band, Check, Option, Question, Questionnaire

FOLDER = Path(__file__).parents[2] / "data" / "questionnaires"
LETTERS = "ABCDEFGH"
LEVELS = ("C1", "C2", "C3", "C4", "C5")
_TEXTS = ("version", "title", "note")
_COUNTS = ("validity_years", "tests_a_day", "pause_after")
_LISTS = ("bands", "questions")

Cells = Mapping[str, Any]


@dataclass(frozen=True)
class Questionnaires:
    """Every version by its name. Where some are the broker's `own`, the others are only for tests that were
    begun with them and for their results.
    """

    versions: Mapping[str, Questionnaire]
    own: Set[str] = frozenset()

    @property
    def current(self) -> Questionnaire:
        """The one for tests that begin now: the last by name."""
        return self.versions[max(self.own or self.versions)]

    def of(self, version: str) -> Questionnaire:
        """That of the version; where it is gone the newest one, whose bands are all that is needed of it."""
        return self.versions.get(version, self.current)

    @classmethod
    def load(cls, folder: Path | None = None) -> Self:
        """The template, and a broker's own of `folder`. Raises BadQuestionnaire, also where that has none."""
        templates = _read_all(FOLDER)
        if folder is None:
            return cls(templates)
        own = _read_all(folder)
        if taken := sorted(own.keys() & templates.keys()):
            fault = f"The version {', '.join(taken)} is the template's: give yours another name."
            raise BadQuestionnaire(folder, [fault])
        return cls({**templates, **own}, frozenset(own))


def _read_all(folder: Path) -> dict[str, Questionnaire]:
    read: dict[str, Questionnaire] = {}
    faults: list[str] = []
    for file in sorted(folder.glob("*.yml")):
        try:
            read[file.stem] = read_questionnaire(file)
        except BadQuestionnaire as bad:  # told with those of the other files
            faults += [f"{file.name}: {fault}" for fault in bad.faults]
    if faults or not read:
        raise BadQuestionnaire(folder, faults or ["There is no questionnaire."])
    return read


def read_questionnaire(file: Path) -> Questionnaire:
    """Raises BadQuestionnaire naming every fault."""
    try:
        cells = yaml.load(file.read_text(encoding="utf-8-sig"), Loader=yaml.CSafeLoader)
    except OSError as error:
        raise BadQuestionnaire(file, [f"It cannot be read: {error.strerror}."]) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:  # not YAML, or not UTF-8
        raise BadQuestionnaire(file, [f"It is no YAML: {' '.join(str(error).split())}."]) from error
    return questionnaire_of(cells, file)


def questionnaire_of(cells: Any, file: Path) -> Questionnaire:
    """Of what stands in `file`. Raises BadQuestionnaire naming every fault."""
    faults = list(_faults(cells, file.stem))
    if faults:
        raise BadQuestionnaire(file, faults)
    return Questionnaire(
        **{name: cells[name] for name in (*_TEXTS, *_COUNTS)},
        questions=tuple(_question(each) for each in cells["questions"]),
        bands=tuple(Band(b["level"], b["name"], b["from"], b["means"]) for b in cells["bands"]),
        reasons=dict(cells.get("reasons") or {}),
        checks=tuple(_check(each) for each in cells.get("checks") or ()),
    )


def _question(cells: Cells) -> Question:
    options = tuple(Option(letter, **option) for letter, option in cells["options"].items())
    several, counts = cells.get("several", False), cells.get("counts", "most")
    return Question(cells["id"], cells["text"], options, several, counts)


def _check(cells: Cells) -> Check:
    when = {question: frozenset(letters) for question, letters in cells["when"].items()}
    return Check(cells["id"], when, cells["say"])


def _faults(cells: Any, name: str) -> Iterator[str]:
    if not isinstance(cells, dict):
        yield "It is not a table."
        return
    yield from (f"{key} is missing." for key in _TEXTS if not _is_text(cells.get(key)))
    if cells.get("version") not in (name, None):
        yield f"The version {cells['version']!r} is not the file's name."
    yield from (f"{key} must be a number above 0." for key in _COUNTS if not _is_count(cells.get(key), 1))
    yield from (f"{key} must be a list." for key in _LISTS if not _is_list_of_tables(cells.get(key)))
    if all(_is_list_of_tables(cells.get(key)) for key in _LISTS):
        yield from _band_faults(cells["bands"])
        yield from _question_faults(cells)
        yield from _check_faults(cells)


def _band_faults(bands: list[Cells]) -> Iterator[str]:
    if [band.get("level") for band in bands] != list(LEVELS):
        yield f"The bands must be {', '.join(LEVELS)} in this order."
    floors: list[Any] = [band.get("from") for band in bands]
    if not all(_is_count(floor, 0) for floor in floors):
        yield "Each band needs the points it begins from."
    elif floors[0] != 0 or floors != sorted(set(floors)):
        yield "The bands must begin from 0 and rise."
    if not all(_is_text(band.get("name")) and _is_text(band.get("means")) for band in bands):
        yield "Each band needs a name and what it means."


def _question_faults(cells: Cells) -> Iterator[str]:
    questions, reasons = cells["questions"], cells.get("reasons") or {}
    if not isinstance(reasons, dict) or not all(_is_text(why) for why in reasons.values()):
        yield "The reasons must be texts by name."
        return
    ids = [str(each.get("id")) for each in questions]
    yield from (f"The question {id!r} is there twice." for id in dict.fromkeys(ids) if ids.count(id) > 1)
    for place, each in enumerate(questions, 1):
        label = f"Question {place} ({each.get('id')})"
        if not _is_text(each.get("id")) or not _is_text(each.get("text")):
            yield f"{label} needs an id and a text."
        if each.get("counts", "most") not in ("sum", "most"):
            yield f"{label} counts neither sum nor most."
        yield from (f"{label}: {fault}" for fault in _option_faults(each, reasons))


def _option_faults(cells: Cells, reasons: Cells) -> Iterator[str]:
    options = cells.get("options")
    if not isinstance(options, dict) or list(options) != list(LETTERS[: len(options)]) or len(options) < 2:
        yield "its options must be two or more, A, B, C and so on."
        return
    for letter, option in options.items():
        known = {"text", "points", "lowest", "alone", "senior"}
        if not isinstance(option, dict) or not _is_text(option.get("text")) or set(option) - known:
            yield f"option {letter} needs a text and points, and may have lowest, alone and senior."
        elif not _is_count(option.get("points"), 0):
            yield f"the points of option {letter} must be a number from 0."
        elif str(option.get("lowest", "")) not in ("", *reasons):
            yield f"option {letter} gives a reason that is not there."
        elif option.get("alone") and not cells.get("several"):
            yield f"option {letter} is alone in a question of one answer."


def _check_faults(cells: Cells) -> Iterator[str]:
    options = {each.get("id"): each.get("options") for each in cells["questions"] if _is_text(each.get("id"))}
    known = {id: set(letters) for id, letters in options.items() if isinstance(letters, dict)}
    checks = cells.get("checks") or []
    if not isinstance(checks, list):
        yield "The checks must be a list."
        return
    for check in checks:
        when = check.get("when") if isinstance(check, dict) else None
        if not isinstance(when, dict) or not _is_text(check.get("id")) or not _is_text(check.get("say")):
            yield "Each check needs an id, its answers (when) and what to say."
        elif len(when) < 2:
            yield f"The check {check['id']} needs two questions."
        elif not all(_among(letters, known.get(question, set())) for question, letters in when.items()):
            yield f"The check {check['id']} names a question or an option that is not there."


def _among(letters: Any, known: Set[str]) -> bool:
    return (
        isinstance(letters, list) and bool(letters) and all(letter in known for letter in map(str, letters))
    )


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_count(value: Any, least: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= least


def _is_list_of_tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(each, dict) for each in value)
