"""What can go wrong while Wenpan starts and runs, each as one sentence an operator can act on.

GatewayError                 str() is the sentence that is printed
├ SettingsFaulty(faults)     the environment is wrong; every fault is listed
├ PortTaken(port, setting)   something else listens where we must
├ PortForbidden(port, ...)   we may not listen there
├ PartFailed(part, log)      a child did not become ready, or died before it was
├ DatabaseMissing            the gateway alone was started without DATABASE_URL
├ KnowledgeFaulty(why)       an article of data/knowledge cannot be shown as it stands
├ KeysLost(keys)             DATA_KEYS lacks a key that values are sealed with
├ BackupError
│ ├ DumpFailed(program, why)  pg_dump or pg_restore gave up
│ ├ ArchiveFaulty(archive, why)  an archive is cut, changed, or none of ours
│ ├ IdentityMissing           an archive is encrypted, and no key was given
│ ├ TargetFull(why)           a backup is put back only where nothing is
│ └ RestoreFailed(tables)     what was put back is not what was written
├ DatabaseUnreachable(why)   DATABASE_URL leads to no server that lets us in
├ DatabaseBehind(seconds)    nobody brought its tables up to this version
├ DatabaseBusy(seconds)      a table that a migration changes was never free
├ DatabaseNewer(revision)    its tables are of a later version
└ PostgresError
  ├ FolderInUse(folder)      another Wenpan works on this data folder
  ├ FolderForeign(folder)    somebody else's folder stands where ours must be
  ├ VersionChanged(...)      the data was written by another major version of PostgreSQL
  └ PostgresFailed(detail, log)   initdb or the server gave up
"""

from collections.abc import Sequence
from pathlib import Path


class GatewayError(Exception):
    """Anything that keeps Wenpan from starting or running."""


class SettingsFaulty(GatewayError):
    """The environment holds values we cannot work with; `faults` are plain sentences."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        listed = "\n".join(f"  - {fault}" for fault in self.faults)
        super().__init__(f"The settings need mending:\n{listed}")


class PortTaken(GatewayError):
    """`port` is in use; `setting` is the variable that moves us elsewhere."""

    def __init__(self, port: int, setting: str) -> None:
        self.port, self.setting = port, setting
        super().__init__(f"Port {port} is in use by another program; set {setting} to use another one.")


class PortForbidden(GatewayError):
    """The system lets us not listen on `port`, or at that address."""

    def __init__(self, host: str, port: int, setting: str, reason: str) -> None:
        self.host, self.port, self.setting = host, port, setting
        super().__init__(f"Cannot listen on {host} port {port} ({reason}); set {setting} to use another one.")


class PartFailed(GatewayError):
    """`part` did not come up; `log` says why."""

    def __init__(self, part: str, detail: str, log: Path) -> None:
        self.part, self.log = part, log
        super().__init__(f"{part} {detail}; see {log}.")


class DatabaseMissing(GatewayError):
    """Only the supervisor brings a PostgreSQL along; `who` is started without it."""

    def __init__(self, who: str = "The gateway alone") -> None:
        self.who = who
        super().__init__(f"{who} needs DATABASE_URL; `make run` starts all with an embedded PostgreSQL.")


class NothingRuns(GatewayError):
    """A command that looks into a running Wenpan found none."""

    def __init__(self) -> None:
        super().__init__("Wenpan does not run here: start it with `make run`, or set DATABASE_URL.")


class KnowledgeFaulty(GatewayError):
    """A file of data/knowledge is wrong; `why` names the file and every fault."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(f"An article cannot be shown: {why}")


class KeysLost(GatewayError):
    """`keys` are the ids of keys that the database has values of."""

    def __init__(self, keys: Sequence[str]) -> None:
        self.keys = tuple(keys)
        super().__init__(
            f"The database holds what was sealed with keys that DATA_KEYS lacks: {', '.join(self.keys)}. "
            "Put them back, behind the newest one; without them it cannot be read."
        )


class BackupError(GatewayError):
    """A backup cannot be made or put back."""


class DumpFailed(BackupError):
    """`program` is PostgreSQL's; `why` are its own words."""

    def __init__(self, program: str, why: str) -> None:
        self.program, self.why = program, why
        super().__init__(f"{program} did not end well: {why.strip()}")


class ArchiveFaulty(BackupError):
    """It must not be put back."""

    def __init__(self, archive: Path, why: str) -> None:
        self.archive, self.why = archive, why
        super().__init__(f"{archive} cannot be used: {why}.")


class IdentityMissing(BackupError):
    """Only who has the secret key can read it."""

    def __init__(self) -> None:
        super().__init__("The archive is encrypted: name the file of the secret key with --identity FILE.")


class TargetFull(BackupError):
    """Nothing is overwritten."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(f"A backup is put back only where nothing is, and {why}; move that away first.")


class RestoreFailed(BackupError):
    """`tables` have other rows than the archive says."""

    def __init__(self, tables: Sequence[str]) -> None:
        self.tables = tuple(tables)
        super().__init__(f"Not all rows came back, of: {', '.join(tables)}. Do not use this database.")


class DatabaseUnreachable(GatewayError):
    """The operator's own PostgreSQL does not take us."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(f"Cannot work on the database of DATABASE_URL: {why.strip()}")


class DatabaseBehind(GatewayError):
    """The step that migrates has not run, or did not get through, in `seconds`."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(
            f"The tables of DATABASE_URL are still those of a version before after {seconds:.0f} s; "
            "`python -m gateway.migrations` brings them up."
        )


class DatabaseBusy(GatewayError):
    """Something works on a table for longer than a migration waits."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(
            f"A table could not be changed for {seconds:.0f} s, for others work on it (a long query?); "
            "run it again: it goes on where it stopped."
        )


class DatabaseNewer(GatewayError):
    """A later version has been here; `revision` is unknown to this one."""

    def __init__(self, revision: str | None) -> None:
        self.revision = revision
        super().__init__(
            f"The tables of the database are of a later version ({revision}) and are left as they are."
        )


class PostgresError(GatewayError):
    """The embedded PostgreSQL cannot serve."""


class FolderInUse(PostgresError):
    """A second start on one data folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        super().__init__(f"Another Wenpan is running on the data in {folder}; stop it first.")


class FolderForeign(PostgresError):
    """A folder, or a link, of another user stands where we must have one of our own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        super().__init__(f"{folder} belongs to another user; remove it, or start as that user.")


class VersionChanged(PostgresError):
    """The data folder belongs to another major version of PostgreSQL."""

    def __init__(self, folder: Path, found: str, wanted: str) -> None:
        self.folder, self.found, self.wanted = folder, found, wanted
        super().__init__(
            f"The data in {folder} was written by PostgreSQL {found} and this is PostgreSQL {wanted}; "
            f"move it with pg_dump and pg_restore, or move the folder away to start empty."
        )


class PostgresFailed(PostgresError):
    """initdb or the server ended before a connection worked."""

    def __init__(self, detail: str, log: Path) -> None:
        self.log = log
        super().__init__(f"The embedded PostgreSQL did not start: {detail}; see {log}.")
