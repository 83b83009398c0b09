"""The stock project's one custom action: a fixed text as long as a quote, and no work at all."""

from typing import Any

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

QUOTE = """贵州茅台 600519  已收盘
1437.21  ▼12.69  -0.88%
今开 1450.00  昨收 1449.90
最高 1453.33  最低 1431.07
成交额 46.32亿  换手率 0.26%
11-20 15:00 · 腾讯行情 · 不构成投资建议"""


class ActionQuote(Action):
    def name(self) -> str:
        return "action_quote"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[dict[str, Any]]:
        dispatcher.utter_message(text=QUOTE)
        return []
