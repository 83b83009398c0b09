"""What an operator writes for itself, in files that settings name: each must be right at start."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from customers.suitability.products import Products
from customers.suitability.reading import Questionnaires
from gateway.reader import Reader
from knowledge.folder import read_broker


@dataclass(frozen=True)
class OwnFiles:
    """Their paths, None where there is none."""

    broker: Path | None
    products: Path | None
    questionnaires: Path | None

    @classmethod
    def read(cls, reader: Reader) -> Self:
        return cls(
            broker=reader.own("BROKER_FILE", read_broker),
            products=reader.own("PRODUCTS_FILE", Products.load),
            questionnaires=reader.own("QUESTIONNAIRES_DIR", Questionnaires.load),
        )

    def variables(self) -> dict[str, str]:
        """For the processes that are started here."""
        return {
            "BROKER_FILE": str(self.broker or ""),
            "PRODUCTS_FILE": str(self.products or ""),
            "QUESTIONNAIRES_DIR": str(self.questionnaires or ""),
        }
