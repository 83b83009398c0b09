"""Mend: check what an action answers against a schema that is compiled once.

What: `RemoteAction._validate_action_result` calls `jsonschema.validate`, which first checks Rasa's own
constant schema against the JSON-Schema meta schema, then tries each event against all 23 kinds of
events.
Why: 50 ms of CPU a call, most of a turn with one action. Here the schemas are compiled to code once, and an
event meets the one kind that bears its name; what does not pass that way is judged, and put in words, by
jsonschema and the whole schema. Compiled code takes a tuple for an array, which no JSON holds.
Guard: tests/unit/bot/mends/test_action_schema.py
"""

from typing import Any

import fastjsonschema
from jsonschema import exceptions, validators
from rasa.core.actions.action import RemoteAction
from rasa.shared.constants import DOCS_BASE_URL

from bot.mends.mend import Mend

_WHOLE_SCHEMA = RemoteAction.action_response_format_spec()
_EVENT_SCHEMA = _WHOLE_SCHEMA["properties"]["events"]["items"]
_ENVELOPE_SCHEMA = {
    **_WHOLE_SCHEMA,
    "required": ["events"],
    "properties": {**_WHOLE_SCHEMA["properties"], "events": {"type": "array"}},
}
_WHOLE = validators.validator_for(_WHOLE_SCHEMA)(_WHOLE_SCHEMA)  # type: ignore[no-untyped-call]


def _of_kind(kind: dict[str, Any]) -> dict[str, Any]:
    """The schema of the events of one kind."""
    return {**{key: value for key, value in _EVENT_SCHEMA.items() if key != "oneOf"}, "allOf": [kind]}


def _compiled(schema: dict[str, Any]) -> Any:
    return fastjsonschema.compile(schema, use_default=False)


_ENVELOPE = _compiled(_ENVELOPE_SCHEMA)
_BY_NAME = {
    kind["properties"]["event"]["const"]: _compiled(_of_kind(kind)) for kind in _EVENT_SCHEMA["oneOf"]
}


def validate(_action: RemoteAction, result: Any) -> bool:
    """True, or the `ValidationError` that fits best, in Rasa's words."""
    try:
        _ENVELOPE(result)
        for event in result["events"]:
            _BY_NAME[event["event"]](event)
        return True
    except (fastjsonschema.JsonSchemaValueException, TypeError, KeyError):
        return _in_rasas_words(result)  # TypeError, KeyError: what is no event, or one of no kind


def _in_rasas_words(result: Any) -> bool:
    error = exceptions.best_match(_WHOLE.iter_errors(result))  # type: ignore[no-untyped-call]
    if error is None:
        return True
    error.message += (
        f". Failed to validate Action server response from API, "
        f"make sure your response from the Action endpoint is valid. "
        f"For more information about the format visit {DOCS_BASE_URL}/custom-actions"
    )
    raise error


MEND = Mend(
    owner=RemoteAction,
    name="_validate_action_result",
    original=RemoteAction._validate_action_result,
    replacement=validate,
    leans_on=(RemoteAction._validate_action_result, RemoteAction.action_response_format_spec),
    shape="92c725034cf9d06a",
)
