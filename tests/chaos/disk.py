"""A small file system for pictures and files, that can be filled to the last byte."""

import contextlib
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

MEGABYTES = 16
BLOCK = b"\0" * 65_536


class Disk:
    """What is mounted at `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ballast = folder / "ballast"

    def fill(self) -> None:
        """Until there is no room for a byte."""
        with (
            self._ballast.open("wb", buffering=0) as ballast,
            contextlib.suppress(OSError),
        ):  # that it is full
            while True:
                ballast.write(BLOCK)

    def empty(self) -> None:
        self._ballast.unlink(missing_ok=True)


@contextlib.contextmanager
def small_disk() -> Iterator[Disk | None]:
    """It is gone with all that is on it afterwards; None where nothing can be mounted."""
    with tempfile.TemporaryDirectory(prefix="wenpan-chaos-") as name:
        mount = ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m,mode=0755", "wenpan-chaos", name]
        try:
            mounted = subprocess.run(mount, check=False, capture_output=True).returncode == 0
        except OSError:  # there is no such program
            mounted = False
        try:
            yield Disk(Path(name)) if mounted else None
        finally:
            if mounted:
                subprocess.run(["umount", "-l", name], check=True)
