"""What the outbox sends to the official account: counted before, shown in order, never said twice."""

import hashlib
from datetime import datetime
from itertools import count
from pathlib import Path

import pytest

from channels.quota import Quotas
from channels.uploads import Uploads
from channels.wechat.client import WechatClient
from channels.wechat.pictures import Pictures
from channels.wechat.render import Body, Menu, Picture, Text
from channels.wechat.sender import WechatSender
from channels.wechat.words import Words
from conversations import Button
from conversations.database import Database
from conversations.messages import SHANGHAI
from conversations.sending import (
    DeliveryError,
    Item,
    NotSent,
    OutcomeUnknown,
    RateLimited,
    RecipientGone,
    Request,
    Undeliverable,
    WindowClosed,
)
from tests.fakes.wechat.faults import BreakOff, Fault, Faults, Instead, Refuse, Silence, Status
from tests.fakes.wechat.platform import Platform
from tests.unit.channels.wechat.conftest import USER

SEND, UPLOAD = "/cgi-bin/message/custom/send", "/cgi-bin/media/upload"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
NAME = hashlib.sha256(PNG).hexdigest() + ".png"
PICTURE = Picture(f"/media/{NAME}", "图片在这里：https://example.com/chart.png")
numbers = count(1)


def says(body: Body) -> Request[Body]:
    return Request(USER, f"wp{next(numbers)}", body)


@pytest.fixture
async def quotas(database: Database) -> Quotas:
    """The investor has just written."""
    quotas = Quotas(database)
    at = datetime.now(SHANGHAI)
    await quotas.open("wechat", USER, "message", total=5, seconds=48 * 3600, at=at)
    return quotas


@pytest.fixture
def media_dir(tmp_path: Path) -> Path:
    (tmp_path / NAME).write_bytes(PNG)
    return tmp_path


@pytest.fixture
def sender(client: WechatClient, quotas: Quotas, database: Database, media_dir: Path) -> WechatSender:
    pictures = Pictures(client, Uploads(database, client.account), media_dir)
    return WechatSender(client, quotas, pictures, Words.load(), "https://example.com")


async def left(quotas: Quotas) -> int:
    return (await quotas.left("wechat", USER)).messages


async def test_texts_and_menus_are_shown_and_counted(
    sender: WechatSender, platform: Platform, quotas: Quotas
) -> None:
    await sender.send(says(Text("第一句")))
    await sender.send(says(Menu("请选择：", (Button("a" * 16, "日线"), Button("b" * 16, "周线")))))
    assert platform.screens.texts(USER) == ["第一句", "请选择："]
    assert platform.screens.shown[USER][1].choices == (("a" * 16, "日线"), ("b" * 16, "周线"))
    assert await left(quotas) == 3


async def test_what_pack_makes_can_be_sent(sender: WechatSender, platform: Platform) -> None:
    buttons = (Button("a" * 16, "走势"),)
    items = [
        Item(number, 1, number, USER, "bot", "text", text, image, choices, 1)
        for number, (text, image, choices) in enumerate(
            [("长" * 600, None, ()), ("短" * 100, None, buttons), ("走势图", PICTURE.image, ())]
        )
    ]
    for parcel in sender.pack(items):
        for request in parcel.requests:
            await sender.send(request)
    kinds = [shown.kind for shown in platform.screens.shown[USER]]
    assert kinds == ["text", "menu", "image", "text"]


async def test_without_a_message_left_wechat_is_not_asked(
    sender: WechatSender, faults: Faults, quotas: Quotas
) -> None:
    for _ in range(5):
        await sender.send(says(Text("好")))
    with pytest.raises(WindowClosed):
        await sender.send(says(Text("好")))
    assert len(faults.called(SEND)) == 5


OUTCOMES: list[tuple[Fault, type[DeliveryError], int]] = [
    (Silence(done=True), OutcomeUnknown, 1),
    (BreakOff(done=True), OutcomeUnknown, 1),
    (Status(503), NotSent, 0),
    (Refuse(-1), NotSent, 0),
    (Refuse(45011), RateLimited, 0),
    (Refuse(45002), Undeliverable, 0),
]


async def test_what_was_not_sent_costs_nothing_and_what_may_have_been_does(
    sender: WechatSender, faults: Faults, quotas: Quotas
) -> None:
    faults.order(SEND, *(fault for fault, _, _ in OUTCOMES))
    for fault, meaning, cost in OUTCOMES:
        before = await left(quotas)
        with pytest.raises(DeliveryError) as caught:
            await sender.send(says(Text("好")))
        assert (fault, type(caught.value)) == (fault, meaning)
        assert before - await left(quotas) == cost


async def test_wechats_own_word_closes_the_ledger(
    sender: WechatSender, faults: Faults, quotas: Quotas
) -> None:
    words: list[tuple[int, type[DeliveryError]]] = [
        (45047, WindowClosed),
        (45015, WindowClosed),
        (43004, RecipientGone),
    ]
    for code, meaning in words:
        await quotas.open("wechat", USER, "message", total=5, seconds=3600, at=datetime.now(SHANGHAI))
        faults.order(SEND, Refuse(code))
        with pytest.raises(meaning):
            await sender.send(says(Text("好")))
        assert await left(quotas) == 0
        with pytest.raises(WindowClosed):
            await sender.send(says(Text("好")))
    assert len(faults.called(SEND)) == len(words)


async def test_a_picture_is_uploaded_once_and_shown_each_time(
    sender: WechatSender, platform: Platform, faults: Faults
) -> None:
    for _ in range(2):
        await sender.send(says(PICTURE))
    assert [shown.image for shown in platform.screens.shown[USER]] == [PNG, PNG]
    assert len(faults.called(UPLOAD)) == 1


async def test_a_picture_that_wechat_has_lost_is_uploaded_again(
    sender: WechatSender, platform: Platform, faults: Faults, quotas: Quotas
) -> None:
    await sender.send(says(PICTURE))
    platform.media.clear()
    await sender.send(says(PICTURE))
    assert len(platform.screens.shown[USER]) == 2
    assert len(faults.called(UPLOAD)) == 2
    assert await left(quotas) == 3


async def test_words_stand_in_for_a_picture_that_is_not_there(
    sender: WechatSender, platform: Platform, faults: Faults, media_dir: Path
) -> None:
    (media_dir / "secret.png").write_bytes(PNG)
    for image in ("/media/secret.png", "/media/../secret.png", f"/media/{'0' * 64}.png"):
        await sender.send(says(Picture(image, PICTURE.instead)))
    assert platform.screens.texts(USER) == [PICTURE.instead] * 3
    assert not faults.called(UPLOAD)


async def test_words_stand_in_for_a_picture_that_wechat_does_not_take(
    sender: WechatSender, platform: Platform, media_dir: Path, quotas: Quotas
) -> None:
    (media_dir / NAME).write_bytes(b"no picture")
    await sender.send(says(PICTURE))
    assert platform.screens.texts(USER) == [PICTURE.instead]
    assert await left(quotas) == 4


async def test_an_upload_without_an_answer_has_sent_nothing(
    sender: WechatSender, faults: Faults, quotas: Quotas
) -> None:
    failures = (Silence(done=True), BreakOff(done=True), Instead(b"{}"))
    faults.order(UPLOAD, *failures)
    for _ in failures:
        with pytest.raises(NotSent):
            await sender.send(says(PICTURE))
    assert await left(quotas) == 5


async def test_without_the_store_nothing_is_sent(
    sender: WechatSender, database: Database, faults: Faults
) -> None:
    await database.close()
    with pytest.raises(NotSent):
        await sender.send(says(Text("好")))
    assert not faults.called(SEND)
