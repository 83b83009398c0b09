"""Investors with accounts, shares and wishes, events that concern them, and a look at what became of it."""

from collections.abc import Sequence
from typing import Any

import psycopg
from psycopg.rows import dict_row

TITLE = "退市吉恩：关于公司股票终止上市的公告"  # SSE, 2018-05-23 (600432)
REF = "SH600432"


class Clientele:
    """What stands in the tables of one test."""

    def __init__(self, dsn: str) -> None:
        self.dsn = dsn

    def do(self, statement: str, *values: Any, **named: Any) -> list[dict[str, Any]]:
        with psycopg.connect(self.dsn, autocommit=True, row_factory=dict_row) as connection:
            cursor = connection.execute(statement, named or values)
            return cursor.fetchall() if cursor.description else []

    def investor(
        self,
        *accounts: str,
        holds: Sequence[str] = (),
        watches: Sequence[str] = (),
        left: int = 0,
        tickets: int = 0,
    ) -> int:
        """Somebody who agreed to be kept and wants the morning's brief.

        `accounts` are like "wechat:u1"; `left` is what WeChat's window still takes, `tickets` the
        subscriptions given.
        """
        [row] = self.do("insert into investor default values returning id")
        number = int(row["id"])
        for account in accounts:
            self.link(number, account, left=left, tickets=tickets)
        self.agree(number, given=True)
        self.agree(number, given=True, kind="abroad")
        self.wish(number, "brief_morning", wanted=True)
        for ref in holds:
            self.do(
                "insert into holding (investor_id, ref, quantity, source) values (%s, %s, 100, 'chat')",
                number,
                ref,
            )
        for ref in watches:
            self.do("insert into watched (investor_id, ref) values (%s, %s)", number, ref)
        return number

    def link(self, investor: int, account: str, *, left: int = 0, tickets: int = 0) -> None:
        channel, user = account.split(":")
        self.do(
            "insert into conversation (channel, user_id, seq) values (%s, %s, 1) on conflict do nothing",
            channel,
            user,
        )
        self.do(
            "insert into investor_account (channel, user_id, investor_id) values (%s, %s, %s)",
            channel,
            user,
            investor,
        )
        for channel_of, total in ((channel, left), ("wechat_subscribe", tickets)):
            if total:
                self.do(
                    "insert into quota_window (channel, user_id, kind, expires_at, total)"
                    " values (%s, %s, 'message', now() + interval '1 day', %s)",
                    channel_of,
                    user,
                    total,
                )

    def agree(self, investor: int, *, given: bool, kind: str = "records") -> None:
        self.do(
            "insert into investor_consent (investor_id, kind, given, version, channel, message_id)"
            " values (%s, %s, %s, '1', 'web', gen_random_uuid()::text)",
            investor,
            kind,
            given,
        )

    def decline(self, investor: int, kind: str) -> None:
        self.wish(investor, kind, wanted=False)

    def wish(self, investor: int, kind: str, *, wanted: bool) -> None:
        self.do(
            "insert into subscription (investor_id, kind, wanted) values (%s, %s, %s)"
            " on conflict (investor_id, kind) do update set wanted = excluded.wanted",
            investor,
            kind,
            wanted,
        )

    def event(self, key: str = "sse:600432:decision", published: str | None = None) -> int:
        [row] = self.do(
            "insert into event (key, kind, level, ref, title, source, published_at, published_exact)"
            " values (%s, 'delisting_decision', 'red', %s, %s, '上交所', %s, %s) returning id",
            key,
            REF,
            TITLE,
            published,
            published is not None,
        )
        return int(row["id"])

    def states(self) -> dict[int, str]:
        """By investor."""
        rows = self.do("select investor_id, state from notice_sent order by id")
        return {row["investor_id"]: row["state"] for row in rows}

    def ways(self) -> list[str]:
        """The ways that were tried, in order, without their conversations."""
        rows = self.do("select unnest(tried) as way from notice_sent order by id")
        return [row["way"].split(":")[0] for row in rows]

    def outbox(self) -> list[tuple[str, str, str]]:
        """Channel, recipient and state of each."""
        rows = self.do("select channel, recipient, state from outbox order by id")
        return [(row["channel"], row["recipient"], row["state"]) for row in rows]

    def said(self, account: str) -> list[str]:
        """What stands in the transcript of an account from the system."""
        channel, user = account.split(":")
        rows = self.do(
            "select m.text from message m join conversation c on c.id = m.conversation_id"
            " where c.channel = %s and c.user_id = %s and m.sender = 'system' order by m.seq",
            channel,
            user,
        )
        return [row["text"] for row in rows]
