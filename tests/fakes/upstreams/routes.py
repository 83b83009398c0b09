"""Who stands in for which address of the sources of facts; each house and feature has a file of its own."""

from tests.fakes.upstreams import exchange_margins, press
from tests.fakes.upstreams.asked import Route

ROUTES: tuple[Route, ...] = (
    *exchange_margins.ROUTES,
    *press.ROUTES,
)
