"""A proof convinces somebody who has nothing but a program of one page and a file of roots."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from conversations.database import Database
from conversations.erasing import Erasing
from conversations.ledger.proving import NotProvable, NotSealed, Proving
from conversations.notices import Notices
from tests.unit.conversations.ledger.conftest import Talks

PROGRAM = Path(__file__).parents[4] / "docs" / "ledger_check.py"


@pytest.fixture
async def proving(talks: Talks, database: Database) -> Proving:
    for days, first in ((1, 1), (0, 4)):
        for number in (1, 2, 3):
            await talks.say(number, "贵州茅台多少钱", "答", "谢谢", days=days, first=first)
        await talks.sealed(days=days)
    return Proving(database)


def outside(*words: str) -> tuple[int, str]:
    ended = subprocess.run(
        [sys.executable, "-I", str(PROGRAM), *words], capture_output=True, text=True, check=False
    )
    return ended.returncode, ended.stdout + ended.stderr


def checked(folder: Path, proof: dict[str, Any], lines: list[str]) -> tuple[int, str]:
    (folder / "proof.json").write_text(json.dumps(proof), encoding="utf-8")
    (folder / "roots.txt").write_text("\n".join(lines) + "\n")
    return outside("proof", str(folder / "proof.json"), str(folder / "roots.txt"))


async def test_a_message_is_proved_to_who_has_no_database(proving: Proving, tmp_path: Path) -> None:
    proof = await proving.proof(2, 4)
    assert proof["content"]["text"] == "贵州茅台多少钱"
    lines = await proving.lines()
    code, said = checked(tmp_path, proof, lines)
    assert (code, '"wenpan-message-1",2,4,"bot"' in said) == (0, True)
    assert checked(tmp_path, proof, lines[:1])[0] == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("content", {"text": "五粮液多少钱"}),
        ("salt", "00" * 16),
        ("leaf", "00" * 32),
        ("index", 0),
        ("path", []),
        ("sealed", '["wenpan-message-1",2,4,"user"]'),
        ("previous", "00" * 32),
    ],
)
async def test_a_proof_of_something_else_convinces_nobody(
    proving: Proving, tmp_path: Path, field: str, value: object
) -> None:
    proof = await proving.proof(2, 4)
    assert checked(tmp_path, proof | {field: value}, await proving.lines())[0] == 1


async def test_who_wrote_when_is_proved_without_what(proving: Proving, tmp_path: Path) -> None:
    proof = await proving.proof(3, 1, with_content=False)
    assert "茅台" not in json.dumps(proof, ensure_ascii=False)
    assert checked(tmp_path, proof, await proving.lines())[0] == 0


async def test_a_message_that_was_taken_out_proves_no_more_than_its_place(
    proving: Proving, database: Database, tmp_path: Path
) -> None:
    await Erasing(database, Notices.load()).redact(2, [1], by="zhao", reason="wish 7")
    proof = await proving.proof(2, 1)
    assert {"content", "salt", "sealed"} & set(proof) == set()
    assert checked(tmp_path, proof, await proving.lines())[0] == 0
    assert checked(tmp_path, await proving.proof(2, 2), await proving.lines())[0] == 0


async def test_what_was_touched_or_is_not_sealed_is_not_proved(proving: Proving, talks: Talks) -> None:
    await talks.do("update message set text = '别的' where conversation_id = 1 and seq = 1")
    with pytest.raises(NotProvable):
        await proving.proof(1, 1)
    for place in ((1, 7), (9, 1)):
        with pytest.raises(NotSealed):
            await proving.proof(*place)


async def test_an_older_file_of_roots_is_the_beginning_of_a_newer_one(
    proving: Proving, tmp_path: Path
) -> None:
    lines = await proving.lines()
    files = {"new": lines, "old": lines[:1], "foreign": [lines[0].replace("1 20", "1 19"), lines[1]]}
    for name, content in files.items():
        (tmp_path / name).write_text("\n".join(content) + "\n")
    new, old, foreign = (str(tmp_path / name) for name in files)
    assert outside("roots", new, old) == (0, "2 days, each following the one before it.\n")
    assert outside("roots", old, new)[0] == 1
    assert outside("roots", foreign)[0] == 1
    assert outside("roots", new, foreign)[0] == 1
