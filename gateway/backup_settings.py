"""What an operator can set of backups."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from gateway.reader import Reader


@dataclass(frozen=True, kw_only=True)
class BackupSettings:
    """Where archives are put, and whom they are encrypted for; None leaves them as they are."""

    folder: Path
    recipient: str | None

    @classmethod
    def read(cls, reader: Reader) -> Self:
        return cls(
            folder=reader.folder("BACKUP_DIR", "var/backups"),
            recipient=reader.shaped(
                "BACKUP_KEY", "age1[02-9ac-hj-np-z]{58}", "a public key of age: age1 and 58 characters"
            ),
        )
