"""Buttons of the desk that are pressed while people have a conversation; the bot's turns obey the others."""

from conversations import owners_sql
from conversations.attendance import Attendance
from conversations.counter import Counter, Pressed, is_pressed
from conversations.database import Database
from conversations.messages import Inbound, Message
from conversations.notices import Notices
from conversations.turns import Begun


class Pressing:
    """Obeys them once the message is stored.

    A gateway that dies in between leaves the press unanswered, and the platform, which was not answered
    either, delivers the message again: then it is obeyed.
    """

    def __init__(
        self, database: Database, counter: Counter, attendance: Attendance, notices: Notices
    ) -> None:
        self._database = database
        self._counter = counter
        self._attendance = attendance
        self._notices = notices

    async def obey(self, inbound: Inbound, begun: Begun) -> tuple[Message, ...]:
        """What is said to the button that was pressed; () where it is not the desk's, or was answered."""
        number = begun.conversation_id
        values = {"conversation_id": number, "seq": begun.seq}
        row = await self._database.row(owners_sql.PRESSED, values)
        if row is None or not is_pressed(row["payload"]):
            return ()
        pressed = Pressed(number, inbound.channel, inbound.user, **row)
        reply = await self._counter.press(pressed) or self._notices.say("button_stale")
        async with self._database.transaction() as connection:
            return await self._attendance.answer(
                connection, number, reply, inbound.message_id, begun.inbound_id
            )
