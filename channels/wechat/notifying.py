"""What reaches an investor whose window is shut: a certified 服务号's template message, and the 订阅通知.

Both fill a template that WeChat has approved, so a notice's words are cut into its fields. A 订阅通知 costs
one of the subscriptions that the investor has given, counted in the ledger as messages are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

from channels.credentials import Template
from channels.errors import TokenAway
from channels.quota import Quotas
from channels.wechat.client import WechatClient
from channels.wechat.errors import WechatError, delivery_error
from channels.wechat.sender import out_of
from conversations.errors import StoreUnavailable
from conversations.sending import Item, Limits, NotSent, Parcel, Request, SendResult

TEMPLATE, SUBSCRIBE = "wechat_template", "wechat_subscribe"
LONGEST = 20  # characters of a field of the kind "thing", the shortest that holds words
A_YEAR = 365 * 86_400  # seconds; WeChat names no end of a subscription
LIMITS = Limits(at_once=24, per_second=200.0, within=60.0)


@dataclass(frozen=True, slots=True)
class Filled:
    """The values of a template's fields by their names."""

    fields: Mapping[str, str]


def fill(item: Item, template: Template) -> Filled:
    """The title is the first line, the text what follows. Pure."""
    title, _, rest = (item.text or "").strip().partition("\n")
    parts: Mapping[Literal["title", "text"], str] = {"title": title, "text": rest.replace("\n", " ") or title}
    return Filled({name: _cut(parts[part]) for name, part in template.fields})


def pack(items: Sequence[Item], template: Template) -> list[Parcel[Filled]]:
    """Each by itself: a template says one thing."""
    return [Parcel((item,), (Request(item.recipient, item.key(), fill(item, template)),)) for item in items]


class TemplateSender:
    """Sends template messages; what became of one WeChat says later."""

    name = TEMPLATE
    limits = LIMITS

    def __init__(self, client: WechatClient, template: Template) -> None:
        self._client = client
        self._template = template

    def pack(self, items: Sequence[Item]) -> Sequence[Parcel[Filled]]:
        return pack(items, self._template)

    async def send(self, request: Request[Filled]) -> SendResult:
        try:
            reference = await self._client.send_template(
                request.recipient, self._template.id, request.body.fields
            )
        except (WechatError, TokenAway) as failure:
            raise delivery_error(failure) from None
        except StoreUnavailable:
            raise NotSent("the store cannot be asked") from None
        return SendResult(reference)


class SubscribeSender:
    """Sends 订阅通知, one for each subscription that was given."""

    name = SUBSCRIBE
    limits = LIMITS

    def __init__(self, client: WechatClient, template: Template, quotas: Quotas) -> None:
        self._client = client
        self._template = template
        self._quotas = quotas

    def pack(self, items: Sequence[Item]) -> Sequence[Parcel[Filled]]:
        return pack(items, self._template)

    async def send(self, request: Request[Filled]) -> SendResult:
        """Without a subscription left WeChat is not asked."""
        whose, fields = (SUBSCRIBE, request.recipient), request.body.fields
        said = partial(self._client.send_subscribed, request.recipient, self._template.id, fields)
        return SendResult(await out_of(self._quotas, whose, "no subscription left", said))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
