"""Answers how much a share may move in a day: by board and status, and in the first days of a new share."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from actions.features import Answer
from actions.identify import Identifier
from actions.limits.words import LimitsWords, Subject, grouped
from actions.question import Question
from actions.rule_stamps import RuleStamp
from actions.utterance import Utterance
from market.names import normalise
from market.securities import Security
from market.session import SHANGHAI
from rules.boards import FUNDS
from rules.halts import Halt, Halts
from rules.price_limits import PriceLimits
from rules.row import Row

INTENT = "ask_limit_rule"


class LimitRule:
    """Answers "ST现在一天能涨多少", "科创板一天最多跌多少", "茅台涨跌幅限制"."""

    def __init__(
        self,
        identifier: Identifier,
        rules: PriceLimits,
        words: LimitsWords,
        stamp: RuleStamp,
        now: Callable[[], datetime],
    ) -> None:
        self._identifier = identifier
        self._rules = rules
        self._words = words
        self._stamp = stamp
        self._now = now

    async def answer(self, question: Question) -> Answer:
        """Of a share that is named, else of what the words speak of, else of all boards."""
        text, today = normalise(question.text), self._now().astimezone(SHANGHAI).date()
        found = self._meant(question, text)
        if isinstance(found, Answer):
            return found
        if found:
            return Answer([self._of(Subject.of(found), today)], shown=(found,))
        if re.search(self._words.unknown_kinds, text):
            new = self._words.is_bond(text) and re.search(self._words.bonds_first, text)
            return Answer([Utterance("utter_bond_listed") if new else self._not_known()])
        if re.search(self._words.indices, text):
            return Answer([Utterance("utter_limit_rule_index")])
        if re.search(self._words.funds, text):
            return Answer([self._told(*self._funds(today))])
        boards = self._words.boards_in(text)
        warned = re.search(self._words.warned, text) is not None
        lines, rows = self._boards(boards or tuple(self._words.boards), today, warned=warned)
        if re.search(self._words.delisting, text):
            lines = [lines[-1], *lines[:-1]]
        return Answer([self._told(lines, rows)])

    def _meant(self, question: Question, text: str) -> Security | Answer | None:
        """The share that is named; a warned one that nobody knows is said to be unknown."""
        if question.asked and not self._words.is_bond(text):
            return self._identifier.one(question, INTENT)
        return self._identifier.unknown(question, INTENT) if "ST" in text and not question.asked else None

    def _of(self, subject: Subject, today: date) -> Utterance:
        if subject.security.kind == "index":
            return Utterance("utter_limit_rule_index")
        if subject.is_fund:
            return self._told(*self._funds(today))
        if subject.board is None:
            return self._not_known()
        lines, rows = self._boards((subject.board,), today, warned=subject.status == "ST")
        return self._told([f"{subject.security.name} {subject.security.code}", *lines], rows)

    def _boards(self, boards: Sequence[str], today: date, *, warned: bool) -> tuple[list[str], list[Row]]:
        """Limits of an ordinary day, then what was before for warned shares, then the days without any."""
        found = {board: self._rules.percent(board, "normal", today) for board in boards}
        known = {board: row for board, row in found.items() if isinstance(row, Row)}
        limits = {board: (row.value, self._limit(board, "ST", today)) for board, row in known.items()}
        lines = [self._line(group, *limits[group[0]]) for group in grouped(list(known), limits)]
        before = {board: self._before(board, today) for board in known if warned}
        changed = {board: change for board, change in before.items() if change}
        lines += [
            self._words.rule["before"].format(
                day=since.isoformat(), percent=percent, board=self._words.names(group)
            )
            for group in grouped(list(changed), changed)
            for since, percent in [changed[group[0]]]
        ]
        free, rows = self._free(tuple(known), today)
        return [*lines, *free], [*known.values(), *rows]

    def _line(self, boards: Sequence[str], percent: str, warned: str) -> str:
        told = self._words.rule["warned_too"] if percent == warned else ""
        line = self._words.rule["limit"].format(percent=percent, board=self._words.names(boards), warned=told)
        if percent == warned or not warned:
            return line
        other = self._words.rule["warned"].format(percent=warned, board=self._words.names(boards))
        return self._words.rule["both"].format(first=line, second=other)

    def _before(self, board: str, today: date) -> tuple[date, str] | None:
        """Since when warned shares have their limit, and which they had before, if another."""
        row = self._rules.percent(board, "ST", today)
        if not isinstance(row, Row) or row.effective_from is None:
            return None
        earlier = self._limit(board, "ST", row.effective_from - timedelta(days=1))
        return (row.effective_from, earlier) if earlier and earlier != row.value else None

    def _free(self, boards: Sequence[str], today: date) -> tuple[list[str], list[Row]]:
        found = {board: self._rules.unlimited_days(board, "new", today) for board in boards}
        known = {board: row for board, row in found.items() if isinstance(row, Row)}
        days = {board: row.value for board, row in known.items()}
        lines = [
            self._words.rule["new"].format(
                days=self._words.first_days(days[group[0]]), board=self._words.names(group)
            )
            for group in grouped(list(known), days)
        ]
        return [*lines, self._words.rule["period"]], list(known.values())

    def _funds(self, today: date) -> tuple[list[str], list[Row]]:
        pairs = [self._rules.of_fund(fund, today) for fund in FUNDS]
        rows = [row for pair in pairs for row in pair if isinstance(row, Row)]
        narrow, wide = pairs[0]
        if not isinstance(narrow, Row) or not isinstance(wide, Row):
            return [], rows
        return [self._words.rule["fund"].format(narrow=narrow.value, wide=wide.value)], rows

    def _limit(self, board: str, status: str, day: date) -> str:
        row = self._rules.percent(board, status, day)
        return row.value if isinstance(row, Row) else ""

    def _told(self, lines: list[str], rows: list[Row]) -> Utterance:
        values = {"lines": "\n".join(lines), "stamp": self._stamp.sign(*rows)}
        return Utterance("utter_limit_rule", values, (self._words.button("ask_new_share_rule"),))

    def _not_known(self) -> Utterance:
        return Utterance("utter_limit_rule_unknown", {}, (self._words.button("ask_limit_rule"),))


class NewShareRule:
    """Answers "新股头几天没有涨跌停吗", "新股涨了三成怎么停了", "临停多长时间"."""

    def __init__(
        self,
        rules: PriceLimits,
        halts: Halts,
        words: LimitsWords,
        stamp: RuleStamp,
        now: Callable[[], datetime],
    ) -> None:
        self._rules = rules
        self._halts = halts
        self._words = words
        self._stamp = stamp
        self._now = now

    async def answer(self, question: Question) -> Answer:
        """The days without a limit, what follows them, and when trading halts."""
        text, today = normalise(question.text), self._now().astimezone(SHANGHAI).date()
        if self._words.is_bond(text):
            return Answer([Utterance("utter_bond_listed")])
        boards = self._words.boards_in(text) or tuple(self._words.boards)
        free, rows = self._free(boards, today)
        halts = {board: self._halts.on(board, today) for board in boards}
        known = {board: halt for board, halt in halts.items() if isinstance(halt, Halt)}
        halting = self._halting(next(iter(known.values()))) if known else []
        told = halting + free if re.search(self._words.halting, text) else free + halting
        rows += [row for halt in known.values() for row in halt.rows]
        values = {"lines": "\n".join(told), "stamp": self._stamp.sign(*rows)}
        return Answer([Utterance("utter_new_share_rule", values, (self._words.button("ask_limit_rule"),))])

    def _free(self, boards: Sequence[str], today: date) -> tuple[list[str], list[Row]]:
        words = self._words.new_share
        found = {
            board: (
                self._rules.unlimited_days(board, "new", today),
                self._rules.percent(board, "normal", today),
            )
            for board in boards
        }
        rows = [row for pair in found.values() for row in pair if isinstance(row, Row)]
        days = {board: row.value for board, (row, _) in found.items() if isinstance(row, Row)}
        limits = {board: row.value for board, (_, row) in found.items() if isinstance(row, Row)}
        lines = [
            words["free"].format(days=self._words.first_days(days[group[0]]), board=self._words.names(group))
            for group in grouped(list(days), days)
        ]
        then = self._words.join.join(
            words["limit"].format(board=self._words.names(group), percent=limits[group[0]])
            for group in grouped(list(limits), limits)
        )
        return [*lines, words["then"].format(limits=then)], rows

    def _halting(self, halt: Halt) -> list[str]:
        words = self._words.new_share
        first = words["halt"].format(
            first=halt.first.value, second=halt.second.value, minutes=halt.minutes.value
        )
        return [first, words["until"].format(latest=halt.latest.value)]
