"""Which task answers which words, over every task of the server, in the order in which they are asked."""

from collections.abc import Mapping
from typing import Any

import pytest

from actions.handlers.tasking import Tasks
from conversations.database import Database
from customers.suitability.reading import Questionnaires
from market.names import Names
from tests.unit.actions.given import NOW
from tests.unit.actions.talk import Dialogue
from tests.unit.actions.tasks.everyone import every_task, typed

CLAIMED: Mapping[str, str] = {
    "subscriptions": "全部退订 退订 TD 别再给我发消息了 不要再给我推送了 不要早报了 我订阅了什么 "
    "订阅公告提醒 订阅新股提醒 取消公告提醒 退订退市提醒 退订早报和公告提醒 订阅早报和公告提醒 关闭到价提醒 "
    "晚上十点以后别发 晚上别打扰我 以后用英文",
    "brief": "退订早报 取消早报 订阅收盘简报 订阅早报和周报 我要周报 今天的早报 每天早上发我自选的公告",
    "price_alert": "茅台跌到1300通知我 茅台涨停了叫我 茅台涨5%提醒我 帮我盯着茅台 设个提醒 我的提醒 "
    "我设过哪些提醒 取消茅台的提醒 关闭茅台的到价提醒 取消所有提醒",
    "watchlist": "我的自选 看看我的自选 把茅台加入自选 茅台加自选 删除自选茅台 清空自选",
    "holdings": "我的持仓 我有茅台100股 我持有100股茅台，成本1500 清空持仓 导入持仓 分析我的持仓 茅台清仓了",
    "comparison": "对比茅台和五粮液 比较一下茅台和平安银行",
    "risk_test": "我要做风险测评 开始测评 继续测评 我是C几 我的测评结果 我的测评什么时候过期",
    "product_match": "R4的产品适合我吗 我能买什么产品 超出我的承受能力还要买",
    "privacy": "撤回授权 取消授权 我授权了什么 删除我的数据 导出我的个人数据 你们存了我哪些资料 删除聊天记录",
    "linking": "绑定码_12345678 我要绑定别的渠道",
    "fund_deal": "10万申购费率0.15%能买多少份_净值1.2345 赎回1万份净值1.2，费率0.5%",
    "event_known": "为什么给我发红色提醒 为什么提醒我茅台",
}
"""By task what it answers, apart by blanks; "_" stands for a blank."""
NOBODYS = (
    "买100股茅台 贵州茅台多少钱 怎么开户 风险测评一共几道题 风险测评怎么做 R4是什么意思 怎么删除自选股 "
    "自选股在哪里看 怎么设置股价提醒 茅台会跌到1300吗 茅台为什么跌 为什么茅台今天跌了 "
    "茅台和五粮液哪个好 茅台值得买吗 早报几点发 申购费率是多少 持仓成本怎么算 什么是适当性 "
    "退市了我的股票怎么办 可以退订吗 取消订单 撤单 删除委托记录 怎么绑定微信 12345678 同意 好的 算了 "
    "确认 A 1 全部 别发了"
)
"""What is answered as ever."""
VERSION = Questionnaires.load().current.version
UNDER_WAY: Mapping[str, tuple[Mapping[str, Any], str]] = {
    "risk_test": (
        {"test": 1, "version": VERSION, "question": "age", "shown": NOW.isoformat()},
        "A 选B C。 上一题 改第3题 暂停 算了 我不知道 还剩几题 重新开始",
    ),
    "holdings": ({"step": "confirm", "rows": [], "source": "list"}, "确认 替换 取消 好的 算了"),
    "consent": ({"kind": "records", "task": "watchlist", "said": {}}, "同意 不同意 好的 算了"),
    "privacy": ({"step": "delete"}, "确认 不删了 算了"),
    "price_alert": ({"ref": "SH600519", "kind": None, "threshold": None}, "1300 跌到1300 涨停 算了"),
    "brief": ({"act": "unsubscribe"}, "早报 早报和周报 全部 全部退订"),
    "watchlist": ({"step": "clear"}, "确认 不要"),
    "product_match": ({"step": "warned", "product": "R4"}, "算了"),
}
"""By task where it stands, and what is typed to it there."""
ELSEWHERE = {
    "全部退订": "subscriptions",
    "别再给我发消息了": "subscriptions",
    "茅台跌到1500通知我": "price_alert",
    "我的自选": "watchlist",
    "我有茅台100股": "holdings",
    "撤回授权": "privacy",
    "删除我的数据": "privacy",
    "对比茅台和五粮液": "comparison",
    "我要做风险测评": "risk_test",
    "为什么给我发红色提醒": "event_known",
    "贵州茅台多少钱": "",
    "怎么开户": "",
}
"""What belongs to the same task, whatever is under way."""


@pytest.fixture(scope="module")
def tasks() -> Tasks:
    """Nothing is asked of the database to know whose a message is."""
    return every_task(Database("host=/nowhere", wait=False), Names.load())


def claiming(tasks: Tasks, text: str, name: str = "", state: Mapping[str, Any] | None = None) -> str:
    """The task whose message it is; "" for none."""
    found = tasks.claiming(typed(text.replace("_", " ")), name or None, state)
    return found[0].name if found else ""


def test_every_message_is_answered_by_its_task(tasks: Tasks) -> None:
    sentences = {text: name for name, texts in CLAIMED.items() for text in texts.split()}
    sentences |= dict.fromkeys(NOBODYS.split(), "")
    assert len(sentences) > 60
    assert {text: claiming(tasks, text) for text in sentences} == sentences
    assert {task.name for task in tasks.tasks} == set(CLAIMED)


@pytest.mark.parametrize("name", UNDER_WAY)
def test_what_is_typed_to_a_task_stays_with_it_and_other_orders_go_to_their_own(
    tasks: Tasks, name: str
) -> None:
    state, typed_to_it = UNDER_WAY[name]
    assert {text: claiming(tasks, text, name, state) for text in typed_to_it.split()} == dict.fromkeys(
        typed_to_it.split(), name
    )
    others = ELSEWHERE if name != "brief" else {k: v for k, v in ELSEWHERE.items() if k != "全部退订"}
    assert {text: claiming(tasks, text, name, state) for text in others} == others


@pytest.mark.parametrize("intent", ["distress", "report_theft", "complain", "ask_human"])
def test_who_needs_a_person_is_not_kept_by_any_task(tasks: Tasks, intent: str) -> None:
    assert all(tasks.claiming(typed(text, intent), None, None) is None for text in ELSEWHERE)


async def test_in_the_middle_of_a_risk_test_other_orders_are_done_and_lead_back(
    database: Database, names: Names
) -> None:
    talk = Dialogue({}, tasks=every_task(database, names))
    await talk.say("开始测评", "ask_risk_test")
    assert "第1题" in await talk.press("同意")
    assert "同意保存吗" in await talk.say("茅台加自选", "out_of_scope")
    assert "贵州茅台 600519" in await talk.press("同意")
    assert "第1题" in await talk.say("继续测评", "ask_risk_test")
    assert "第2题" in await talk.say("B", "out_of_scope")
    assert "贵州茅台" in await talk.say("我的自选", "out_of_scope")
    assert talk.titles == ["回到第2题"]
    assert "第2题" in await talk.press("回到第2题")
    assert "确认删除吗" in await talk.say("删除我的数据", "ask_personal_data")
    assert "什么都没有删" in await talk.say("不删了", "deny")
    assert "第2题" in await talk.say("继续测评", "ask_risk_test")
