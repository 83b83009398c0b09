"""Rasa's command line, started in half the time: `python -m bot.start run …` is `rasa run …`.

With the first model Rasa loads skops, and skops looks up the home of some 770 functions in every module
there is: 10 s of CPU when TensorFlow's thousands are loaded already, under 2 s before. So skops goes first.
A server logs JSON lines from the first one on, before Rasa is loaded, and `bot.mends.log_lines` keeps it so.

It listens on loopback unless told otherwise by `-i`; Rasa's own default is every address.
"""

import sys

from bot import spans
from telemetry import json_lines

ASKS = bool({"-h", "--help"} & set(sys.argv))
SERVES = __name__ == "__main__" and sys.argv[1:2] == ["run"] and not ASKS
if SERVES:
    json_lines.set_up(("bot",), spans.trace)

import skops.io  # noqa: E402, F401 - loaded for the sake of its place in the order
from rasa.__main__ import main  # noqa: E402
from rasa.core import constants  # noqa: E402

from bot.mends import log_lines  # noqa: E402

if __name__ == "__main__":
    sys.argv[0] = "rasa"
    constants.DEFAULT_SERVER_INTERFACE = "127.0.0.1"
    if SERVES:
        log_lines.MEND.install()
    main()
