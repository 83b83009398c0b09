"""Reckons what buying or redeeming a fund comes to: by what is said, else by the fund's own figures."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from actions import figures
from actions.fund.deal import FundDeal, FundDealWords
from actions.market_port import AskedMarket
from actions.rule_stamps import RuleStamp
from actions.utterance import Utterance
from market.facts import known
from market.funds import FUND_FEES, FUND_NAV, FeeStep
from market.session import SHANGHAI
from rules.fund_deals import purchase, redemption
from rules.fund_redemption import FundRedemption
from rules.fund_terms import FundTerms, clock, days_after
from rules.row import Row, Unknown


@dataclass(frozen=True)
class Fee:
    """A rate or a fee for the order, and how it is told; `row` is the rule that says it, where one does."""

    told: str
    percent: Decimal = Decimal(0)
    yuan: Decimal | None = None
    row: Row | None = None


@dataclass(frozen=True)
class FundDealing:
    """Joins market, rules and words."""

    market: AskedMarket
    terms: FundTerms
    least: FundRedemption
    words: FundDealWords
    stamp: RuleStamp

    async def answer(self, deal: FundDeal) -> Utterance:
        """The sums, or what is still to be said."""
        (nav, told), fee = await asyncio.gather(self._nav(deal), self._fee(deal))
        missing = [] if nav else [self.words.missing["nav"]]
        missing += [] if fee else [self.words.missing["fee" if deal.side == "buy" else "held"]]
        if nav is None or fee is None:
            return Utterance("utter_fund_deal_missing", {"missing": self.words.join.join(missing)})
        try:
            sums = self._bought(deal, nav, fee) if deal.side == "buy" else self._redeemed(deal, nav, fee)
        except ValueError:  # the fee takes all of it, or it is less than a cent
            return Utterance("utter_fund_deal_nothing")
        dates, rows = self._dates(deal)
        rows = [*rows, *([fee.row] if fee.row else [])]
        values = {"fee": fee.told, "nav": told, "nav_value": figures.plain(nav), "dates": dates}
        response = "utter_fund_purchase" if deal.side == "buy" else "utter_fund_redemption"
        return Utterance(response, sums | values | {"stamp": self.stamp.sign(*rows)})

    def _bought(self, deal: FundDeal, nav: Decimal, fee: Fee) -> dict[str, str]:
        found = purchase(deal.quantity, nav, percent=fee.percent, yuan=fee.yuan)
        amount, how = figures.plain(deal.quantity), self.words.net_over
        if fee.yuan is not None:
            how = self.words.net_less
        paid = {"percent": figures.plain(fee.percent), "yuan": figures.plain(fee.yuan or Decimal(0))}
        return {
            "amount": amount,
            "net": f"{found.net:f}",
            "net_how": how.format(amount=amount, **paid),
            "cost": f"{found.fee:f}",
            "units": f"{found.units:f}",
        }

    def _redeemed(self, deal: FundDeal, nav: Decimal, fee: Fee) -> dict[str, str]:
        found = redemption(deal.quantity, nav, percent=fee.percent)
        return {
            "units": figures.plain(deal.quantity),
            "worth": f"{found.worth:f}",
            "cost": f"{found.fee:f}",
            "paid": f"{found.paid:f}",
            "most": self.words.most if fee.row else "",
        }

    async def _nav(self, deal: FundDeal) -> tuple[Decimal | None, str]:
        """The value of a unit, and whose word it is."""
        if deal.nav is not None:
            return deal.nav, self.words.nav_told.format(nav=figures.plain(deal.nav))
        fact = known(await self.market.facts.get(FUND_NAV, deal.code)) if deal.code else None
        if fact is None or fact.value.nav is None:
            return None, ""
        nav, day = fact.value.nav, fact.value.day.isoformat()
        return nav, self.words.nav_known.format(nav=figures.plain(nav), day=day, source=fact.source)

    async def _fee(self, deal: FundDeal) -> Fee | None:
        """As it is said; else by the fund's own table; else, to redeem, the least that the rule asks."""
        if deal.each is not None and deal.side == "buy":
            return Fee(self.words.order_fee.format(yuan=figures.plain(deal.each)), yuan=deal.each)
        if deal.percent is not None:
            return self._discounted(deal.percent, deal.discount)
        fact = known(await self.market.facts.get(FUND_FEES, deal.code)) if deal.code else None
        if fact is not None:
            steps = fact.value.purchase if deal.side == "buy" else fact.value.redemption
            at = deal.quantity if deal.side == "buy" else deal.held
            if found := _step(steps, None if at is None else Decimal(at)):
                return self._of_fund(found, deal.discount)
        return self._lawful(deal)

    def _discounted(self, percent: Decimal, discount: Decimal | None) -> Fee:
        if discount is None:
            return Fee(self.words.percent_fee.format(percent=figures.plain(percent)), percent)
        paid = percent * discount / 10
        values = {"percent": figures.plain(paid), "whole": figures.plain(percent)}
        return Fee(self.words.discounted.format(**values, tenths=figures.plain(discount)), paid)

    def _of_fund(self, step: FeeStep, discount: Decimal | None) -> Fee:
        if step.yuan is not None:
            told = self.words.order_fee.format(yuan=figures.plain(step.yuan))
            return Fee(self.words.fund_fee.format(fee=told), yuan=step.yuan)
        percent = step.percent or Decimal(0)
        if discount is not None:
            return self._discounted(percent, discount)
        told = self.words.percent_fee.format(percent=figures.plain(percent))
        return Fee(self.words.fund_fee.format(fee=told), percent)

    def _lawful(self, deal: FundDeal) -> Fee | None:
        found = self.least.least(self._now().date())
        if deal.side == "buy" or deal.held is None or isinstance(found, Unknown):
            return None
        bound = next((each for each in found if deal.held < each.days), None)
        if bound is None:
            return Fee(self.words.free_fee, row=found[-1].row)
        percent = figures.plain(bound.row.number)
        told = self.words.least_fee.format(percent=percent, days=bound.days)
        return Fee(told, bound.row.number, row=bound.row)

    def _dates(self, deal: FundDeal) -> tuple[str, list[Row]]:
        """For which day it counts now, when it is confirmed or paid; "" where a rule is not known."""
        now = self._now()
        cutoff = self.terms.cutoff(now.date())
        after = self.terms.confirmed_after if deal.side == "buy" else self.terms.paid_after
        term = after(deal.kind, now.date())
        if isinstance(cutoff, Unknown) or isinstance(term, Unknown):
            return "", []
        days = self.market.days
        counts = now.date() if now.date() in days and now.time() < clock(cutoff) else days.after(now.date())
        first, last = (self._after(counts, many) for many in days_after(term))
        said = self.words.counts.format(day=figures.day(counts, now))
        foreseen = self.words.foreseen if days.certainty(last) != "official" else ""
        return said + self._then(deal, term, first, last, now) + foreseen, [cutoff, term]

    def _then(self, deal: FundDeal, term: Row, first: date, last: date, now: datetime) -> str:
        if deal.side == "buy":
            return self.words.confirmed.format(day=figures.day(first, now), term=term.value)
        pattern = self.words.paid if first != last else self.words.paid_on
        kind = self.words.kind_names[deal.kind]
        told = {"first": figures.day(first, now), "last": figures.day(last, now)}
        return pattern.format(kind=kind, term=term.value, **told)

    def _after(self, day: date, many: int) -> date:
        for _ in range(many):
            day = self.market.days.after(day)
        return day

    def _now(self) -> datetime:
        return self.market.now().astimezone(SHANGHAI)


def _step(steps: Sequence[FeeStep], at: Decimal | None) -> FeeStep | None:
    """The step for so much money or so many days."""
    if at is None:
        return steps[0] if len(steps) == 1 else None
    fits = (each for each in steps if (each.low or 0) <= at and (each.high is None or at < each.high))
    return next(fits, None)
