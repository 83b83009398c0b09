"""Whether a message that says only what is different goes on with the question before it. Pure."""

import re
from dataclasses import replace

from actions.question import Question

_MARKS = re.compile(r"[\s，。！？、,.!?~…]+")
_GOING_ON = re.compile(
    r"(那么|那|再|还有|也|换成|换|改成|改看|不对|不是|错了|说错了|打错了|我说的是|我问的是|我是说|我要的是|是|看看|看|查查|查|的|呢|吧|啊|呀)*"
)
_TURNING = re.compile(r"那|换|改|不对|不是|错|我说|我问|我是说|我要|还有|也|呢")
_FILLED = (
    r"那么?|再|还有|换成|改成|换|改|看看|看|查查|查|有没有|有|没|的|呢|吧|啊|呀|吗|嘛|么|也|和|或者?|是|"
    r"这边|那边|新股|打新"
)
_DAY = (
    r"大?[前后]天|[今明昨][天日晚早]|[今明昨]儿个?|(上上|下下|[上下这本])?个?(周|星期|礼拜)[一二三四五六日天末]?|(这个|[上下]个?|本)月|"
    r"((今年|明年|去年|20\d\d年?)?\d{1,2}[月\-/])?\d{1,2}[日号]?|[一二三四五六七八九十]{1,3}[月号日]|\d{1,2}月份?"
)
_BOARD = r"科创板?|创业板?|北交所?|北证|[沪深]?主板|[沪深]市|上海|深圳|\*?ST"
_ONLY = re.compile(rf"({_DAY}|{_BOARD}|{_FILLED})+", re.IGNORECASE)
_TAKEN_BACK = re.compile(r"(那|现在|还)*(能不能|可不可以|能|可以)?(反悔)?撤(销|回|单)?(吗|不|么)?")
_DAYS, _BOARDS = re.compile(_DAY), re.compile(_BOARD, re.IGNORECASE)
_AHEAD = re.compile(r"明[天日早晚儿]|后天|下下?个?(周|星期|礼拜|月)|以后|未来|接下来|将来")
_MORE = re.compile(
    r"[看查要]?(还有|再来|再看|再给|多来|继续|接着|更多|其他|其余|剩下|别的|另外|往下|后面)"
    r".{0,6}|(下|后|翻|往后)一?[页翻].*|next( page)?|more",
    re.IGNORECASE,
)
_BY_DAY = {
    "ask_ipo_calendar",
    "ask_bond_ipo",
    "ask_trading_hours",
    "ask_holidays",
    "ask_limit_price",
    "ask_suspension",
}
"""What can be asked of another day."""
_BY_BOARD = {"ask_ipo_calendar", "ask_trading_hours", "ask_limit_rule", "ask_new_share_rule"}
"""What can be asked of another board."""
_HEIRS = dict.fromkeys(
    ("ask_ipo_quota", "ask_ipo_steps", "ask_ipo_result", "ask_ipo_payment", "ask_ipo_default", "ask_ipo_bse"),
    "ask_ipo_calendar",
)
"""Who is asked for another day where the question before was not about days."""
_GUIDES = "ask_ipo_(quota|steps|result|payment)"
_KIN = (
    ("ask_ipo_(?!default).*", "转债|新债", "ask_bond_ipo"),
    ("ask_bond_ipo", "新股", "ask_ipo_calendar"),
    (_GUIDES, "北交|北证", "ask_ipo_bse"),
)
"""Of whom a question goes on, what it then speaks of, and who is asked."""
_STRANGERS = (
    ("ask_ipo_calendar", r"ETF|基金|[BH]股|港股|\*?ST"),
    ("ask_bond_ipo", rf"ETF|基金|[BH]股|港股|{_BOARD}"),
)
"""What is no part of the lists before."""


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


def resumed(question: Question) -> str:
    """The intent that a message of nothing but days or boards goes on with: 明天呢, 科创板的; else "".

    能撤单吗 after a word of new shares is about the application.
    """
    plain = _MARKS.sub("", question.text)
    if question.thread.startswith("ask_ipo") and _TAKEN_BACK.fullmatch(plain):
        return "ask_ipo_steps"
    if not plain or question.asked or question.fields or not _ONLY.fullmatch(plain):
        return ""
    thread = _HEIRS.get(question.thread, question.thread)
    if _DAYS.search(plain) and thread in _BY_DAY:
        return thread
    return question.thread if _BOARDS.search(plain) and question.thread in _BY_BOARD else ""


def turned(question: Question) -> str:
    """The intent that a message turns to with a word of its kin: 可转债呢 after new shares; "" for none."""
    kin = (
        intent
        for thread, words, intent in _KIN
        if re.fullmatch(thread, question.thread) and re.search(words, question.text)
    )
    return next(kin, "")


def is_strange(question: Question) -> bool:
    """Whether a message asks a list for what it never holds: ETF呢 after new shares."""
    return any(
        thread == question.thread and re.search(words, question.text, re.IGNORECASE)
        for thread, words in _STRANGERS
    )


def asks_ahead(question: Question) -> bool:
    """Whether a message speaks of days to come."""
    return _AHEAD.search(question.text) is not None


def asks_more(question: Question) -> bool:
    """Whether a message asks for what is beyond the list shown: 还有吗, 下一页."""
    return _MORE.fullmatch(_MARKS.sub("", question.text)) is not None


def onward(question: Question) -> Question | None:
    """The question before, for the part of its list that was not shown; None where all was."""
    following = question.thread_details.get("next")
    return replace(question, text="", details={"page": following}) if following else None


def entry(question: Question, place: int | None) -> Question | None:
    """The question before, about the entry at `place` of the list shown; None where there is no such one."""
    listed = [each for each in question.thread_details.get("listed", "").split(",") if each]
    if place is None or place >= len(listed):
        return None
    name = question.thread_details.get("listed_as", "")
    chosen = replace(question, text="", details={name: listed[place]} if name else {})
    return chosen if name else chosen.about([listed[place]])
