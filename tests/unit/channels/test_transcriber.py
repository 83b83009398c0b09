"""Voice messages become text: by the platform's word, by the operator's program, or not at all."""

import asyncio
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from channels.attachments import Fetching
from channels.channel import File
from channels.errors import MediaAway
from channels.files import Files
from channels.transcriber import LONGEST, Ear, Recogniser, Transcriber
from conversations import Answer, Brain, Conversations, Inbound, Message
from conversations.attachments import Attachments
from conversations.database import Database
from tests.fakes.brain import TOKEN, FakeBrain
from tests.keys import KEYS
from tests.unit.channels.samples import SAMPLES
from tests.unit.channels.test_attachments import Platform, Silent

VOICE = File(SAMPLES["audio/ogg"])
PLACES = {"PATH": os.environ["PATH"]}


def program(script: str, within: float = 20.0, **environment: str) -> Recogniser:
    """A recogniser that is a Python script; `file` is the path it is given."""
    lines = f"import os, subprocess, sys, time\nfile = sys.argv[1]\n{script}"
    return Recogniser([sys.executable, "-c", lines], {**PLACES, **environment}, within)


async def text_of(script: str, within: float = 20.0, **environment: str) -> str | None:
    return await program(script, within, **environment).text_of(Path("voice.ogg"))


async def test_what_the_program_prints_is_what_was_said() -> None:
    assert await text_of("print('  贵州茅台多少钱 ')") == "贵州茅台多少钱"


async def test_the_program_gets_the_path_as_one_argument_and_no_shell() -> None:
    odd = "voices/a b; touch $HOME 'c'.ogg"
    assert await program("print(len(sys.argv), file)").text_of(Path(odd)) == f"2 {odd}"


async def test_the_program_sees_only_the_environment_it_is_given() -> None:
    seen = await text_of("print(' '.join(sorted(os.environ)))", MODEL="small")
    assert seen is not None
    assert set(seen.split()) - {"LC_CTYPE"} == {"MODEL", "PATH"}


@pytest.mark.parametrize(
    "script",
    [
        "",
        "print('   ')",
        "print('half a word'); sys.exit(3)",
        "os.kill(os.getpid(), 9)",
        f"print('x' * {LONGEST + 1})",
    ],
)
async def test_a_program_that_fails_or_babbles_has_heard_nothing(script: str) -> None:
    assert await text_of(script) is None


async def test_bytes_that_are_no_text_break_nothing() -> None:
    assert await text_of(r"sys.stdout.buffer.write(b'\xff\xfe ok')") == "\ufffd\ufffd ok"


async def test_a_program_that_is_not_there_has_heard_nothing() -> None:
    assert await Recogniser(["/no/such/program"], PLACES).text_of(Path("voice.ogg")) is None


async def test_a_program_that_takes_too_long_is_ended_with_its_children(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    script = f"""
child = subprocess.Popen(["sleep", "60"])
open({str(note)!r}, "w").write(str(child.pid))
time.sleep(60)
"""
    async with asyncio.timeout(20):
        assert await text_of(script, within=1.0) is None
    state = Path(f"/proc/{note.read_text()}/stat")
    async with asyncio.timeout(5):
        while state.exists() and state.read_text().split()[2] != "Z":  # noqa: ASYNC110, ASYNC240 - another process
            await asyncio.sleep(0.01)


class Scribe:
    """A transcriber that writes down what it is given."""

    def __init__(self, says: str | None = "600519多少钱") -> None:
        self.files: list[Path] = []
        self.contents: list[bytes] = []
        self._says = says

    async def text_of(self, file: Path) -> str | None:
        self.files.append(file)
        self.contents.append(await asyncio.to_thread(file.read_bytes))
        return self._says


class World:
    """Conversations that hear, with `platform` behind them."""

    def __init__(self, database_url: str, folder: Path) -> None:
        self.dsn, self.folder = database_url, folder
        self.platform = Platform([VOICE])

    async def say(
        self, transcriber: Transcriber | None, media: Mapping[str, Any]
    ) -> tuple[Answer, list[Message]]:
        """What is answered to a voice message, and the transcript."""
        files = Files(self.folder, keys=KEYS)
        async with (
            FakeBrain() as fake,
            Brain(fake.url, TOKEN) as brain,
            Database(self.dsn, connections=2) as database,
        ):
            ear = Ear(Fetching(Attachments(database), [self.platform], files), files, transcriber)
            conversations = await Conversations.open(self.dsn, brain, senders=[Silent()], hearing=ear)
            try:
                inbound = Inbound("telegram", "u1", "m1", kind="voice", media=dict(media))
                answer = await conversations.answer(inbound)
                assert isinstance(answer, Answer)
                return answer, await conversations.messages("telegram", "u1")
            finally:
                await conversations.close()


@pytest.fixture
def world(database_url: str, tmp_path: Path) -> World:
    return World(database_url, tmp_path)


async def test_a_voice_message_is_answered_like_a_typed_one(world: World) -> None:
    scribe = Scribe()
    answer, (heard, *_) = await world.say(scribe, {"wanted": "f1", "duration": 3})
    assert [reply.text for reply in answer.replies] == ["听到的是：600519多少钱", "答：600519多少钱"]
    assert (heard.kind, heard.text) == ("voice", "600519多少钱")
    assert heard.media is not None
    assert [file.name for file in scribe.files] == [heard.media["file"]]
    assert scribe.contents == [VOICE.content]
    assert not scribe.files[0].exists()  # lent, not given


async def test_what_wechat_recognised_needs_no_file(world: World) -> None:
    scribe = Scribe()
    answer, _ = await world.say(scribe, {"wanted": "f1", "recognition": " 平安银行多少钱。 "})
    assert answer.replies[-1].text == "答：平安银行多少钱。"
    assert (scribe.files, world.platform.asked) == ([], [])


@pytest.mark.parametrize("recognition", ["", " ", None, 7])
async def test_an_empty_recognition_is_none(world: World, recognition: object) -> None:
    answer, _ = await world.say(Scribe(), {"wanted": "f1", "recognition": recognition})
    assert [reply.text for reply in answer.replies] == ["听到的是：600519多少钱", "答：600519多少钱"]


async def test_without_a_recogniser_the_investor_is_asked_to_type(world: World) -> None:
    answer, (heard, *_) = await world.say(None, {"wanted": "f1"})
    assert answer.by == "notice:voice"
    assert heard.text is None
    assert world.platform.asked == []


async def test_what_cannot_be_made_out_is_asked_to_be_typed(world: World) -> None:
    answer, _ = await world.say(Scribe(says=None), {"wanted": "f1"})
    assert answer.by == "notice:voice"


@pytest.mark.parametrize("given", [MediaAway(), File(b"\x7fELF\x02\x01\x01")])
async def test_without_the_file_the_investor_is_asked_to_type(world: World, given: File | Exception) -> None:
    world.platform.given = [given]
    scribe = Scribe()
    answer, _ = await world.say(scribe, {"wanted": "f1"})
    assert answer.by == "notice:voice"
    assert scribe.files == []
