"""What the action server can complain about.

ActionsError
├ BadSettings      the operator's to mend: every fault of the environment at once, in `faults`
├ BadWords         ours to mend: a phrase table lacks what the code needs, in `file` and `missing`
├ NotMine          no mistake: a task finds nothing of the investor's own that answers a message it claimed
├ PictureNotKept   a picture could not be written, so it cannot be shown: a full disk, for example, in `why`
├ BadAsking        a job of the gateway asked for what cannot be read, in `field`
└ NothingToTell    the facts of `what` are not there yet, ask again
"""

from pathlib import Path


class ActionsError(Exception):
    """Root of the tree."""


class BadSettings(ActionsError):
    """`faults` are sentences, one for each variable that cannot be used."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = faults


class BadWords(ActionsError):
    """`missing` are the keys that the phrase table `file` lacks."""

    def __init__(self, file: Path, missing: list[str]) -> None:
        super().__init__(f"{file.name} lacks {', '.join(missing)}")
        self.file = file
        self.missing = missing


class NotMine(ActionsError):
    """The message is answered as ever."""


class PictureNotKept(ActionsError):
    """`why` is the system's own word for it."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class NothingToTell(ActionsError):
    """`what` names it."""

    def __init__(self, what: str) -> None:
        super().__init__(f"no facts for {what}")
        self.what = what


class BadAsking(ActionsError):
    """`field` is missing or has another form."""

    def __init__(self, field: str) -> None:
        super().__init__(f"{field} cannot be read")
        self.field = field
