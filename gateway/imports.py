"""Tables of holdings that investors send as files, on their way to the task that shows and keeps them."""

import asyncio

from actions.holdings.intake import NAME
from actions.tasks.task import INTENT
from actions.utterance import payload
from channels.attachments import Fetching
from channels.files import TABLE, WORKBOOK, Files
from conversations.errors import StoreUnavailable
from conversations.hearing import Spoken
from customers.errors import ImportRefused
from customers.importing import Table, decode, read_table
from customers.packing import pack
from gateway.spreadsheets import Spreadsheets

FETCHED_WITHIN = 20.0  # seconds until the file is here; it is fetched in the background all the same


class Imports:
    """The port `Reading` of conversations."""

    def __init__(self, fetching: Fetching, files: Files, within: float = FETCHED_WITHIN) -> None:
        self._fetching = fetching
        self._files = files
        self._within = within
        self._spreadsheets = Spreadsheets()

    async def read(self, sent: Spoken) -> str | None:
        """What a button of the task would say; None for a file that is no table or is not here in time."""
        try:
            async with asyncio.timeout(self._within):
                media = await self._fetching.have(sent.conversation_id, sent.seq)
        except (TimeoutError, StoreUnavailable):  # it comes later, for staff; the investor is told what to do
            return None
        mime = media.get("mime")
        content = await self._files.read(str(media.get("file"))) if mime in (TABLE, WORKBOOK) else None
        if content is None:
            return None
        table = await (self._spreadsheets.table if mime == WORKBOOK else _text_table)(content)
        return payload(INTENT, task=NAME, choice=f"file {pack(table)}") if table else None


async def _text_table(content: bytes) -> Table | None:
    try:
        return await asyncio.to_thread(lambda: read_table(decode(content)))
    except ImportRefused:  # what was kept as a table is a text; nobody else writes to the folder
        return None
