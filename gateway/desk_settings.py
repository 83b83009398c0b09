"""The settings of the desk: read from the environment, and written back for the child processes."""

from dataclasses import dataclass, field
from typing import Self

from desk.chatwoot.credentials import Chatwoot
from gateway.reader import Reader

DESKS = ("builtin", "chatwoot")
BUILT_IN, CHATWOOT = DESKS
_NUMBER = (r"[1-9]\d{0,17}", "the number that Chatwoot's address bar shows")
_NAMES = (
    "CHATWOOT_URL",
    "CHATWOOT_ACCOUNT_ID",
    "CHATWOOT_INBOX_ID",
    "CHATWOOT_API_TOKEN",
    "CHATWOOT_WEBHOOK_SECRET",
)


@dataclass(frozen=True, kw_only=True)
class DeskSettings:
    """Where agents work: at /desk, or, if `chatwoot` is there, in the team's own Chatwoot.

    `secret_key` keeps the secrets of second factors; transcripts are kept for `keep_years` (证券法 137: 20),
    what no law wants for `keep_days`.
    """

    secret_key: str = field(repr=False)
    keep_years: int
    keep_days: int
    chatwoot: Chatwoot | None

    @classmethod
    def read(cls, reader: Reader) -> Self:
        kind = reader.choice("DESK", DESKS)
        return cls(
            secret_key=reader.secret("DESK_SECRET_KEY"),
            keep_years=reader.years("DESK_KEEP_YEARS", 20),
            keep_days=reader.kept("KEEP_DAYS", 180),
            chatwoot=_chatwoot(reader) if kind == CHATWOOT else None,
        )

    def variables(self) -> dict[str, str]:
        """The same as variables; those of a Chatwoot that is not used are blank."""
        theirs = self.chatwoot
        values = (
            (theirs.url, theirs.account, theirs.inbox, theirs.token, theirs.webhook_secret) if theirs else ()
        )
        return {
            "DESK": CHATWOOT if theirs else BUILT_IN,
            "DESK_SECRET_KEY": self.secret_key,
            "DESK_KEEP_YEARS": str(self.keep_years),
            "KEEP_DAYS": str(self.keep_days),
            **dict.fromkeys(_NAMES, ""),
            **dict(zip(_NAMES, map(str, values), strict=False)),
        }


def _chatwoot(reader: Reader) -> Chatwoot | None:
    account = reader.shaped("CHATWOOT_ACCOUNT_ID", *_NUMBER)
    inbox = reader.shaped("CHATWOOT_INBOX_ID", *_NUMBER)
    url = reader.url("CHATWOOT_URL", "")
    missing = [name for name in _NAMES if not reader.text(name)]
    if missing:
        reader.faults.append(f"DESK is chatwoot, but {', '.join(missing)} is not set.")
    if missing or reader.faults:
        return None
    token, secret = reader.text("CHATWOOT_API_TOKEN"), reader.text("CHATWOOT_WEBHOOK_SECRET")
    return Chatwoot(url or "", int(account or 0), int(inbox or 0), token, secret)
