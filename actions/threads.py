"""Whether a message that says only what is different goes on with the question before it. Pure."""

import re

from actions.question import Question

_MARKS = re.compile(r"[\s，。！？、,.!?~…]+")
_GOING_ON = re.compile(
    r"(那么|那|再|还有|也|换成|换|改成|改看|不对|不是|错了|说错了|打错了|我说的是|我问的是|我是说|我要的是|是|看看|看|查查|查|的|呢|吧|啊|呀)*"
)
_TURNING = re.compile(r"那|换|改|不对|不是|错|我说|我问|我是说|我要|还有|也|呢")
_AHEAD = re.compile(r"明天|明日|明早|明晚|明儿|后天|下个?(周|星期|礼拜|月)|以后|未来|接下来|往后|将来")
_BY_DAY = {
    "ask_ipo_calendar",
    "ask_ipo_payment",
    "ask_ipo_result",
    "ask_bond_ipo",
    "ask_trading_hours",
    "ask_holidays",
    "ask_limit_price",
    "ask_suspension",
    "ask_schedule",
}


def continued(question: Question) -> str:
    """The intent that the message goes on with, "" where it is a question of its own.

    After "您想查哪只股票" a bare name is the answer; after an answer, "那平安银行呢" and
    "不对，我说的是平安银行" ask the same about another share.
    """
    if not question.asked or not question.thread or question.fields:
        return ""
    rest = question.text
    for asked in question.asked:
        rest = rest.replace(asked.text, "")
    rest = _MARKS.sub("", rest)
    if not _GOING_ON.fullmatch(rest):
        return ""
    return question.thread if question.awaiting or _TURNING.search(rest) else ""


def goes_by_day(intent: str) -> bool:
    """Whether a question is about days: only of such can a day to come be asked."""
    return intent in _BY_DAY


def asks_ahead(question: Question) -> bool:
    """Whether a message speaks of days to come."""
    return _AHEAD.search(question.text) is not None
