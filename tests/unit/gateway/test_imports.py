"""A table that is sent as a file reaches the task of holdings; of any other it is said what can be done."""

import json
from pathlib import Path

import pytest

from channels.attachments import Fetching
from channels.channel import File
from channels.errors import MediaAway
from channels.files import LARGEST_TABLE, Files
from conversations import Answer, Brain, Conversations, Inbound, Message
from conversations.attachments import Attachments
from conversations.database import Database
from customers.importing import read_table
from customers.packing import unpack
from customers.spreadsheet import read_workbook
from gateway.imports import Imports
from tests.fakes.brain import TOKEN, FakeBrain
from tests.keys import KEYS
from tests.unit.channels.samples import SAMPLES
from tests.unit.channels.test_attachments import Platform, Silent
from tests.unit.workbooks import ROWS, packed, workbook

TABLE = "证券代码,证券名称,持仓数量,成本价\n600519,贵州茅台,100,1500\n=cmd|' /C calc'!A0,{x},1,1\n"


class World:
    """Conversations that read files, with `platform` behind them; `fake` is the brain."""

    def __init__(self, dsn: str, folder: Path) -> None:
        self.dsn, self.folder = dsn, folder
        self.asked: list[dict[str, object]] = []

    async def send(self, given: File | Exception) -> tuple[Answer, Message]:
        """What is answered to a file, and how it stands in the transcript."""
        files, platform = Files(self.folder, keys=KEYS), Platform([given])
        async with (
            FakeBrain() as fake,
            Brain(fake.url, TOKEN) as brain,
            Database(self.dsn, connections=2) as database,
        ):
            reading = Imports(Fetching(Attachments(database), [platform], files), files)
            conversations = await Conversations.open(self.dsn, brain, senders=[Silent()], reading=reading)
            try:
                inbound = Inbound(
                    "telegram", "u1", "m1", kind="file", media={"wanted": "f1", "name": "a.csv"}
                )
                answer = await conversations.answer(inbound)
                assert isinstance(answer, Answer)
                self.asked = fake.asked
                return answer, (await conversations.messages("telegram", "u1"))[0]
            finally:
                await conversations.close()


@pytest.fixture
def world(database_url: str, tmp_path: Path) -> World:
    return World(database_url, tmp_path)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
async def test_a_table_becomes_a_payload_of_the_task(world: World, encoding: str) -> None:
    answer, message = await world.send(File(TABLE.encode(encoding), mime="application/octet-stream"))
    assert answer.by == "bot"
    (asked,) = world.asked
    assert asked["text"] is None
    intent, _, said = str(asked["payload"]).partition("{")
    details = json.loads("{" + said)
    assert (intent, details["task"]) == ("/go_on_task", "holdings")
    word, _, packed = details["choice"].partition(" ")
    assert word == "file"
    assert unpack(packed) == read_table(TABLE)
    assert message.media is not None
    assert message.media["mime"] == "text/csv"
    assert await Files(world.folder, keys=KEYS).read(message.media["file"]) == TABLE.encode(encoding)


async def test_a_workbook_becomes_the_same(world: World) -> None:
    _, message = await world.send(File(workbook(ROWS)))
    (asked,) = world.asked
    details = json.loads("{" + str(asked["payload"]).partition("{")[2])
    assert unpack(details["choice"].removeprefix("file ")) == read_workbook(workbook(ROWS))
    assert message.media is not None
    assert message.media["file"].endswith(".xlsx")


@pytest.mark.parametrize(
    "given",
    [
        File(b"PK\x03\x04\x14\x00\x06\x00xl/workbook.xml"),
        File(packed("<broken")),
        File(b"600519,100\n" * (LARGEST_TABLE // 10)),
        File(b"600519,100\x00\n"),
        File(SAMPLES["application/pdf"]),
        File(b"<html><script>1,2</script>"),
        MediaAway(),
    ],
)
async def test_any_other_file_gets_a_kind_answer_and_reaches_no_task(
    world: World, given: File | Exception
) -> None:
    answer, _ = await world.send(given)
    assert answer.by == "notice:file"
    assert "CSV" in (answer.replies[0].text or "")
    assert world.asked == []
