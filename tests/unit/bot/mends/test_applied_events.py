"""The mended short cut gives the events that Rasa's own reading gives."""

from hypothesis import given, settings
from hypothesis import strategies as st
from rasa.shared.core import events as rasa_events
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker

from bot.mends.applied_events import MEND

plain = [
    rasa_events.ActionExecuted("action_listen"),
    rasa_events.ActionExecuted("test_form"),
    rasa_events.ActionExecuted("utter_hours"),
    rasa_events.UserUttered("你好", {"name": "greet"}),
    rasa_events.BotUttered("您好"),
    rasa_events.SlotSet("topic", "QUO01"),
    rasa_events.ActionExecutionRejected("test_form"),
    rasa_events.LoopInterrupted(True),
    rasa_events.DefinePrevUserUtteredFeaturization(False),
]
undoing = [
    rasa_events.Restarted(),
    rasa_events.SessionStarted(),
    rasa_events.ActionReverted(),
    rasa_events.UserUtteranceReverted(),
    rasa_events.ActiveLoop("test_form"),
    rasa_events.ActiveLoop(None),
    rasa_events.LegacyForm("test_form"),
]
dialogues = st.lists(st.sampled_from(plain), max_size=12) | st.lists(
    st.sampled_from(plain + undoing), max_size=20
)


@settings(max_examples=300, deadline=None)
@given(dialogues)
def test_events_that_count_are_those_rasa_counts(events: list[Event]) -> None:
    tracker = DialogueStateTracker("u1", [])
    tracker.events.extend(events)
    assert [*map(id, MEND.replacement(tracker))] == [*map(id, MEND.original(tracker))]


def test_answer_is_a_list_of_its_own() -> None:
    tracker = DialogueStateTracker.from_events("u1", [plain[0]])
    MEND.replacement(tracker).clear()
    assert len(tracker.events) == 1
