"""Answers what the rules say: steps, permissions, not paying, Beijing's way, the first days of trading."""

import re
from collections.abc import Sequence
from typing import cast

from actions.features import Answer
from actions.ipo.reading import Read
from actions.ipo.speech import IpoSpeech, as_security
from actions.question import Question
from actions.utterance import Utterance
from market.ipo import Ipo
from market.securities import Exchange
from rules.boards import BOARDS, board_key
from rules.halts import Halt, Halts
from rules.permissions import Permission
from rules.price_limits import PriceLimits
from rules.row import Row

_STEPS = {
    "refused": "utter_ipo_refused",
    "hours": "utter_ipo_hours",
    "once": "utter_ipo_once",
    "money": "utter_ipo_money",
    "amount": "utter_ipo_amount",
    "flow": "utter_ipo_flow",
}
_DEFAULTS = {
    "mine": "utter_ipo_default_mine",
    "end": "utter_ipo_default_end",
    "credit": "utter_ipo_default_credit",
    "summed": "utter_ipo_default_summed",
    "late": "utter_ipo_default_late",
}
_BEIJING = {
    "refund": "utter_ipo_bse_refund",
    "allotment": "utter_ipo_bse_allotment",
    "method": "utter_ipo_bse_method",
}
_BOARDS_ASKED = re.compile("科创|创业|北交|主板")
_BOARD_WORDS = {"star": "科创", "chinext": "创业", "bse": "北交"}
_OPENED = "(?<![没未])(?<!没有)(?:开了|开通了|已开通?|开过|有).{{0,4}}{}"
_NOT_OPENED = re.compile("(没有?|未)开|没有?.{0,4}权限")


class IpoSteps:
    """Answers "打新怎么点", "申购新股几点到几点", "没开科创板能打吗"."""

    def __init__(self, speech: IpoSpeech) -> None:
        self._speech = speech

    async def answer(self, question: Question) -> Answer:
        """Permissions of a named issue or board, else what the words ask, else the steps."""
        read = Read.of(question, self._speech.words)
        key = read.view or self._speech.words.asked("steps", read.text)
        seen = await self._speech.lists.shares()
        found = read.shares(seen.issues)
        if key in {"permission", "refused"} and (found or _BOARDS_ASKED.search(read.text)):
            return self._permission(found, read)
        if key == "permission":
            return Answer([self._permissions()])
        if found and self._speech.words.asked("issue", read.text):
            told = self._speech.share(found[0], seen, read.text, "payment", "result")
            return Answer([told], shown=(as_security(found[0]),))
        if found and found[0].exchange == "BJ":
            return self._speech.beijing(found[0], seen)
        buttons = self._speech.buttons("calendar", "quota", "permission")
        return Answer([self._speech.told(_STEPS.get(key, "utter_ipo_steps"), buttons)])

    def _permission(self, found: Sequence[Ipo], read: Read) -> Answer:
        """What the boards in question need; what the investor has opened, only the investor can say."""
        words = self._speech.words
        boards = [(found[0].exchange, found[0].board)] if found else self._boards(read.text)
        keys = [key for each in boards if (key := board_key(*each))]
        head = self._of_issue(found[0], keys[0], read.text) if found else words.permission["head"]
        if not found and _NOT_OPENED.search(read.text):
            names = words.join.join(words.board_keys[key] for key in keys)
            head = words.permission["not_opened"].format(board=names)
        lines, rows = self._needs(keys)
        buttons, told = self._speech.buttons("calendar", "steps"), "\n".join(lines)
        free = Utterance("utter_ipo_free_board", {"boards": told}, buttons)
        need = self._speech.told("utter_ipo_permission", buttons, rows=rows, name=head, lines=told)
        return Answer([need if rows else free], shown=(as_security(found[0]),) if found else ())

    def _boards(self, text: str) -> list[tuple[Exchange, str]]:
        """The boards that a text names; the main boards where it names none of their own."""
        named = [
            (cast(Exchange, each["exchange"]), each["board"])
            for each in self._speech.words.boards
            if re.search(each["pattern"], text)
        ]
        return named or [("SH", "主板"), ("SZ", "主板")]

    def _of_issue(self, ipo: Ipo, board: str, text: str) -> str:
        """Whether what the investor says to have opened is enough for an issue."""
        words, rules, day = self._speech.words, self._speech.rules, self._speech.today
        held = {key for key, pattern in _BOARD_WORDS.items() if re.search(_OPENED.format(pattern), text)}
        missing = rules.permissions.missing(board, "normal", day, held)
        key = "of" if not held and not _NOT_OPENED.search(text) else "lacking" if missing else "enough"
        return words.permission[key].format(name=ipo.name, board=words.board(ipo))

    def _permissions(self) -> Utterance:
        lines, rows = self._needs(BOARDS)
        buttons = self._speech.buttons("calendar", "steps", "quota")
        return self._speech.told("utter_ipo_permissions", buttons, rows=rows, lines="\n".join(lines))

    def _needs(self, boards: Sequence[str]) -> tuple[list[str], list[Row]]:
        """A line for boards that take the same, and the rows behind."""
        words, rules, day = self._speech.words, self._speech.rules, self._speech.today
        told: dict[str, list[str]] = {}
        rows: list[Row] = []
        for board in boards:
            needed: tuple[Permission, ...] = rules.permissions.needed(board, "normal", day)
            rows += [row for permission in needed for row in permission.rows]
            conditions = words.permission["join"].join(rules.conditions(each) for each in needed)
            told.setdefault(conditions, []).append(words.board_keys[board])
        return [self._need(words.join.join(names), conditions) for conditions, names in told.items()], rows

    def _need(self, names: str, conditions: str) -> str:
        pattern = self._speech.words.permission["need" if conditions else "none"]
        return pattern.format(board=names, conditions=conditions)


class IpoDefault:
    """Answers "弃购三次会被拉黑吗", "什么时候恢复打新资格"."""

    def __init__(self, speech: IpoSpeech) -> None:
        self._speech = speech

    async def answer(self, question: Question) -> Answer:
        """What the words ask, else the whole rule."""
        key = self._speech.words.asked("default", Read.of(question, self._speech.words).text)
        response = _DEFAULTS.get(key, "utter_ipo_default")
        return Answer([self._speech.told(response, self._speech.buttons("payment", "calendar"))])


class IpoBeijing:
    """Answers "北交所打新要市值吗", "北交所申购资金冻结几天"."""

    def __init__(self, speech: IpoSpeech, steps: IpoSteps) -> None:
        self._speech = speech
        self._steps = steps

    async def answer(self, question: Question) -> Answer:
        """What the words ask, else the whole way; a permission is one of the steps."""
        read = Read.of(question, self._speech.words)
        key = self._speech.words.asked("bse", read.text)
        seen = await self._speech.lists.shares()
        found = read.shares(seen.issues)
        if key == "permission" or (found and self._speech.words.asked("issue", read.text)):
            return await self._steps.answer(question)
        if found and found[0].exchange == "BJ" and key not in _BEIJING:
            return self._speech.beijing(found[0], seen)
        response = _BEIJING.get(key, "utter_ipo_bse")
        return Answer([self._speech.told(response, self._speech.buttons("calendar", "permission"))])


class IpoFirstDay:
    """Answers "新股第一天怎么卖", "新股代码前面带N是啥意思"."""

    def __init__(self, speech: IpoSpeech, limits: PriceLimits, halts: Halts) -> None:
        self._speech = speech
        self._limits = limits
        self._halts = halts

    async def answer(self, question: Question) -> Answer:
        """Letters of names, the arrival of the shares, else how prices may move; never whether they will."""
        speech = self._speech
        read, mark = Read.of(question, speech.words), speech.rules.stamp.mark
        key, buttons = speech.words.asked("first_day", read.text), speech.buttons("listing", "calendar")
        if key == "suffix":
            return Answer([Utterance("utter_ipo_first_day_suffix", {"mark": mark}, buttons)])
        if key == "names":
            days = self._limits.unlimited_days(BOARDS[0], "new", speech.today)
            if isinstance(days, Row):
                response = "utter_ipo_first_day_names"
                return Answer([speech.told(response, buttons, rows=[days], days=days.value, mark=mark)])
        if key == "arrive":
            return Answer([Utterance("utter_ipo_first_day_arrive", {"mark": mark}, buttons)])
        lines, rows = self._lines()
        response = "utter_ipo_first_day_rise" if key == "rise" else "utter_ipo_first_day"
        return Answer([speech.told(response, buttons, rows=rows, lines="\n".join(lines))])

    def _lines(self) -> tuple[list[str], list[Row]]:
        """Boards on which the same holds in one line each, and the halts of the days without a limit."""
        words, day = self._speech.words, self._speech.today
        told: dict[tuple[str, str], list[str]] = {}
        rows: list[Row] = []
        for board in BOARDS:
            free = self._limits.unlimited_days(board, "new", day)
            limit = self._limits.percent(board, "normal", day)
            if isinstance(free, Row) and isinstance(limit, Row):
                rows += [free, limit]
                told.setdefault((free.value, limit.value), []).append(words.board_keys[board])
        lines = [
            words.first_day["free_one" if days == "1" else "free"].format(
                board=words.join.join(names), days=days, percent=percent
            )
            for (days, percent), names in told.items()
        ]
        halt = self._halts.on(BOARDS[0], day)
        return (lines + [self._halt(halt)], [*rows, *halt.rows]) if isinstance(halt, Halt) else (lines, rows)

    def _halt(self, halt: Halt) -> str:
        return self._speech.words.first_day["halt"].format(
            first=halt.first.value,
            second=halt.second.value,
            minutes=halt.minutes.value,
            until=halt.latest.value,
        )
