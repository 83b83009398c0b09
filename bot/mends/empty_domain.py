"""Mend: ask once whether a domain is empty.

What: `Domain.is_empty`, asked for every message, makes an empty domain and writes both out to compare them.
Why: 4 % of a turn's CPU. A loaded domain does not change, so its answer is kept with it.
Guard: tests/unit/bot/mends/test_empty_domain.py
"""

from rasa.shared.core.domain import Domain

from bot.mends.mend import Mend

ORIGINAL = Domain.is_empty


def is_empty(domain: Domain) -> bool:
    kept: dict[str, bool] = vars(domain)
    if "_is_empty" not in kept:
        kept["_is_empty"] = ORIGINAL(domain)
    return kept["_is_empty"]


MEND = Mend(
    owner=Domain,
    name="is_empty",
    original=ORIGINAL,
    replacement=is_empty,
    leans_on=(Domain.is_empty,),
    shape="884be90ef485f1d2",
)
