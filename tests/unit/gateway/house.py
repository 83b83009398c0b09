"""One installation that is backed up or put back."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from gateway.backup_settings import BackupSettings
from gateway.settings import Settings
from tests.keys import SECRET
from tests.unit.gateway.reading_settings import read


@dataclass
class House:
    """One installation: a database and folders, and the settings that lead to them."""

    dsn: str
    settings: Settings
    backups: BackupSettings

    @property
    def received(self) -> Path:
        return self.settings.received_dir

    def execute(self, statement: str, values: Any = None) -> list[Any]:
        with psycopg.connect(self.dsn, autocommit=True) as connection:
            cursor = connection.execute(statement, values)
            return cursor.fetchall() if cursor.description else []


def house_at(folder: Path, dsn: str, keys: str = SECRET) -> House:
    folders = {"MEDIA_DIR": str(folder / "media"), "RECEIVED_DIR": str(folder / "received")}
    settings = read(**folders, DATA_KEYS=keys)
    return House(dsn, settings, BackupSettings(folder=folder / "backups", recipient=None))
