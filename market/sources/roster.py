"""All live sources in order of trust, what they hold open together, and whether any is there."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime

from market.errors import SourceFailed
from market.securities import Security
from market.session import Session
from market.sources.akshare_quotes import AkshareQuotes
from market.sources.eastmoney import HOST as EASTMONEY
from market.sources.eastmoney import EastMoney
from market.sources.lines import Lines
from market.sources.sina import Sina
from market.sources.source import Source
from market.sources.tencent import Tencent

log = logging.getLogger(__name__)

_PROBED = Security(code="000001", exchange="SH", kind="index", board="", name="上证指数")


class Roster:
    """Tencent, Sina, East Money, akshare. The last two are of one house and share one pace."""

    def __init__(self, lines: Lines, session: Session, now: Callable[[], datetime]) -> None:
        pace = lines.houses.pace(EASTMONEY)
        self._direct: tuple[Source, ...] = (
            Tencent(lines.client),
            Sina(lines.client),
            EastMoney(lines.client, pace),
        )
        self.sources: tuple[Source, ...] = (
            *self._direct,
            AkshareQuotes(lines.akshare, pace, session, now),
        )

    async def any_answers(self, within: float = 3.0) -> bool:
        """Whether a source answers one cheap question within so many seconds; all are asked at once."""
        probes = [asyncio.create_task(_answers(source)) for source in self._direct]
        try:
            for outcome in asyncio.as_completed(probes, timeout=within):
                if await outcome:
                    return True
        except TimeoutError:
            log.warning("no quote source answers within %s s", within)
        finally:
            for probe in probes:
                probe.cancel()
            await asyncio.gather(*probes, return_exceptions=True)
        return False


async def _answers(source: Source) -> bool:
    try:
        return bool((await source.fetch([_PROBED])).rows)
    except SourceFailed as failure:
        log.warning("quote source does not answer: %s", failure)
        return False
