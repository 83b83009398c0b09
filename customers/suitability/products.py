"""The products and their risk, R1 to R5: a sample or the broker's own; a faulty file is refused whole."""

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
    """`sample` products do not exist, and are said not to; a list is the broker's own unless it says so."""

    listed: tuple[Product, ...]
    sample: bool

    @classmethod
    def load(cls, file: Path = FILE) -> Self:
        """Raises BadProducts naming every fault."""
        try:
            cells = yaml.load(file.read_text(encoding="utf-8-sig"), Loader=yaml.CSafeLoader)
        except OSError as error:
            raise BadProducts(file, [f"It cannot be read: {error.strerror}."]) from error
        except (yaml.YAMLError, UnicodeDecodeError) as error:  # not YAML, or not UTF-8
            raise BadProducts(file, [f"It is no YAML: {' '.join(str(error).split())}."]) from error
        if faults := list(_faults(cells)):
            raise BadProducts(file, faults)
        listed = tuple(Product(each["code"], each["name"], each["level"]) for each in cells["products"])
        return cls(listed, cells.get("sample") is True)

    def coded(self, code: str) -> Product | None:
        return next((each for each in self.listed if each.code == code), None)

    def up_to(self, level: str) -> tuple[Product, ...]:
        """Those whose risk is not above `level`."""
        return tuple(each for each in self.listed if each.level <= level)


def _faults(cells: Any) -> Iterator[str]:
    products = cells.get("products") if isinstance(cells, dict) else None
    if not isinstance(products, list) or not products:
        yield "There is no list of products."
        return
    if not isinstance(cells.get("sample", False), bool):
        yield "Whether it is a sample must be true or false."
    seen: set[str] = set()
    for place, each in enumerate(products, 1):
        texts = [each.get(key) if isinstance(each, dict) else None for key in ("code", "name", "level")]
        if not all(isinstance(text, str) and any(map(str.isalnum, text)) for text in texts):
            yield f"Product {place} needs a code, a name and a level (numbers in quotation marks)."
            continue
        code, name, level = (str(text) for text in texts)
        if level not in RISKS:
            yield f"Product {place} ({code}) has the level {level!r}, which is none of R1 to R5."
        yield from (f"{value!r} is there twice." for value in (code, name) if value in seen)
        seen |= {code, name}
