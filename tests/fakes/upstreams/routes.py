"""Who stands in for which address of the sources of facts; each house and feature has a file of its own."""

from tests.fakes.upstreams import (
    baidu_suspensions,
    boards,
    cninfo_announcements,
    cninfo_company,
    cninfo_ipo,
    eastmoney_announcements,
    eastmoney_company,
    eastmoney_ipo,
    eastmoney_risk,
    exchange_delisted,
    exchange_margins,
    funds,
    market_values,
    press,
    sina_company,
    sina_unlocks,
    ths_company,
    ths_ipo,
)
from tests.fakes.upstreams.asked import Route

ROUTES: tuple[Route, ...] = (
    *baidu_suspensions.ROUTES,
    *boards.ROUTES,
    *cninfo_announcements.ROUTES,
    *cninfo_company.ROUTES,
    *eastmoney_company.ROUTES,
    *market_values.ROUTES,
    *sina_company.ROUTES,
    *ths_company.ROUTES,
    *eastmoney_announcements.ROUTES,
    *eastmoney_risk.ROUTES,
    *exchange_delisted.ROUTES,
    *sina_unlocks.ROUTES,
    *cninfo_ipo.ROUTES,
    *eastmoney_ipo.ROUTES,
    *ths_ipo.ROUTES,
    *exchange_margins.ROUTES,
    *funds.ROUTES,
    *press.ROUTES,
)
