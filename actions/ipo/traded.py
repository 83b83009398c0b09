"""Says of a share that is traded already that it is none to apply for."""

import re

from actions.features import Answer
from actions.identify import Identifier
from actions.ipo.speech import IpoSpeech
from actions.question import Question
from actions.utterance import Utterance

_HELD = re.compile("持|买|卖|市值|股票|新股|打新|额度")
"""Words of who names a share that is held, and asks about others."""


def traded(question: Question, identifier: Identifier, speech: IpoSpeech) -> Answer | None:
    """That a listed share which is named is in no list of new shares; None where none is named."""
    listed = identifier.known(ref for asked in question.asked for ref in asked.refs)
    if not listed or listed[0].kind != "stock":
        return None
    values = {"name": listed[0].name, "code": listed[0].code}
    told = Utterance("utter_ipo_listed", values, speech.buttons("calendar", "listing"))
    return Answer([told], shown=listed[:1])


def applied_for(question: Question, identifier: Identifier, speech: IpoSpeech) -> Answer | None:
    """The same where the share is not named as one that is held."""
    return None if _HELD.search(question.text) else traded(question, identifier, speech)
