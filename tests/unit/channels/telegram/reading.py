"""What the tests of updates share: the bot, and how an update is read."""

from datetime import datetime
from typing import Any

from channels.telegram.parse import Heard, Me, Meaning, parse_update
from channels.telegram.words import Words
from conversations import Inbound
from conversations.messages import SHANGHAI

AT = datetime(2025, 11, 26, 10, 0, tzinfo=SHANGHAI)
ME = Me(7000001, "wenpan_bot")
WORDS = Words.load()
GROUP, ANN, TOPIC = -1001, 42, 9
POINT = {"latitude": 31.2, "longitude": 121.5}


def meaning(update: dict[str, Any], me: Me = ME) -> Meaning:
    return parse_update(update, me, WORDS.commands, AT)


def heard(update: dict[str, Any], me: Me = ME) -> Inbound:
    found = meaning(update, me)
    assert isinstance(found, Heard), found
    return found.inbound
