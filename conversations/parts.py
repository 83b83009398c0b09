"""What a gateway brings with it when it opens its conversations; everything has a default."""

from collections.abc import Sequence
from typing import Any, TypedDict

from conversations.counter import Counter
from conversations.hearing import Hearing, Reading
from conversations.languages import Wished
from conversations.pace import Pace
from conversations.sending import ChannelSender, Gate
from conversations.staff import Staffing
from sealing.keys import Keys


class Parts(TypedDict, total=False):
    """The platforms to send by, the people beside the bot, the desk's buttons, ears, eyes, who is asked
    before something unasked goes out, who knows in which language investors want to be answered, how long is
    waited, how often somebody on a platform is answered, what personal fields are sealed with.
    """

    senders: Sequence[ChannelSender[Any]]
    staffing: Staffing | None
    counter: Counter | None
    hearing: Hearing | None
    gate: Gate | None
    reading: Reading | None
    wished: Wished | None
    turn_within: float
    pace: Pace | None
    patience: float
    keys: Keys
