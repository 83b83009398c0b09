"""The products and their risk, R1 to R5, from data/products/; a faulty file is refused whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import yaml

from customers.errors import BadProducts

FILE = Path(__file__).parents[2] / "data" / "products" / "sample.yml"
RISKS = ("R1", "R2", "R3", "R4", "R5")


@dataclass(frozen=True, slots=True)
class Product:
    code: str
    name: str
    level: str


@dataclass(frozen=True)
class Products:
    """`sample` products do not exist, and are said not to."""

    listed: tuple[Product, ...]
    sample: bool

    @classmethod
    def load(cls, file: Path = FILE) -> Self:
        """Raises BadProducts naming every fault."""
        try:
            cells = yaml.safe_load(file.read_text(encoding="utf-8"))
        except (yaml.YAMLError, UnicodeDecodeError) as error:  # not YAML, or not UTF-8
            raise BadProducts(file, [f"It cannot be read: {error}."]) from error
        if faults := list(_faults(cells)):
            raise BadProducts(file, faults)
        listed = tuple(Product(each["code"], each["name"], each["level"]) for each in cells["products"])
        return cls(listed, cells.get("sample") is True)

    def named(self, text: str) -> Product | None:
        """The product whose name or code stands in a text, the longest name first."""
        names = sorted(((name, each) for each in self.listed for name in (each.name, each.code)), key=_length)
        return next((each for name, each in names if name.casefold() in text.casefold()), None)

    def coded(self, code: str) -> Product | None:
        return next((each for each in self.listed if each.code == code), None)

    def up_to(self, level: str) -> tuple[Product, ...]:
        """Those whose risk is not above `level`."""
        return tuple(each for each in self.listed if each.level <= level)


def _length(named: tuple[str, Product]) -> int:
    return -len(named[0])


def _faults(cells: Any) -> Iterator[str]:
    products = cells.get("products") if isinstance(cells, dict) else None
    if not isinstance(products, list) or not products:
        yield "There is no list of products."
        return
    seen: set[str] = set()
    for place, each in enumerate(products, 1):
        texts = [each.get(key) if isinstance(each, dict) else None for key in ("code", "name", "level")]
        if not all(isinstance(text, str) and text.strip() for text in texts):
            yield f"Product {place} needs a code, a name and a level."
            continue
        code, name, level = (str(text) for text in texts)
        if level not in RISKS:
            yield f"Product {place} ({code}) has the level {level!r}, which is none of R1 to R5."
        yield from (f"{value!r} is there twice." for value in (code, name) if value in seen)
        seen |= {code, name}
