"""Who asks for a procedure is told it, though part of the message sounds like a wish for advice. Pure."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from actions.question import Question, Tracker

_SOUNDS_LIKE = frozenset({"ask_advice", "ask_forecast"})
_RULES = frozenset(
    {
        *("ask_limit_rule", "ask_new_share_rule", "ask_ipo_first_day", "ask_trading_hours", "ask_holidays"),
        *("ask_ipo_steps", "ask_ipo_payment", "ask_ipo_quota", "ask_ipo_default"),
    }
)
"""Features that tell rules, as articles do; those that tell facts of a share stand below a refusal anyway."""
_LIKELY = 0.5
"""Confidence of a clause that asks for a procedure; no wish for advice alone has one beside it."""


@dataclass(frozen=True)
class Procedures:
    """`leads`: whether an article answers an intent; `judged`: whether a text has a word of a judgement."""

    leads: Callable[[str], bool]
    judged: Callable[[str], bool]

    def asked(self, asked: Question, tracker: Tracker) -> Question | None:
        """What is asked besides, where no judgement is wanted: "收到追保通知，怎么操作"."""
        if asked.intent not in _SOUNDS_LIKE or self.judged(asked.text):
            return None
        ranking = tracker.latest_message.get("intent_ranking") or []
        likely = (each["name"] for each in ranking if each["confidence"] >= _LIKELY)
        intent = next((name for name in likely if name not in _SOUNDS_LIKE), "")
        return replace(asked, intent=intent) if intent in _RULES or self.leads(intent) else None
