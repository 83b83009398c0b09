"""Rasa's message processor for one turn: the loaded model, a tracker of its own, and no swallowed failures.

A turn shares the model, the responses and the policies with all others and nothing that changes: its tracker
comes from the state that was sent, and is never stored.
"""

from typing import Any

from rasa.core.actions.action import Action, ActionExecutionRejection
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.shared.core.constants import ACTION_EXTRACT_SLOTS
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event
from rasa.shared.core.trackers import DialogueStateTracker

from bot import spans
from bot.action_endpoint import ActionEndpoint
from bot.errors import ActionFailed, TurnError


class TurnProcessor(MessageProcessor):
    """`loaded` for one message to one tracker; `handle_message` raises `ActionFailed` and `ActionsAway`."""

    def __init__(
        self, loaded: MessageProcessor, tracker: DialogueStateTracker, endpoint: ActionEndpoint | None
    ) -> None:
        vars(self).update(vars(loaded))
        self.action_endpoint = endpoint
        self.tracker = tracker

    async def get_tracker(self, conversation_id: str) -> DialogueStateTracker:
        return self.tracker

    async def save_tracker(self, tracker: DialogueStateTracker) -> None:
        self.tracker = tracker

    async def parse_message(
        self,
        message: UserMessage,
        tracker: DialogueStateTracker | None = None,
        only_output_properties: bool = True,
    ) -> dict[str, Any]:
        with spans.step("understand"):
            return dict(await super().parse_message(message, tracker, only_output_properties))

    async def run_action_extract_slots(
        self, output_channel: OutputChannel, tracker: DialogueStateTracker
    ) -> DialogueStateTracker:
        try:
            return await super().run_action_extract_slots(output_channel, tracker)
        except TurnError:
            raise
        except Exception as error:  # whatever a validating action's answer led to
            raise _failure(ACTION_EXTRACT_SLOTS, error) from error

    async def _run_action(
        self,
        action: Action,
        tracker: DialogueStateTracker,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        prediction: PolicyPrediction,
    ) -> bool:
        watched = _Watched(action)
        goes_on = await super()._run_action(watched, tracker, output_channel, nlg, prediction)
        if watched.failure is not None:
            raise watched.failure
        return bool(goes_on)


class _Watched(Action):
    """An action whose failure is kept; Rasa's processor logs one and goes on as if nothing had been said."""

    def __init__(self, action: Action) -> None:
        self._action = action
        self.failure: TurnError | None = None

    def name(self) -> str:
        return str(self._action.name())

    def event_for_successful_execution(self, prediction: PolicyPrediction) -> ActionExecuted:
        return self._action.event_for_successful_execution(prediction)

    async def run(
        self,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        tracker: DialogueStateTracker,
        domain: Domain,
    ) -> list[Event]:
        try:
            return list(await self._action.run(output_channel, nlg, tracker, domain) or [])
        except ActionExecutionRejection:
            raise  # a form that finds nothing for its slot: the way into a digression, no failure
        except TurnError as failure:
            self.failure = failure
        except Exception as error:  # whatever an action raises has failed the turn
            self.failure = _failure(self.name(), error)
        return []


def _failure(action: str, error: Exception) -> ActionFailed:
    """Names the error by its type alone: its text may hold what the investor wrote."""
    return ActionFailed(action, type(error).__name__)
