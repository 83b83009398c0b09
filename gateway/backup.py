"""`make backup` and `make restore`: a database and its folders in one archive, and back where nothing is.

make backup                                        to BACKUP_DIR, encrypted for BACKUP_KEY where that is set
make backup ARGS="key FILE"                        a new secret key for FILE; prints what BACKUP_KEY has to be
make restore ARGS="ARCHIVE"                        into an empty database and an empty RECEIVED_DIR
make restore ARGS="ARCHIVE --identity FILE"        the same, of an archive that is encrypted
"""

import argparse
import errno
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import psycopg
import pyrage

from channels.files import whole
from gateway import archive
from gateway.archive import DUMP, Manifest
from gateway.backup_settings import BackupSettings
from gateway.commands import complain, tell
from gateway.dumping import counted, dump, put_back
from gateway.errors import DatabaseUnreachable, GatewayError, KeysLost, NothingRuns, RestoreFailed, TargetFull
from gateway.migrations import migrate
from gateway.reader import Reader
from gateway.running import database_in_use, embedded_postgres
from gateway.settings import CHECKOUT, Settings, known_secret, read_settings
from market.session import SHANGHAI

# What was on its way when the backup was made may have arrived since: it is never sent again. Who had signed
# out since would be signed in again.
_AFTERWARDS = (
    "update outbox set state = 'unknown', error = 'restored', lease_holder = null, lease_token = null"
    " where state in ('pending', 'sending')",
    "update desk_session set ended_at = now() where ended_at is null",
    "update conversation set lease_holder = null, lease_token = null, lease_until = null"
    " where lease_holder is not null",
)

_OF_VOLUMES = "lost+found"  # stands in a fresh file system


def back_up(settings: Settings, backups: BackupSettings, dsn: str) -> tuple[Path, Manifest]:
    """The archive's place and what is in it. Files are read after the dump, so that what a row of it names
    is there unless somebody has taken it away since.
    """
    now = datetime.now(SHANGHAI)
    backups.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=backups.folder, prefix=".") as work:
        dumped = dump(dsn, Path(work) / DUMP)
        paths = {DUMP: Path(work) / DUMP, **_files(settings)}
        missing = sorted(name for name in dumped.named if f"received/{name}" not in paths)
        about = Manifest(
            made_at=now.isoformat(timespec="seconds"),
            revision=dumped.revision,
            tables=dumped.tables,
            keys=tuple(dumped.keys),
            missing=tuple(missing),
        )
        to = backups.folder / f"wenpan-{now:%Y%m%d-%H%M%S}.tar{'.age' if backups.recipient else ''}"
        return to, archive.write(to, paths, about, backups.recipient)


def restore(settings: Settings, dsn: str, source: Path, identity: Path | None = None) -> Manifest:
    """Into a database without tables and a folder without files; then migrated. Raises TargetFull,
    ArchiveFaulty, IdentityMissing, KeysLost, DumpFailed, RestoreFailed; nothing is changed before the last.
    Only the folders that are named are written to: each may be a volume of its own, and all around it closed.
    """
    _require_empty(settings, dsn)
    settings.received_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.received_dir, prefix=".restore-") as name:
        work = Path(name)
        manifest = archive.unpack(source, work, identity)
        if lost := [key for key in manifest.keys if key not in settings.keys.ids]:
            raise KeysLost(lost)
        put_back(dsn, work / DUMP)
        _check(dsn, manifest.tables)
        for folder, target in _folders(settings).items():
            _move(work / folder, target)
    migrate(dsn)
    with psycopg.connect(dsn) as connection:
        for statement in _AFTERWARDS:
            connection.execute(statement)
    return manifest


def _folders(settings: Settings) -> dict[str, Path]:
    return {"received": settings.received_dir, "media": settings.media_dir}


def _files(settings: Settings) -> dict[str, Path]:
    """By their names in the archive; half-written ones begin with a dot."""
    return {
        f"{name}/{path.name}": path
        for name, folder in _folders(settings).items()
        if folder.is_dir()
        for path in sorted(folder.iterdir())
        if path.is_file() and not path.name.startswith(".")
    }


def _require_empty(settings: Settings, dsn: str) -> None:
    with psycopg.connect(dsn) as connection:
        if tables := counted(connection):
            raise TargetFull(f"the database has {len(tables)} tables")
    found = settings.received_dir.iterdir() if settings.received_dir.is_dir() else ()
    if names := sorted(path.name for path in found if path.name != _OF_VOLUMES):
        raise TargetFull(f"{settings.received_dir} has {names[0]} in it")


def _check(dsn: str, wanted: Mapping[str, int]) -> None:
    with psycopg.connect(dsn) as connection:
        found = counted(connection)
    if found != dict(wanted):
        raise RestoreFailed(sorted({name for name, _ in found.items() ^ wanted.items()}))


def _move(source: Path, target: Path) -> None:
    """A file that is there is the same: both folders name files by their content."""
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    for path in source.iterdir():
        if not (target / path.name).exists():
            _put(path, target / path.name)


def _put(path: Path, to: Path) -> None:
    """There at once, also on another file system: of a copy that is cut short nothing stays."""
    try:
        path.rename(to)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        with path.open("rb") as content, whole(to) as file:
            shutil.copyfileobj(content, file)


@contextmanager
def _database(settings: Settings) -> Iterator[str]:
    """The one in use, else the embedded one, for the time of the command."""
    try:
        dsn = database_in_use(settings)
    except NothingRuns:  # then nobody else has its folder
        with embedded_postgres() as postgres:
            yield postgres.dsn
    else:
        yield dsn


def new_key(file: Path) -> str:
    """Write a new secret key, for its owner alone; returns the public one. Raises FileExistsError."""
    identity = pyrage.x25519.Identity.generate()
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as written:
        written.write(f"# public key: {identity.to_public()}\n{identity}\n")
    return str(identity.to_public())


def main() -> int:
    """0 when it is done; else 1 and one sentence."""
    asked = _parser().parse_args()
    try:
        if asked.command == "key":
            tell(
                f"BACKUP_KEY={new_key(asked.file)}\nKeep {asked.file} elsewhere: archives open with it alone."
            )
            return 0
        settings = read_settings(secret=known_secret)
        reader = Reader(os.environ, lambda name: "", CHECKOUT)
        backups = BackupSettings.read(reader)
        reader.require_sound()
        with _database(settings) as dsn:
            tell(
                _backed_up(settings, backups, dsn)
                if asked.command == "make"
                else _restored(settings, dsn, asked)
            )
    except psycopg.OperationalError as error:
        return complain(str(DatabaseUnreachable(str(error))))
    except (GatewayError, OSError) as error:  # a full disk, a folder that is not ours
        return complain(str(error))
    return 0


def _backed_up(settings: Settings, backups: BackupSettings, dsn: str) -> str:
    to, manifest = back_up(settings, backups, dsn)
    rows, size = sum(manifest.tables.values()), to.stat().st_size
    said = [f"{to}: {rows} rows, {len(manifest.files) - 1} files, {size} bytes"]
    if manifest.missing:
        said.append(f"{len(manifest.missing)} files that messages name were not there.")
    if not backups.recipient:
        said.append("It is not encrypted: what investors wrote stands in it in plain. Set BACKUP_KEY.")
    said.append(f"DATA_KEYS ({', '.join(manifest.keys) or 'none yet'}) are not in it: keep them elsewhere.")
    return "\n".join(said)


def _restored(settings: Settings, dsn: str, asked: argparse.Namespace) -> str:
    manifest = restore(settings, dsn, asked.archive, asked.identity)
    rows = sum(manifest.tables.values())
    return f"As of {manifest.made_at}: {rows} rows and {len(manifest.files) - 1} files are back."


def _parser() -> argparse.ArgumentParser:
    whole = argparse.ArgumentParser(
        "gateway.backup", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = whole.add_subparsers(dest="command", required=True)
    commands.add_parser("make")
    commands.add_parser("key").add_argument("file", type=Path)
    back = commands.add_parser("restore")
    back.add_argument("archive", type=Path)
    back.add_argument("--identity", type=Path)
    return whole


if __name__ == "__main__":
    sys.exit(main())
