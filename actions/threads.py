"""Whether a message that says only what is different goes on with the question before it. Pure."""

import re
from dataclasses import replace

from actions.question import Asked, Question, bare

_GOING_ON = re.compile(
    r"(那么|那|再|还有|也|换成|换|改成|改看|不对|不是|错了|说错了|打错了|我说的是|我问的是|我是说|我要的是|是|看|查|的|呢|吧|啊|呀)*"
)
_TURNING = re.compile(r"那|换|改|不对|不是|错|我说|我问|我是说|我要|还有|也|呢")
_FILLED = (
    r"那|再|还有|换成|改成|换|改|看|查|有|没|的|呢|吧|啊|呀|吗|嘛|么|也|和|或者?|是|"
    r"这边|那边|新股|打新|要是|如果|只看|单看"
)
_DAY = (
    r"大?[前后]天|[今明昨][天日晚早]|[今明昨]儿个?|(上上|下下|[上下这本])?个?(周|星期|礼拜)[一二三四五六日天末]?|(这个|[上下]个?|本)月|"
    r"((今年|明年|去年|20\d\d年?)?\d{1,2}[月\-/])?\d{1,2}[日号]?|[一二三四五六七八九十]{1,3}[月号日]|\d{1,2}月份?"
)
_BOARD = r"科创板?|创业板?|北交所?|北证|[沪深]?主板|[沪深]市|上海|深圳|\*?ST"
_ONLY = re.compile(rf"({_DAY}|{_BOARD}|{_FILLED})+", re.IGNORECASE)
_FEW = 20
"""Characters of a message that says only what is different; a longer one is not searched."""
_OF_ISSUES = (
    (re.compile(r"(那|现在|还)*(能不能|可不可以|能|可以)?(反悔)?撤(销|回|单)?(吗|不|么)?"), "ask_ipo_steps"),
    (
        re.compile(
            rf"(那|再)*({_BOARD})的?(开通|开户)?(有什么|什么)?(要求|权限|条件|门槛)(是什么|有哪些)?呢?"
        ),
        "ask_ipo_steps",
    ),
    (
        re.compile(
            r"(那|要是|如果|万一|我)*[不没](交|缴)(款|钱)?(了|的话)?(会)?(怎么?样|怎么办|有什么后果)?[呢吗]?"
        ),
        "ask_ipo_default",
    ),
)
"""What is asked in few words after a question about issues, and who is asked."""
_CODE = r"(?<!\d)\d{6}(?!\d)"
_FUND = re.compile(
    rf"({_FILLED}|拿|跟|与|同)*{_CODE}(相?比较?|对比|一下|{_FILLED})*|"
    r"(?=.*(涨|跌|近|费|净值|收益))(它|这[只个支]|基金|那|的|今[天年]|现在|最近|近[一二三五半两]?个?[年月周]|"
    r"[涨跌](了|幅)?|多少|吗|没有|没|净值|费率|手续费|管理费|赎回费?|申购费?|收益率?|怎么样|是|呢)+"
)
"""What is asked of the fund before, or of another by its code."""
_PLACED = re.compile(r"第(?P<place>[一二三四五六1-6])[个只支家]|[前头][两二2][个只支家](?![月季年])")
_PLACES = {
    character: place
    for place, pair in enumerate(("一1", "二2", "三3", "四4", "五5", "六6"))
    for character in pair
}
_DAYS, _BOARDS = re.compile(_DAY), re.compile(_BOARD, re.IGNORECASE)
_AHEAD = re.compile(r"明[天日早晚儿]|后天|下下?个?(周|星期|礼拜|月)|以后|未来|接下来|将来")
_MORE = re.compile(
    r"[看查要再]?(还有|再来|再看|再给|多来|继续|接着|更多|其他|其余|剩下|别的|另外|往下|后面)"
    r".{0,6}|再?(下|后|翻|往后)一?[页翻].*|next( page)?|more",
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
    rest = bare(rest)
    if not _GOING_ON.fullmatch(rest):
        return ""
    return question.thread if question.awaiting or _TURNING.search(rest) else ""


def resumed(question: Question) -> str:
    """The intent that a message of nothing but days or boards goes on with: 明天呢, 科创板的; else "".

    能撤单吗 after a word of new shares is about the application, 它涨了吗 after a fund about the fund.
    """
    plain = bare(question.text)
    if len(plain) > _FEW:
        return ""
    if short := _in_short(question, plain):
        return short
    if not plain or _names_share(question) or question.fields or not _ONLY.fullmatch(plain):
        return ""
    thread = _HEIRS.get(question.thread, question.thread)
    if _DAYS.search(plain) and thread in _BY_DAY:
        return thread
    return _of_board(question, plain) if _BOARDS.search(plain) else ""


def _of_board(question: Question, plain: str) -> str:
    """Who is asked about a board: after Beijing's own way its list, after a stated value what it allows."""
    beijing = re.search("北交|北证", plain)
    if question.thread == "ask_ipo_bse" and not beijing:
        return "ask_ipo_calendar"
    if question.thread == "ask_ipo_quota" and question.thread_details.get("ipo_held"):
        return "ask_ipo_bse" if beijing else question.thread
    return question.thread if question.thread in _BY_BOARD else ""


def _in_short(question: Question, plain: str) -> str:
    """Who is asked in few words after a question about issues or about a fund."""
    if question.thread.startswith("ask_ipo"):
        return next((intent for pattern, intent in _OF_ISSUES if pattern.fullmatch(plain)), "")
    of_fund = question.thread == "ask_fund" and not question.asked and _FUND.fullmatch(plain)
    return question.thread if of_fund and question.thread_details.get("fund_code") else ""


def _names_share(question: Question) -> bool:
    """Whether a share is named; after new shares 创业板 is a board, though an index is called so."""
    if question.thread.startswith("ask_ipo"):
        return any(not _BOARDS.fullmatch(asked.text) for asked in question.asked)
    return bool(question.asked)


def placed(question: Question) -> Question:
    """The question about those of several shares spoken of that it points at: 第三个的走势图."""
    found = None if question.asked else _PLACED.search(question.text)
    if found is None or len(question.last) < 2 or question.thread_details.get("listed"):
        return question
    place = _PLACES[found["place"]] if found["place"] else None
    meant = question.last[:2] if place is None else question.last[place : place + 1]
    asked = tuple(Asked((ref,), found.group()) for ref in meant)
    return replace(question, asked=asked) if asked else question


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
    return _MORE.fullmatch(bare(question.text)) is not None


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
