"""What reaches an investor whose window is shut: a template is filled, a subscription counted."""

from datetime import datetime

import pytest

from channels.credentials import Template
from channels.quota import Quotas
from channels.wechat.client import WechatClient
from channels.wechat.events import Confirmed, Granted, Noted
from channels.wechat.notifying import SUBSCRIBE, Filled, SubscribeSender, TemplateSender, fill
from channels.wechat.parse import parse_update
from conversations.database import Database
from conversations.messages import SHANGHAI
from conversations.sending import Item, OutcomeUnknown, RecipientGone, Request, Undeliverable, WindowClosed
from tests.fakes.wechat.envelope import xml
from tests.fakes.wechat.faults import BreakOff, Faults
from tests.fakes.wechat.platform import Follower, Platform
from tests.unit.channels.wechat.conftest import USER

TEMPLATE = Template("tpl-1", (("thing1", "title"), ("thing2", "text")))
SAID = Filled({"thing1": "退市提醒", "thing2": "600432 有终止上市决定公告"})
NOW = datetime(2026, 11, 27, 1, 0, tzinfo=SHANGHAI)


def says(user: str = USER) -> Request[Filled]:
    return Request(user, "wp1", SAID)


@pytest.fixture(autouse=True)
def known(platform: Platform) -> None:
    platform.templates[TEMPLATE.id] = ("thing1", "thing2")


def test_the_words_are_cut_into_the_fields() -> None:
    title = "退市提醒：您持有或关注的 600432 发布了终止上市决定相关公告。"
    text = f"{title}\n公告：退市吉恩：关于公司股票终止上市的公告\n发布日期 2018-05-23"
    filled = fill(Item(1, 1, 1, USER, "system", "text", text, None, (), 1), TEMPLATE).fields
    assert filled["thing1"] == title[:19] + "…"
    assert filled["thing2"] == "公告：退市吉恩：关于公司股票终止上市的…"
    assert all(len(value) == 20 for value in filled.values())


async def test_a_template_message_arrives_under_a_reference(client: WechatClient, platform: Platform) -> None:
    result = await TemplateSender(client, TEMPLATE).send(says())
    assert result.provider_ref == str(platform.filled)
    assert platform.screens.texts(USER)[-1] == "退市提醒\n600432 有终止上市决定公告"


async def test_who_has_left_is_gone_and_a_wrong_template_is_the_operators(
    client: WechatClient, platform: Platform
) -> None:
    platform.followers["gone"] = Follower(subscribed=False)
    with pytest.raises(RecipientGone):
        await TemplateSender(client, TEMPLATE).send(says("gone"))
    with pytest.raises(Undeliverable, match="40037"):
        await TemplateSender(client, Template("other", TEMPLATE.fields)).send(says())


async def test_one_tap_allows_one_message_and_taps_add_up(
    client: WechatClient, platform: Platform, database: Database
) -> None:
    quotas = Quotas(database)
    sender = SubscribeSender(client, TEMPLATE, quotas)
    with pytest.raises(WindowClosed):
        await sender.send(says())
    for grant in ("1.tpl-1", "2.tpl-1", "2.tpl-1"):  # the last was delivered twice
        await quotas.open(SUBSCRIBE, USER, grant, total=1, seconds=86_400, at=datetime.now(SHANGHAI))
    platform.grants[USER, TEMPLATE.id] = 2
    assert [await sender.send(says()) for _ in range(2)]
    with pytest.raises(WindowClosed):
        await sender.send(says())
    assert len(platform.screens.texts(USER)) == 2


async def test_an_answer_that_does_not_come_leaves_it_open(client: WechatClient, faults: Faults) -> None:
    faults.order("/cgi-bin/message/template/send", BreakOff(done=True))
    with pytest.raises(OutcomeUnknown):
        await TemplateSender(client, TEMPLATE).send(says())


def event(name: str, **fields: object) -> str:
    head = {"ToUserName": "gh_1", "FromUserName": USER, "CreateTime": 1764176400, "MsgType": "event"}
    return xml({**head, "Event": name, **fields})  # type: ignore[dict-item]  # fields of any depth


@pytest.mark.parametrize(("answer", "kind"), [("accept", Granted), ("reject", Noted)])
def test_a_tap_in_the_window_gives_a_subscription(answer: str, kind: type) -> None:
    asked = {"TemplateId": "tpl-1", "SubscribeStatusString": answer, "PopupScene": "2"}
    update = parse_update(event("subscribe_msg_popup_event", SubscribeMsgPopupEvent={"List": asked}), (), NOW)
    assert isinstance(update, kind)


def test_the_later_word_on_a_template_message_is_read() -> None:
    update = parse_update(event("TEMPLATESENDJOBFINISH", MsgID=7, Status="failed:user block"), (), NOW)
    assert update == Confirmed("7", False, "failed:user block")
