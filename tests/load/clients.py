"""Investors by the hundred thousand, made by the database itself, set by set."""

import psycopg

REF = "SH600432"
# Nine of ten wrote to the account within 48 hours, one of twenty is on the web page, one of twenty nowhere;
# three of five hold the share, the others watch it.
SEED = (
    "insert into investor (id) select n from generate_series(1, %(count)s) n",
    "insert into conversation (id, channel, user_id, seq) overriding system value"
    " select n, case when n %% 20 = 0 then 'web' else 'wechat' end, 'o' || n, 2"
    " from generate_series(1, %(count)s) n where n %% 20 <> 1",
    "insert into investor_account (channel, user_id, investor_id)"
    " select channel, user_id, id from conversation",
    "insert into investor_consent (investor_id, kind, given, version, channel, message_id)"
    " select n, 'records', true, '1', 'wechat', 'm' from generate_series(1, %(count)s) n",
    "insert into holding (investor_id, ref, quantity, source)"
    " select n, %(ref)s, 100, 'chat' from generate_series(1, %(count)s) n where n %% 5 < 3",
    "insert into watched (investor_id, ref)"
    " select n, %(ref)s from generate_series(1, %(count)s) n where n %% 5 >= 3",
    "insert into quota_window (channel, user_id, kind, expires_at, total)"
    " select channel, user_id, 'message', now() + interval '2 days', 5 from conversation"
    " where channel = 'wechat'",
    "insert into event (key, kind, level, ref, title, source, published_at)"
    " values ('sse:600432:decision', 'delisting_decision', 'red', %(ref)s,"
    " '退市吉恩：关于公司股票终止上市的公告', '上交所', '2018-05-23')",
)


def seed(dsn: str, count: int) -> int:
    """`count` investors and an event that concerns them all; the event's number."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        for statement in SEED:
            connection.execute(statement, {"count": count, "ref": REF})
        connection.execute("vacuum analyze")
        row = connection.execute("select max(id) from event").fetchone()
    return int(row[0]) if row else 0
