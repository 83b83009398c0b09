"""Rasa's command line, started in half the time: `python -m bot.start run …` is `rasa run …`.

With the first model Rasa loads skops, and skops looks up the home of some 770 functions in every module
there is: 10 s of CPU when TensorFlow's thousands are loaded already, under 2 s before. So skops goes first.

It listens on loopback unless told otherwise by `-i`; Rasa's own default is every address.
"""

import sys

import skops.io  # noqa: F401 - loaded for the sake of its place in the order
from rasa.__main__ import main
from rasa.core import constants

if __name__ == "__main__":
    sys.argv[0] = "rasa"
    constants.DEFAULT_SERVER_INTERFACE = "127.0.0.1"
    main()
