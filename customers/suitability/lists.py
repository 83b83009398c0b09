"""What an operator can replace by its own of the risk test and what follows from it."""

from dataclasses import dataclass
from typing import Self

from customers.suitability.products import Products
from customers.suitability.reading import Questionnaires


@dataclass(frozen=True)
class Lists:
    """Samples, or the operator's own."""

    questionnaires: Questionnaires
    products: Products

    @classmethod
    def load(cls) -> Self:
        """The samples."""
        return cls(Questionnaires.load(), Products.load())
