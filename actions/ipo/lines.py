"""Writes issues down in short lines: one in full, several in one line each. Pure."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from actions.ipo.rules import IpoRules
from actions.ipo.words import IpoWords
from market.convertible_bonds import ConvertibleBond
from market.ipo import Ipo, Step

SHOWN = 5
"""Lines of a list; what is beyond is counted."""
_DETAILED = 2
_ROWS = (
    ("apply_code", "price"),
    ("apply_limit", "value_needed", "cash_needed"),
    ("apply_date", "payment_date"),
    ("winning_rate", "listing_date"),
)
_BOND_ROWS = (
    ("apply_code", "conversion_price"),
    ("apply_date", "result_date"),
    ("listing_date", "winning_rate"),
)


class IssueLines:
    """Writes as of a day, on which rules are asked too; `over` says that its applications have ended."""

    def __init__(self, words: IpoWords, rules: IpoRules, today: date, *, over: bool = False) -> None:
        self._words = words
        self._rules = rules
        self._today = today
        self._over = over

    def share(self, ipo: Ipo, *, demo: bool = False) -> list[str]:
        """One issue in full: title, codes, cap, days, draw; last what is not known but could be."""
        told = {
            "apply_code": ipo.application_code,
            "price": self._known(ipo, "price"),
            **self._cap(ipo),
            "apply_date": self._apply(ipo),
            "payment_date": self._known(ipo, "payment_date") if ipo.exchange != "BJ" else None,
            "winning_rate": self._known(ipo, "winning_rate") or ("" if self._is_drawn(ipo) else None),
            "listing_date": self._known(ipo, "listing_date") or ("" if self._is_drawn(ipo) else None),
        }
        rows = (self._row(told, *names) for names in _ROWS)
        lacking = [name for name, value in told.items() if value == "" and not _is_foreign(name, ipo)]
        lines = [self._title(ipo), *(row for row in rows if row), *self.disputed(ipo)]
        return lines + self._lacking(lacking, demo=demo)

    def _lacking(self, fields: Sequence[str], *, demo: bool) -> list[str]:
        """What could be known and is not."""
        names = self._words.join.join(self._words.fields[name] for name in fields)
        pattern = self._words.lines["lacking_demo" if demo else "lacking"]
        return [pattern.format(fields=names)] if names else []

    def _is_drawn(self, ipo: Ipo) -> bool:
        """Whether the day of its result has come, as far as its days are known."""
        day = self._of(ipo, "result_date") or ipo.apply_date
        return day is None or day <= self._today

    def _row(self, told: Mapping[str, str | None], *names: str) -> str:
        """What is known of some fields, side by side."""
        known = ((name, told.get(name)) for name in names)
        return self._words.gap.join(
            self._words.lines[name].format(value=value) for name, value in known if value
        )

    def _known(self, issue: Ipo | ConvertibleBond, field: str) -> str:
        """A field in words, "" where it is not known."""
        value = getattr(issue, field)
        if isinstance(value, date):
            return self._words.short(value, self._today)
        return "" if value in (None, "", ()) else self._value(value, field)

    def _apply(self, issue: Ipo | ConvertibleBond) -> str:
        """The day of application, and that it is over."""
        return self._known(issue, "apply_date") + self._ended(issue.apply_date)

    def _ended(self, day: date | None) -> str:
        ended = day is not None and (day < self._today or (day == self._today and self._over))
        return self._words.lines["ended"] if ended else ""

    def _cap(self, ipo: Ipo) -> dict[str, str | None]:
        """The cap, and what applying for all of it takes: market value by the rule, in Beijing money."""
        words = self._words
        limit = words.count(ipo.apply_limit) if ipo.apply_limit else ""
        if ipo.exchange == "BJ":
            cash = ipo.price * Decimal(ipo.apply_limit) if ipo.price and ipo.apply_limit else None
            return {"apply_limit": limit, "cash_needed": words.money(cash) if cash else None}
        needed = ipo.value_needed or self._rules.value_needed(ipo.exchange, ipo.apply_limit, self._today)
        value = f"{words.markets[ipo.exchange]}{words.lines['market_value']} {words.money(needed)}"
        return {"apply_limit": limit, "value_needed": value if needed else None}

    def lead(self, issue: Ipo | ConvertibleBond, field: str, *, demo: bool) -> list[str]:
        """The one thing that was asked for, before all else that is known."""
        words = self._words
        if field not in words.fields or not hasattr(issue, field):
            return []
        value, name = self._value(self._of(issue, field), field), words.fields[field]
        if value == words.none:
            pattern = words.lead_demo if demo else words.lead_unknown
            return [pattern.format(name=issue.name, field=name)]
        if field == "apply_date":
            value += self._ended(issue.apply_date)
        return [words.lead.format(name=issue.name, field=name, value=value)]

    @staticmethod
    def _of(issue: Ipo | ConvertibleBond, field: str) -> Any:
        """A field of an issue; the result of a draw comes on the day of payment where no other is known."""
        if field == "result_date" and isinstance(issue, Ipo):
            return issue.result_date or (issue.payment_date if issue.exchange != "BJ" else None)
        return (
            issue.application_code
            if field == "apply_code" and isinstance(issue, Ipo)
            else getattr(issue, field)
        )

    def _value(self, value: Any, field: str) -> str:
        words = self._words
        forms: dict[str, Callable[[], str]] = {
            "price": lambda: words.price(value),
            "winning_rate": lambda: words.rate(value),
            "apply_limit": lambda: words.count(value),
            "conversion_price": lambda: words.price(value),
            "rating": lambda: value or words.none,
            "stock_name": lambda: value or words.none,
            "allotment_code": lambda: value or words.none,
            "issue_pe": lambda: words.none if value is None else f"{value}",
            "apply_code": lambda: value or words.none,
            "tails": lambda: words.join.join(value[: SHOWN * 2]) or words.none,
        }
        return forms.get(field, lambda: words.spoken(value, self._today))()

    def listed(self, ipos: Sequence[Ipo], step: Step, *, dated: bool) -> list[str]:
        """Some issues: with code, price and cap where there is room, else one line each."""
        told: list[str] = []
        for ipo in ipos[:SHOWN]:
            if step == "apply_date" and len(ipos) == 1 and not dated:
                told += self.share(ipo)
            elif step == "apply_date" and len(ipos) <= _DETAILED and not dated:
                told += self.share(ipo)[: _DETAILED + 1]
            elif ipo.on(step) is None:
                told += self.undated([ipo])
            else:
                told.append(self._compact(ipo, step, dated=dated))
        return told + self._more(len(ipos))

    def _compact(self, ipo: Ipo, step: Step, *, dated: bool) -> str:
        """One line: the day, the code that this step takes, and what else there is room for."""
        words, lines = self._words, self._words.lines
        day = f"{words.short(ipo.on(step), self._today)}{words.gap}" if dated else ""
        values = {"day": day, "name": ipo.name, "code": ipo.code, "board": words.board(ipo)}
        if step == "listing_date":
            return lines["listed"].format(**values)
        if ipo.application_code:
            values["code"] = ipo.application_code
        elif step == "apply_date":
            values["code"] = lines["share_code"].format(code=ipo.code)
        price = f" {words.price(ipo.price)}" if ipo.price else ""
        return (
            lines["listed"].format(**values)
            + price
            + (self._ended(ipo.apply_date) if step == "apply_date" else "")
        )

    def sampled(self, ipos: Sequence[Ipo]) -> list[str]:
        """Issues of a sample with the day on which they are listed."""
        pattern, told = self._words.lines["listing_on"], []
        for ipo in ipos[:SHOWN]:
            day = self._known(ipo, "listing_date")
            line = self._compact(ipo, "listing_date", dated=False)
            told += [line + pattern.format(day=day)] if day else self.undated([ipo])
        return told + self._more(len(ipos))

    def undated(self, ipos: Sequence[Ipo]) -> list[str]:
        """Issues of which no day is known."""
        words = self._words
        return [
            words.lines["undated"].format(
                name=ipo.name, apply_code=ipo.application_code or ipo.code, board=words.board(ipo)
            )
            for ipo in ipos
        ]

    def bond(self, bond: ConvertibleBond, *, demo: bool = False) -> list[str]:
        """One bond in full; last what is not known."""
        lines = self._words.lines
        told: dict[str, str | None] = {
            "apply_code": bond.apply_code,
            "conversion_price": self._known(bond, "conversion_price"),
            "apply_date": self._apply(bond),
            "result_date": self._known(bond, "result_date"),
            "listing_date": self._known(bond, "listing_date"),
            "winning_rate": self._known(bond, "winning_rate"),
        }
        stock = lines["stock"].format(stock=f"{bond.stock_name}{bond.stock_code}") if bond.stock_name else ""
        rows = (self._row(told, *names) for names in _BOND_ROWS)
        return [
            lines["bond_title"].format(name=bond.name, code=bond.code, stock=stock).strip(),
            *(row for row in rows if row),
            *self.tails(bond.tails),
            *self._lacking([name for name, value in told.items() if not value], demo=demo),
        ]

    def bonds(self, bonds: Sequence[ConvertibleBond], *, listed: bool, dated: bool) -> list[str]:
        """Some bonds, one line each."""
        words, told = self._words, []
        for bond in bonds[:SHOWN]:
            on = bond.listing_date if listed else bond.apply_date
            day = f"{words.short(on, self._today)}{words.gap}" if dated else ""
            pattern = words.lines["bond_listed" if listed else "bond"]
            code = bond.code if listed else bond.apply_code or words.none
            told.append(
                pattern.format(day=day, name=bond.name, code=code) + ("" if listed else self._ended(on))
            )
        return told + self._more(len(bonds))

    def tails(self, tails: Sequence[str]) -> list[str]:
        """The winning last digits, as many as a line holds."""
        if not tails:
            return []
        shown = self._words.join.join(tails[: SHOWN * 2])
        more = self._words.lines["more"].format(count=len(tails)) if len(tails) > SHOWN * 2 else ""
        return [self._words.lines["tails"].format(tails=f"{shown} {more}".strip())]

    def disputed(self, ipo: Ipo) -> list[str]:
        """On what two sources differ."""
        fields = [self._words.fields[name] for name in sorted(ipo.disputed)]
        return [self._words.lines["disputed"].format(fields=self._words.join.join(fields))] if fields else []

    def _title(self, ipo: Ipo) -> str:
        return self._words.lines["title"].format(name=ipo.name, code=ipo.code, board=self._words.board(ipo))

    def _more(self, count: int) -> list[str]:
        return [self._words.lines["more"].format(count=count - SHOWN)] if count > SHOWN else []


def _is_foreign(field: str, ipo: Ipo) -> bool:
    """Whether an issue has no such thing: nothing is drawn in Beijing."""
    return field == "winning_rate" and ipo.exchange == "BJ"
