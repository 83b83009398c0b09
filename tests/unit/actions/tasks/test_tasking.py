"""A task takes the messages that are its own, asks for consent first, and is returned to after others."""

import pytest

from actions.handlers.tasking import Tasks
from actions.tasks.consent import ConsentTask, ConsentWords
from actions.tasks.task import Said, State, Told, button
from actions.utterance import Button, Utterance
from conversations.database import Database
from customers.consents import Consents
from customers.errors import ConsentMissing
from tests.unit.actions.given import NOW
from tests.unit.actions.talk import Dialogue

STARTED, HEARD = "记下了：开始", "记下了："


class Diary:
    """A task that keeps what it is told, in the state alone; 记日记 begins it and 写完了 ends it."""

    name = "diary"

    def __init__(self, consents: Consents) -> None:
        self._consents = consents

    def claims(self, said: Said, state: State | None) -> bool:
        return said.text == "记日记" if state is None else said.text.startswith("写")

    async def answer(self, said: Said, state: State | None) -> Told:
        if not await self._consents.given(said.channel, said.user, "finances"):
            raise ConsentMissing("finances")
        if said.text == "写完了":
            return Told((Utterance("utter_consent", {"words": "写完了"}),))
        lines = [*(state or {}).get("lines", []), said.text or said.details["choice"]]
        return Told((Utterance("utter_consent", {"words": HEARD + "、".join(lines)}),), {"lines": lines})

    def way_back(self, state: State) -> Button | None:
        return button(f"回到日记（{len(state['lines'])}行）", self.name, "还在写")


@pytest.fixture
def consents(database: Database) -> Consents:
    return Consents(database)


@pytest.fixture
def talk(consents: Consents) -> Dialogue:
    tasks = Tasks([Diary(consents)], ConsentTask(consents, ConsentWords.load()), lambda: NOW)
    return Dialogue({}, tasks=tasks)


async def test_before_something_is_kept_the_investor_is_asked(talk: Dialogue, consents: Consents) -> None:
    asked = await talk.say("记日记", "out_of_scope")
    assert "敏感个人信息" in asked
    assert "撤回授权" in asked
    assert [each["title"] for each in talk.buttons] == ["同意", "不同意"]
    assert await talk.press("同意") == HEARD + "记日记"
    assert await consents.given("web", "someone", "finances")
    assert talk.slots["task"] == {"name": "diary", "state": {"lines": ["记日记"]}}


@pytest.mark.parametrize("word", ["同意", "好的", "可以", "我同意。", "嗯", "ok"])
async def test_a_typed_yes_agrees(talk: Dialogue, word: str) -> None:
    await talk.say("记日记", "out_of_scope")
    assert await talk.say(word, "affirm") == HEARD + "记日记"


@pytest.mark.parametrize("word", ["不同意", "不", "算了", "不用了", "不行", "拒绝"])
async def test_a_typed_no_keeps_nothing(talk: Dialogue, consents: Consents, word: str) -> None:
    await talk.say("记日记", "out_of_scope")
    assert "没有保存" in await talk.say(word, "deny")
    assert talk.slots["task"] is None
    assert not await consents.given("web", "someone", "finances")


async def test_another_question_leads_back_to_what_is_under_way(talk: Dialogue) -> None:
    await talk.say("记日记", "out_of_scope")
    assert "不客气" in await talk.say("谢谢", "thanks")
    assert [each["title"] for each in talk.buttons] == ["回到授权"]
    assert "敏感个人信息" in await talk.press("回到授权")
    await talk.press("同意")
    await talk.say("几点收盘", "thanks")
    assert await talk.press("回到日记（1行）") == HEARD + "记日记、还在写"


async def test_what_is_agreed_to_is_not_asked_again(talk: Dialogue) -> None:
    await talk.say("记日记", "out_of_scope")
    await talk.press("同意")
    assert await talk.say("写完了", "out_of_scope") == "写完了"
    assert talk.slots["task"] is None
    assert await talk.say("记日记", "out_of_scope") == HEARD + "记日记"


async def test_a_cry_for_help_is_no_line_of_a_diary(talk: Dialogue) -> None:
    await talk.say("记日记", "out_of_scope")
    await talk.press("同意")
    said = await talk.say("写到这里我不想活了", "distress")
    assert "12356" in said


async def test_a_button_of_a_task_that_is_over_says_so(talk: Dialogue) -> None:
    await talk.say("记日记", "out_of_scope")
    buttons = talk.buttons
    await talk.press("不同意")
    talk.buttons = buttons
    assert "过期" in await talk.press("同意")


async def test_without_a_database_the_message_can_be_said_again() -> None:
    away = Consents(Database("host=/nowhere", patience=0.1, wait=False))
    await away._database.open()
    tasks = Tasks([Diary(away)], ConsentTask(away, ConsentWords.load()), lambda: NOW)
    talk = Dialogue({}, tasks=tasks)
    assert "没有记下" in await talk.say("记日记", "out_of_scope")
    await away._database.close()
