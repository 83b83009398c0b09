"""JSON for the pages of the desk: compact, Chinese as it is, times of Shanghai. Pure."""

import dataclasses
import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from conversations.messages import SHANGHAI


def _plain(value: Any) -> Any:
    match value:
        case datetime():
            return value.astimezone(SHANGHAI).isoformat(timespec="seconds")
        case date():
            return value.isoformat()
        case Decimal():
            return str(value)
        case set() | frozenset():
            return sorted(value)
        case BaseModel():
            return value.model_dump()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    raise TypeError(f"{type(value).__name__} has no JSON")


encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain).encode
"""Dataclasses, models, sets, decimals and times may stand in what is given."""
