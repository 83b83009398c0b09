"""Writes issues down in short lines: one in full, several in one line each. Pure."""

from collections.abc import Callable, Sequence
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


class IssueLines:
    """Writes as of a day, on which rules are asked too."""

    def __init__(self, words: IpoWords, rules: IpoRules, today: date) -> None:
        self._words = words
        self._rules = rules
        self._today = today

    def share(self, ipo: Ipo) -> list[str]:
        """One issue in full: title, codes, cap, days, draw; what is not known yet is a dash."""
        lines, words = self._words.lines, self._words
        days = {step: words.short(ipo.on(step), self._today) for step in ("apply_date", "payment_date")}
        return [
            self._title(ipo),
            lines["codes"].format(apply_code=ipo.apply_code or words.none, price=self.price(ipo)),
            self._limit(ipo, "limit"),
            lines["days"].format(apply=days["apply_date"], payment=days["payment_date"]),
            *self.disputed(ipo),
            self._draw(ipo),
        ]

    def lead(self, issue: Ipo | ConvertibleBond, field: str, *, demo: bool) -> list[str]:
        """The one thing that was asked for, before all else that is known."""
        words = self._words
        if field not in words.fields or not hasattr(issue, field):
            return []
        value, name = self._value(getattr(issue, field), field), words.fields[field]
        if value == words.none:
            pattern = words.lead_demo if demo else words.lead_unknown
            return [pattern.format(name=issue.name, field=name)]
        return [words.lead.format(name=issue.name, field=name, value=value)]

    def _value(self, value: Any, field: str) -> str:
        words = self._words
        forms: dict[str, Callable[[], str]] = {
            "price": lambda: words.price(value),
            "winning_rate": lambda: words.rate(value),
            "apply_limit": lambda: words.count(value),
            "issue_pe": lambda: words.none if value is None else f"{value}",
            "apply_code": lambda: value or words.none,
            "tails": lambda: words.join.join(value[: SHOWN * 2]) or words.none,
        }
        return forms.get(field, lambda: words.spoken(value, self._today))()

    def listed(self, ipos: Sequence[Ipo], step: Step, *, dated: bool) -> list[str]:
        """Some issues: with code, price and cap where there is room, else one line each."""
        lines, words = self._words.lines, self._words
        told: list[str] = []
        for ipo in ipos[:SHOWN]:
            day = f"{words.short(ipo.on(step), self._today)}{words.gap}" if dated else ""
            values = {"day": day, "name": ipo.name, "code": ipo.code, "board": words.board(ipo)}
            if step == "apply_date" and len(ipos) == 1 and not dated:
                told += self.share(ipo)[:-1]
            elif step == "apply_date" and len(ipos) <= _DETAILED and not dated:
                told += [self._title(ipo), self._codes(ipo, "detail"), self._limit(ipo, "detail_limit")]
            elif ipo.on(step) is None:
                told += self.undated([ipo])
            elif step == "listing_date":
                told.append(lines["listed"].format(**values))
            else:
                codes = {"apply_code": ipo.apply_code or words.none, "price": self.price(ipo)}
                told.append(lines["compact"].format(**values, **codes))
        return told + self._more(len(ipos))

    def undated(self, ipos: Sequence[Ipo]) -> list[str]:
        """Issues whose days are not announced."""
        words = self._words
        return [
            words.lines["undated"].format(
                name=ipo.name, apply_code=ipo.apply_code or words.none, board=words.board(ipo)
            )
            for ipo in ipos
        ]

    def bond(self, bond: ConvertibleBond) -> list[str]:
        """One bond in full."""
        lines, words = self._words.lines, self._words
        stock = f"{bond.stock_name}{bond.stock_code}" or words.none
        codes = {"apply_code": bond.apply_code or words.none, "price": words.price(bond.conversion_price)}
        days = {"apply": words.short(bond.apply_date, self._today)}
        days |= {"result": words.short(bond.result_date, self._today)}
        listing, rate = words.short(bond.listing_date, self._today), words.rate(bond.winning_rate)
        told = [
            lines["bond_title"].format(name=bond.name, code=bond.code, stock=stock),
            lines["bond_codes"].format(**codes),
            lines["bond_days"].format(**days),
            lines["bond_listing"].format(listing=listing, rate=rate),
        ]
        return told + self.tails(bond.tails)

    def bonds(self, bonds: Sequence[ConvertibleBond], *, listed: bool, dated: bool) -> list[str]:
        """Some bonds, one line each."""
        words, told = self._words, []
        for bond in bonds[:SHOWN]:
            on = bond.listing_date if listed else bond.apply_date
            day = f"{words.short(on, self._today)}{words.gap}" if dated else ""
            pattern = words.lines["bond_listed" if listed else "bond"]
            code = {"apply_code": bond.apply_code or words.none, "code": bond.code}
            told.append(pattern.format(day=day, name=bond.name, **code))
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

    def price(self, ipo: Ipo) -> str:
        return self._words.price(ipo.price)

    def _title(self, ipo: Ipo) -> str:
        return self._words.lines["title"].format(name=ipo.name, code=ipo.code, board=self._words.board(ipo))

    def _codes(self, ipo: Ipo, pattern: str) -> str:
        code = ipo.apply_code or self._words.none
        return self._words.lines[pattern].format(apply_code=code, price=self.price(ipo))

    def _limit(self, ipo: Ipo, pattern: str) -> str:
        """The cap, and what applying for all of it takes: market value by the rule, in Beijing money."""
        words, limit = self._words, self._words.count(ipo.apply_limit)
        if ipo.exchange == "BJ":
            cash = ipo.price * Decimal(ipo.apply_limit) if ipo.price and ipo.apply_limit else None
            return words.lines[f"{pattern}_cash"].format(limit=limit, value=words.money(cash))
        needed = ipo.value_needed or self._rules.value_needed(ipo.exchange, ipo.apply_limit, self._today)
        market = words.markets[ipo.exchange]
        return words.lines[pattern].format(limit=limit, market=market, value=words.money(needed))

    def _draw(self, ipo: Ipo) -> str:
        listing, rate = self._words.short(ipo.listing_date, self._today), self._words.rate(ipo.winning_rate)
        return self._words.lines["draw_listing"].format(rate=rate, listing=listing)

    def _more(self, count: int) -> list[str]:
        return [self._words.lines["more"].format(count=count - SHOWN)] if count > SHOWN else []
