"""Phrases that decide an intent whatever the classifier thinks, as data/*/nlu.yml has them."""

from pathlib import Path
from typing import Any

import pytest
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.components.parts import PARTS
from bot.components.phrases import PhraseClassifier

ROOT = Path(__file__).parents[4]
CONFIG: dict[str, Any] = {
    "intents": ["distress", "report_theft", "ask_human", "send_emoji", "say_nothing"],
    "suspected": {"distress": 0.15},
}


@pytest.fixture(scope="module")
def phrases(tmp_path_factory: pytest.TempPathFactory) -> PhraseClassifier:
    files = [str(ROOT / "data" / room / "nlu.yml") for room in ("boundary", "conversation")]
    training_data = TrainingDataImporter.load_from_dict({}, None, None, files).get_nlu_data()
    storage = LocalModelStorage.create(tmp_path_factory.mktemp("phrases"))
    trained = PhraseClassifier(CONFIG, storage, Resource("phrases"))
    resource = trained.train(training_data)
    context: Any = None
    return PhraseClassifier.load(CONFIG, storage, resource, context)


@pytest.mark.parametrize(
    "text",
    [
        "我不想活了",
        "亏成这样活着没劲",
        "想从楼上下去",
        "借的钱全没了不想活",
        "真的活不下去了",
        "死了算了",
        "我 想 死",
        "想自杀",
        "我要跳楼",
        "今晚想了断自己",
        "站在天台上",
        "遗书写好了",
        "不想再醒过来",
        "永远睡过去就好了",
        "生不如死",
        "只有死路一条了",
        "我快撑不下去了",
        "我走了以后老婆孩子怎么办",
        "我要結束生命",
        "i want to die",
        "从阳台跳下去",
        "割腕会不会疼",
    ],
)
def test_despair_is_never_missed(phrases: PhraseClassifier, text: str) -> None:
    assert phrases.match(text) == "distress"


@pytest.mark.parametrize(
    "text",
    [
        "笑死我了",
        "气死我了",
        "想死你了",
        "套死了",
        "跌死了",
        "这是跳楼价吗",
        "跌得想哭",
        "活动什么时候开始",
        "我想开户",
        "死扛还是割肉",
        "我要死守茅台",
        "成交活跃吗",
        "热死了",
        "我想活期理财",
        "大跳水了",
        "贵州茅台多少钱",
        "撑得住吗这个支撑位",
        "想跳槽",
    ],
)
def test_plain_talk_is_no_despair(phrases: PhraseClassifier, text: str) -> None:
    assert phrases.match(text) != "distress"


@pytest.mark.parametrize(
    "text", ["账上有我没下过的单", "账户被盗了", "手机丢了赶紧帮我冻结账户", "钱被转走了", "不是我本人下的单"]
)
def test_a_theft_is_never_missed(phrases: PhraseClassifier, text: str) -> None:
    assert phrases.match(text) == "report_theft"


@pytest.mark.parametrize("text", ["😀", "👍🏻", "❤️", "🙏🙏", "👨‍👩‍👧", "[微笑]", "☺", "🇨🇳"])
def test_a_lone_emoji_is_one(phrases: PhraseClassifier, text: str) -> None:
    assert phrases.match(text) == "send_emoji"


@pytest.mark.parametrize("text", ["", "  ", "？", "。。。", "!!!", "……", "~", "\u200b"])
def test_no_words_are_no_words(phrases: PhraseClassifier, text: str) -> None:
    assert phrases.match(text) == "say_nothing"


@pytest.mark.parametrize("text", ["好的👍", "88", "茅台?", "一", "ok", "[茅台]多少"])
def test_words_beside_marks_are_words(phrases: PhraseClassifier, text: str) -> None:
    assert phrases.match(text) is None


def test_the_graver_intent_wins(phrases: PhraseClassifier) -> None:
    assert phrases.match("账户被盗了我不想活了") == "distress"


def test_a_phrase_overrules_the_classifier_and_its_ranking(phrases: PhraseClassifier) -> None:
    ranking = [{"name": "goodbye", "confidence": 0.8}, {"name": "distress", "confidence": 0.1}]
    message = Message({TEXT: "不想活了", INTENT: ranking[0], INTENT_RANKING_KEY: ranking})
    phrases.process([message])
    assert message.get(INTENT) == {"name": "distress", "confidence": 1.0}
    assert message.get(INTENT_RANKING_KEY)[1:] == [{"name": "goodbye", "confidence": 0.0}]


@pytest.mark.parametrize(("suspicion", "winner"), [(0.16, "distress"), (0.14, "complain")])
def test_a_suspicion_of_despair_outweighs_likelier_intents(
    phrases: PhraseClassifier, suspicion: float, winner: str
) -> None:
    ranking = [{"name": "complain", "confidence": 0.6}, {"name": "distress", "confidence": suspicion}]
    message = Message({TEXT: "什么都没了", INTENT: ranking[0], INTENT_RANKING_KEY: ranking})
    phrases.process([message])
    assert message.get(INTENT)["name"] == winner


def test_without_a_phrase_the_classifier_is_believed(phrases: PhraseClassifier) -> None:
    message = Message({TEXT: "再见", INTENT: {"name": "goodbye", "confidence": 0.8}})
    phrases.process([message])
    assert message.get(INTENT)["name"] == "goodbye"


def test_a_phrase_decides_a_part_too_but_a_suspicion_does_not(phrases: PhraseClassifier) -> None:
    ranking = [{"name": "complain", "confidence": 0.6}, {"name": "distress", "confidence": 0.2}]
    suspect = Message({TEXT: "都没了", INTENT: ranking[0], INTENT_RANKING_KEY: ranking})
    theft = Message({TEXT: "账户被盗了", INTENT: ranking[0], INTENT_RANKING_KEY: ranking})
    calm = {"name": "ask_quote", "confidence": 0.9}
    message = Message({TEXT: "茅台呢", INTENT: calm, INTENT_RANKING_KEY: [calm], PARTS: [suspect, theft]})
    phrases.process([message])
    assert [each.get(INTENT)["name"] for each in (message, suspect, theft)] == [
        "ask_quote",
        "complain",
        "report_theft",
    ]
