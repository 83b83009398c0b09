"""Answers how many new shares a market value allows to apply for, and how that value is counted."""

from collections.abc import Mapping, Sequence
from datetime import date

from actions.features import Answer
from actions.identify import Identifier
from actions.ipo.lists import Seen
from actions.ipo.money import Holding, holdings
from actions.ipo.reading import Read
from actions.ipo.speech import ABOUT, IpoSpeech, as_security, kept
from actions.ipo.traded import applied_for
from actions.question import Question
from actions.utterance import Button, Utterance
from market.ipo import Ipo
from market.securities import Exchange
from rules.new_shares import Quota
from rules.row import Row

_GUIDES = {
    "counted": "utter_ipo_quota_counted",
    "shared": "utter_ipo_quota_shared",
    "apart": "utter_ipo_quota_apart",
    "nothing": "utter_ipo_quota_nothing",
    "over": "utter_ipo_quota_over",
    "none_left": "utter_ipo_quota_missing",
}
_BY_VALUE = ("SH", "SZ")
_SHOWN = 3
_HELD = "ipo_held"
"""The detail that says which value was reckoned with."""


class IpoQuota:
    """Answers "我有12万沪市市值能申购多少", "没有深市股票能打深市新股吗", "市值是看哪天的"."""

    def __init__(self, speech: IpoSpeech, identifier: Identifier) -> None:
        self._speech = speech
        self._identifier = identifier

    async def answer(self, question: Question) -> Answer:
        """What a stated value allows; else what the words ask; else the rule and the question for a value."""
        read = Read.of(question, self._speech.words)
        key, held = self._speech.words.asked("quota", read.text), _held(read)
        if key == "bought":
            return Answer([self._bought()])
        if key in _GUIDES and (not held or key in {"counted", "over"}):
            return Answer([self._speech.told(_GUIDES[key], self._buttons)])
        seen = await self._speech.lists.shares()
        found = read.shares(seen.issues) or _spoken_of(read, held, seen)
        if held:
            cash = self._cash(found, read, held, seen)
            return cash or self._reckoned(held[:_SHOWN], found, seen, read)
        if found and key in {"top", ""}:
            return self._needed(found[0], seen)
        listed = applied_for(question, self._identifier, self._speech)
        return listed or Answer([self._top(seen) if key == "top" else self._rule()])

    def _cash(
        self, found: Sequence[Ipo], read: Read, held: Sequence[Holding], seen: Seen[Ipo]
    ) -> Answer | None:
        """That money is all that Beijing takes, where its issue or its way is spoken of; else None."""
        if found:
            return self._speech.beijing(found[0], seen) if found[0].exchange == "BJ" else None
        if read.question.thread != "ask_ipo_bse" or _placed(read, held):
            return None
        return Answer([self._speech.told("utter_ipo_bse_method", self._buttons)])

    def _reckoned(self, held: Sequence[Holding], found: Sequence[Ipo], seen: Seen[Ipo], read: Read) -> Answer:
        """Exactly what the figures in the message allow; nothing is assumed of the rest."""
        ipo = found[0] if found else None
        meant = {} if ipo else read.meant
        lines: list[str] = []
        rows: list[Row] = []
        for each in held:
            if each.market and meant and each.market not in meant.values():
                lines += self._elsewhere(each.market, meant)
                continue
            quotas = self._quotas(each, ipo)
            rows += [row for quota in quotas.values() for row in quota.rows]
            lines += self._lines(each, quotas, ipo)
        facts, told = seen.signed_by(ipo) if ipo else (), "\n".join(dict.fromkeys(lines))
        utterance = self._speech.told("utter_ipo_quota", self._buttons, facts, rows, lines=told)
        details = {_HELD: str(held[0].value)} if len(held) == 1 else {}
        if ipo is None:
            return Answer([utterance], details=details)
        return Answer([utterance], shown=(as_security(ipo),), details=details | kept(ipo))

    def _elsewhere(self, held: Exchange, meant: Mapping[str, Exchange]) -> list[str]:
        """That a value in one market is of no use for the boards of another."""
        words = self._speech.words
        return [
            words.quota["other_board" if market in _BY_VALUE else "cash"].format(
                board=board, held=words.markets[held], market=words.markets[market]
            )
            for board, market in meant.items()
        ]

    def _quotas(self, held: Holding, ipo: Ipo | None) -> dict[str, Quota]:
        """By market: the one that is named, that of the issue, or both that go by value."""
        of_issue = ipo.exchange if ipo else None
        markets = [held.market or of_issue] if held.market or of_issue else list(_BY_VALUE)
        found = {}
        for market in markets:
            limit = ipo.apply_limit if ipo and market == of_issue else None
            quota = self._speech.rules.quota(str(market), held.value, self._speech.today, limit)
            if quota is not None:
                found[str(market)] = quota
        return found

    def _lines(self, held: Holding, quotas: dict[str, Quota], ipo: Ipo | None) -> list[str]:
        words, value = self._speech.words, self._speech.words.money(held.value)
        if not quotas:
            market = held.market or (ipo.exchange if ipo else "BJ")
            return [words.quota["cash"].format(market=words.markets[market])]
        if len(quotas) > 1 and len({(each.units, each.shares) for each in quotas.values()}) == 1:
            return [self._line(next(iter(quotas.values())), "", value)]
        lines = [self._line(quota, words.markets[market], value) for market, quota in quotas.items()]
        return lines + (self._of_issue(held, quotas, ipo) if ipo else [])

    def _line(self, quota: Quota, market: str, value: str) -> str:
        """One market, or both where `market` is ""."""
        key = "line" if quota.enough else "too_little"
        key = key if market else {"line": "both", "too_little": "too_little_both"}[key]
        least = self._speech.words.money(quota.rows[2].number)
        return self._speech.words.quota[key].format(
            market=market, value=value, units=quota.units, shares=quota.shares, least=least
        )

    def _of_issue(self, held: Holding, quotas: dict[str, Quota], ipo: Ipo) -> list[str]:
        """How a named issue bounds it."""
        words, quota = self._speech.words, quotas.get(ipo.exchange)
        values = {"name": ipo.name, "market": words.markets[ipo.exchange]}
        if quota is None:
            return [words.quota["other_market"].format(**values)]
        if quota.capped:
            return [words.quota["capped"].format(**values, limit=ipo.apply_limit, shares=quota.shares)]
        return []

    def _needed(self, ipo: Ipo, seen: Seen[Ipo]) -> Answer:
        """What applying for all of an issue takes."""
        if ipo.exchange == "BJ":
            return self._speech.beijing(ipo, seen)
        told = self._speech.share(ipo, seen, "", "payment")
        return Answer([told], shown=(as_security(ipo),), details=kept(ipo))

    def _top(self, seen: Seen[Ipo]) -> Utterance:
        """What the cap is, with the issues of the coming days."""
        words, today = self._speech.words, self._speech.today
        coming = [ipo for ipo in seen.issues if ipo.apply_date is not None and ipo.apply_date >= today]
        lines = []
        for ipo in sorted(coming, key=lambda each: each.apply_date or date.max)[:_SHOWN]:
            needed = self._speech.rules.value_needed(ipo.exchange, ipo.apply_limit, today)
            if needed is not None:
                market, value = words.markets[ipo.exchange], words.money(needed)
                values = {"name": ipo.name, "limit": ipo.apply_limit, "market": market, "value": value}
                lines.append(words.quota["need"].format(**values))
        told = "\n".join(lines) or words.quota["no_issue"]
        return self._speech.told("utter_ipo_quota_top", self._buttons, seen.facts, lines=told)

    def _rule(self) -> Utterance:
        """The rule, with the days that would be counted for the next application."""
        days, today = self._speech.market.session.days, self._speech.today
        counted, before = (self._count(name) for name in ("value_days", "value_ends_before"))
        applied = today if today in days else days.after(today)
        last = applied
        for _ in range(before):
            last = days.before(last)
        first = last
        for _ in range(counted - 1):
            first = days.before(first)
        example, start, end = (self._speech.words.short(day, today) for day in (applied, first, last))
        return self._speech.told(
            "utter_ipo_quota_rule", self._buttons, example=example, first=start, last=end
        )

    def _bought(self) -> Utterance:
        """From which application on a share bought today counts."""
        days, day = self._speech.market.session.days, self._speech.today
        day = day if day in days else days.after(day)
        for _ in range(self._count("value_ends_before")):
            day = days.after(day)
        counts_from = self._speech.words.spoken(day, self._speech.today)
        return self._speech.told("utter_ipo_quota_bought", self._buttons, counts_from=counts_from)

    def _count(self, name: str) -> int:
        row = self._speech.rules.ask(name, self._speech.today)
        return row.count if isinstance(row, Row) else 0

    @property
    def _buttons(self) -> tuple[Button, ...]:
        return self._speech.buttons("calendar", "permission")


def _held(read: Read) -> tuple[Holding, ...]:
    """The values that are stated, or that of the turn before for the market that is named now."""
    before = read.question.details.get(_HELD, "")
    return holdings(read.text) or (holdings(f"{read.text}{before}元") if before else ())


def _placed(read: Read, held: Sequence[Holding]) -> bool:
    """Whether a market or a board is named."""
    return bool(read.meant) or any(each.market for each in held)


def _spoken_of(read: Read, held: Sequence[Holding], seen: Seen[Ipo]) -> list[Ipo]:
    """The issue of the answer before, for a value of which no more is said."""
    about = "" if not held or _placed(read, held) else read.question.thread_details.get(ABOUT, "")
    return [ipo for ipo in seen.issues if about and ipo.code == about]
