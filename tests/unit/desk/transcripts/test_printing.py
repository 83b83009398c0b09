"""The paper is made elsewhere: nobody waits for it, and what goes wrong there is told as such."""

import asyncio
import io
import sys
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from desk.errors import Unavailable
from desk.transcripts.document import document_of
from desk.transcripts.masking import masked
from desk.transcripts.pictures import pictures_of
from desk.transcripts.printing import Printer
from tests.unit.desk.transcripts.talk import HASH, STAMP, dossier, line

AGENTS = "ef" * 32


async def test_the_paper_is_made_while_others_go_on() -> None:
    turns = 0
    printing = asyncio.create_task(Printer().print(document_of(dossier(), STAMP)))
    while not printing.done():
        await asyncio.sleep(0.005)  # leaves the paper its processor
        turns += 1
    assert len(PdfReader(io.BytesIO(await printing)).pages) == 2
    assert turns > 10


@pytest.mark.parametrize(
    "command",
    [
        (sys.executable, "-c", "raise SystemExit(3)"),
        (sys.executable, "-c", "print('no paper')"),
        (sys.executable, "-c", "import time; time.sleep(60)"),
        ("/nowhere/python",),
    ],
)
async def test_a_paper_that_does_not_come(command: tuple[str, ...]) -> None:
    printer = Printer(seconds=0.3, command=command)
    for _ in range(2):
        with pytest.raises(Unavailable):
            await printer.print(document_of(dossier(), STAMP))


async def test_what_sets_the_paper_knows_no_secret_and_writes_no_log(
    capfd: pytest.CaptureFixture[str],
) -> None:
    telling = "raise SystemExit('我叫王小明')"
    with pytest.raises(Unavailable):
        await Printer(command=(sys.executable, "-c", telling)).print(document_of(dossier(), STAMP))
    assert capfd.readouterr().err == ""
    peeking = "import os; print('%PDF-', *os.environ)"
    known = await Printer(command=(sys.executable, "-c", peeking)).print(document_of(dossier(), STAMP))
    assert set(known.decode().split()) <= {"%PDF-", "PATH", "LD_LIBRARY_PATH", "TMPDIR", "LC_CTYPE"}


def draw(folder: Path, digest: str) -> None:
    Image.new("RGB", (20, 10), "red").save(folder / f"{digest}.png")


async def test_pictures_are_those_that_are_there_whole(tmp_path: Path) -> None:
    draw(tmp_path, HASH)
    (tmp_path / f"{AGENTS}.png").write_bytes((tmp_path / f"{HASH}.png").read_bytes()[:40])
    (tmp_path / "secret.png").write_bytes(b"")
    names = (f"/media/{HASH}.png", f"/media/{AGENTS}.png", "/media/../secret.png", f"/media/{'12' * 32}.png")
    lines = tuple(line(n, "bot", image=name) for n, name in enumerate(names, 1))
    found = await pictures_of(dossier(entries=lines), tmp_path)
    assert list(found) == [HASH]
    assert found[HASH]["mime"] == "image/png"


async def test_a_masked_record_shows_no_picture_that_a_person_sent(tmp_path: Path) -> None:
    draw(tmp_path, HASH)
    draw(tmp_path, AGENTS)
    assert set(await pictures_of(dossier(), tmp_path)) == {HASH, AGENTS}
    assert set(await pictures_of(masked(dossier()), tmp_path)) == {HASH}
