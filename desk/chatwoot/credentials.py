"""What it takes to work with a team's Chatwoot: its address, our API inbox there, and the secrets of both."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Chatwoot:
    """`token` is an agent's or admin's API access token, `webhook_secret` that of our API inbox."""

    url: str
    account: int
    inbox: int
    token: str = field(repr=False)
    webhook_secret: str = field(repr=False)
