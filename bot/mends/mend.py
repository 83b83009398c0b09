"""What a mend is: one attribute of Rasa exchanged for ours, as long as Rasa's code looks as it did."""

import hashlib
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Mend:
    """`owner.name`, Rasa's `original` (None: it has none), gives way to `replacement`.

    `leans_on` is the code the replacement was written against, `shape` its fingerprint; `fits()` says whether
    the installed Rasa is still that code, and the tests ask it.
    """

    owner: Any
    name: str
    original: Callable[..., Any] | None
    replacement: Callable[..., Any]
    leans_on: tuple[Any, ...]
    shape: str

    def install(self) -> None:
        setattr(self.owner, self.name, self.replacement)

    def fits(self) -> bool:
        return self.shape_found() == self.shape

    def shape_found(self) -> str:
        source = "".join(inspect.getsource(code) for code in self.leans_on)
        return hashlib.sha256(source.encode()).hexdigest()[:16]
