"""Says what the dated rules of subscribing hold: each response with its rows, and their mark."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Self

from actions.ipo.words import IpoWords
from actions.rule_stamps import RuleStamp
from rules.new_shares import NewShares, Quota
from rules.permissions import Permission, Permissions
from rules.row import Row, Unknown
from rules.subscription import BOND, Subscription

_OWN = frozenset(
    ("hours", "counted", "credit_account", "reuse", "applications", "revocable", "summed", "priority")
)
"""Topics of the table about subscribing; the others stand with the new shares."""
_BAN = ("unpaid_times", "unpaid_within_months", "barred_months")
_VALUE = ("value_ends_before", "value_days", "least_value")

# What each response rests on: a topic of Shanghai's rows, which Shenzhen's equal (a test sees to it),
# or a topic and its market. A placeholder bears the topic's name, with the market where it is another.
RESTS_ON: Mapping[str, tuple[str, ...]] = {
    "utter_ipo_quota": ("unit_value", "unit_shares", "value_ends_before", "value_days"),
    "utter_ipo_quota_rule": ("unit_value", "unit_shares", *_VALUE),
    "utter_ipo_quota_apart": ("least_value",),
    "utter_ipo_quota_counted": ("counted", "credit_account"),
    "utter_ipo_quota_bought": _VALUE,
    "utter_ipo_quota_shared": ("reuse", "applications"),
    "utter_ipo_quota_nothing": ("least_value",),
    "utter_ipo_quota_top": ("cap_share", "unit_shares", "unit_value"),
    "utter_ipo_quota_over": ("unit_shares",),
    "utter_ipo_quota_missing": ("least_value", "value_days"),
    "utter_ipo_steps": ("draw_after", "payment_after", "hours", "hours_SZ"),
    "utter_ipo_hours": ("hours", "hours_SZ", "hours_BJ"),
    "utter_ipo_once": ("applications", "revocable"),
    "utter_ipo_money": ("payment_after",),
    "utter_ipo_amount": ("unit_shares",),
    "utter_ipo_flow": (
        "draw_after", "payment_after", "result_after", "listing_after_from", "listing_after_to",
    ),
    "utter_ipo_refused": ("hours", "unit_shares"),
    "utter_ipo_result": ("payment_after",),
    "utter_ipo_result_when": ("draw_after", "payment_after"),
    "utter_ipo_numbering": ("unit_shares", "draw_after"),
    "utter_ipo_lot": ("unit_shares", "lot_bond"),
    "utter_ipo_chance": ("unit_shares",),
    "utter_ipo_notice": ("payment_after",),
    "utter_ipo_payment": ("payment_after", "unit_shares", "lot_amount_bond", "payment_by"),
    "utter_ipo_payment_partial": _BAN,
    "utter_ipo_payment_funds": ("payment_after",),
    "utter_ipo_payment_after": ("result_after", "listing_after_from", "listing_after_to"),
    "utter_ipo_default": _BAN,
    "utter_ipo_default_end": ("barred_months",),
    "utter_ipo_default_credit": _BAN,
    "utter_ipo_default_summed": (*_BAN, "summed"),
    "utter_ipo_default_late": _BAN,
    "utter_ipo_default_mine": _BAN,
    "utter_ipo_bse": ("unit_shares_BJ", "refund_after_BJ", "hours_BJ", "priority_BJ"),
    "utter_ipo_bse_share": ("unit_shares_BJ", "refund_after_BJ", "hours_BJ"),
    "utter_ipo_bse_refund": ("refund_after_BJ",),
    "utter_ipo_bse_method": ("unit_shares_BJ",),
    "utter_ipo_bse_allotment": ("unit_shares_BJ", "priority_BJ"),
    "utter_bond_amount": (
        "lot_bond", "face_bond", "lot_amount_bond", "most_bond", "payment_after_bond",
    ),
    "utter_bond_steps": (
        "draw_after_bond", "payment_after_bond", "lot_bond", "lot_amount_bond", "hours", "hours_SZ",
    ),
    "utter_bond_difference": ("unit_shares", "lot_amount_bond", "summed"),
    "utter_bond_result": ("payment_after_bond",),
}  # fmt: skip


@dataclass(frozen=True)
class IpoRules:
    """The tables of rules that answers about subscriptions rest on."""

    new_shares: NewShares
    subscription: Subscription
    permissions: Permissions
    words: IpoWords
    stamp: RuleStamp

    @classmethod
    def load(cls, words: IpoWords) -> Self:
        return cls(NewShares.load(), Subscription.load(), Permissions.load(), words, RuleStamp.load())

    def behind(self, response: str, day: date) -> dict[str, Row] | None:
        """The rows that a response rests on, by placeholder; None where one of them is not known."""
        found = {name: self.ask(name, day) for name in RESTS_ON.get(response, ())}
        known = {name: row for name, row in found.items() if isinstance(row, Row)}
        return known if len(known) == len(found) else None

    def ask(self, name: str, day: date) -> Row | Unknown:
        """The row of a topic, in Shanghai where the name ends with no market."""
        topic, _, market = name.rpartition("_")
        if market not in {"SH", "SZ", "BJ", BOND}:
            topic, market = name, "SH"
        own = market == BOND or topic in _OWN
        return (self.subscription if own else self.new_shares).ask(topic, market, day)

    def quota(self, market: str, value: Decimal, day: date, limit: int | None = None) -> Quota | None:
        """What a market value allows; None where it is not by market value."""
        if not self.new_shares.by_market_value(market, day):
            return None
        found = self.new_shares.quota(market, value, day, limit)
        return found if isinstance(found, Quota) else None

    def value_needed(self, market: str, shares: int | None, day: date) -> Decimal | None:
        """The market value that applying for so many shares takes, by the rule."""
        if shares is None or not self.new_shares.by_market_value(market, day):
            return None
        found = self.new_shares.value_needed(market, shares, day)
        return found if isinstance(found, Decimal) else None

    def lot(self, market: str, day: date) -> Row | None:
        """How many shares one winning number is."""
        row = self.new_shares.ask("unit_shares", market, day)
        return row if isinstance(row, Row) else None

    def conditions(self, permission: Permission) -> str:
        """What opening a permission takes, in one line."""
        words, told = self.words.permission, []
        if permission.assets and permission.assets_days:
            assets = self.words.money(permission.assets.number)
            told.append(words["assets"].format(days=permission.assets_days.value, assets=assets))
        if permission.experience and permission.experience.count:
            told.append(words["experience"].format(months=permission.experience.value))
        return words["join"].join(told) or words["unknown"]

    def shown(self, row: Row) -> str:
        """A value as an investor reads it."""
        if row.unit == "yuan":
            return self.words.money(row.number)
        if row.unit == "text":
            return self.words.join.join(self.words.counted.get(each, each) for each in row.value.split())
        return self.words.join.join(row.value.split())
