"""One file with a database and its folders in it, each with its SHA-256; encrypted with age for a key.

age is a format that other programs read too: `age --decrypt` and `tar` open an archive where we are gone.
"""

import io
import json
import os
import re
import tarfile
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from hashlib import file_digest, sha256
from io import BufferedIOBase
from pathlib import Path
from typing import Any, Self

import pyrage

from channels.files import whole
from gateway.errors import ArchiveFaulty, IdentityMissing

DUMP, MANIFEST = "database.dump", "manifest.json"
FOLDERS = ("received", "media")
_AGE = b"age-encryption.org/"
_NAME = re.compile(rf"(?:(?:{'|'.join(FOLDERS)})/[0-9A-Za-z][0-9A-Za-z._-]*|{DUMP}|{MANIFEST})")
_PIECE = 1024 * 1024
_SECRET = re.compile(r"AGE-SECRET-KEY-1[0-9A-Z]+")


@dataclass(frozen=True)
class Manifest:
    """What an archive holds. `missing` are files that a message names and that were gone; `files` are
    hexadecimal sums by name.
    """

    made_at: str
    revision: str
    tables: Mapping[str, int]
    keys: tuple[str, ...]
    missing: tuple[str, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, content: bytes) -> Self:
        cells = json.loads(content)
        return cls(**{**cells, "keys": tuple(cells["keys"]), "missing": tuple(cells["missing"])})


def write(to: Path, paths: Mapping[str, Path], about: Manifest, recipient: str | None) -> Manifest:
    """The files of `paths` by their names in the archive, into a folder that is there; whole or not at all,
    for its owner alone. Those that are gone meanwhile are left out.
    """
    with whole(to) as file:
        return _encrypted(file, recipient, lambda into: _packed(into, paths, about))


def unpack(archive: Path, into: Path, identity: Path | None) -> Manifest:
    """Its files below `into`, each with the right sum. Raises ArchiveFaulty and IdentityMissing."""
    with archive.open("rb") as file:
        locked = file.read(len(_AGE)) == _AGE
        file.seek(0)
        try:
            sums = _decrypted(file, _keys_of(identity), into) if locked else _unpacked(file, into)
        except (tarfile.TarError, EOFError, pyrage.DecryptError, OSError) as exc:  # cut, changed, another key
            raise ArchiveFaulty(archive, f"it cannot be read: {exc}") from exc
    try:
        manifest = Manifest.read((into / MANIFEST).read_bytes())
    except (FileNotFoundError, ValueError, KeyError, TypeError) as exc:  # no archive of ours
        raise ArchiveFaulty(archive, "it has no manifest") from exc
    wrong = {name for name, _ in manifest.files.items() ^ sums.items()}
    if wrong:
        raise ArchiveFaulty(archive, f"not as it was written: {', '.join(sorted(wrong)[:5])}")
    return manifest


def _packed(into: BufferedIOBase, paths: Mapping[str, Path], about: Manifest) -> Manifest:
    sums: dict[str, str] = {}
    with tarfile.open(fileobj=into, mode="w|") as tar:
        for name, path in paths.items():
            try:
                with path.open("rb") as file:
                    sums[name] = file_digest(file, "sha256").hexdigest()
                    file.seek(0)
                    tar.addfile(_entry(name, os.fstat(file.fileno()).st_size), file)
            except FileNotFoundError:  # taken off the disk since it was listed
                continue
        gone = {name for name in paths if name not in sums}
        missing = sorted({*about.missing, *(name.partition("/")[2] for name in gone if name[0] == "r")})
        manifest = Manifest(**{**asdict(about), "missing": tuple(missing), "files": sums})
        content = json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode()
        tar.addfile(_entry(MANIFEST, len(content)), io.BytesIO(content))
    return manifest


def _entry(name: str, size: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    return entry


def _unpacked(file: BufferedIOBase, into: Path) -> dict[str, str]:
    """Sums by name, but for the manifest's. Nothing is written outside of `into`."""
    sums = {}
    for folder in FOLDERS:
        (into / folder).mkdir()
    with tarfile.open(fileobj=file, mode="r|") as tar:
        for entry in tar:
            content = tar.extractfile(entry)
            if not _NAME.fullmatch(entry.name) or content is None:
                raise tarfile.TarError(f"a strange entry: {entry.name[:80]!r}")
            digest = sha256()
            with (into / entry.name).open("xb") as kept:
                while piece := content.read(_PIECE):
                    digest.update(piece)
                    kept.write(piece)
            sums[entry.name] = digest.hexdigest()
    sums.pop(MANIFEST, None)
    return sums


def _encrypted[T](file: BufferedIOBase, recipient: str | None, work: Callable[[BufferedIOBase], T]) -> T:
    if recipient is None:
        return work(file)
    to = pyrage.x25519.Recipient.from_str(recipient)
    return _through(work, lambda plain: pyrage.encrypt_io(plain, file, [to]))


def _decrypted(file: BufferedIOBase, keys: Iterable[Any], into: Path) -> dict[str, str]:
    found: list[dict[str, str]] = []
    _through(
        lambda plain: pyrage.decrypt_io(file, plain, list(keys)),
        lambda plain: found.append(_unpacked(plain, into)),
    )
    return found[0]


def _through[T](write: Callable[[BufferedIOBase], T], read: Callable[[BufferedIOBase], object]) -> T:
    """What one writes the other reads, at once; raises what either raises, the writer first."""
    end, begin = os.pipe()
    told: list[T] = []
    failed: list[BaseException] = []

    def writing() -> None:
        try:
            with os.fdopen(begin, "wb") as pipe:
                told.append(write(pipe))
        except BaseException as exc:  # noqa: BLE001 - it is raised again where it is waited for
            failed.append(exc)

    thread = threading.Thread(target=writing)
    thread.start()
    try:
        with os.fdopen(end, "rb") as pipe:
            read(pipe)
    except BaseException as exc:
        thread.join()
        raise (failed[0] if failed else exc) from exc
    thread.join()
    if failed:
        raise failed[0]
    return told[0]


def _keys_of(identity: Path | None) -> list[Any]:
    """Of a file as `age-keygen` writes it."""
    if identity is None:
        raise IdentityMissing
    return [pyrage.x25519.Identity.from_str(each) for each in _SECRET.findall(identity.read_text())]
