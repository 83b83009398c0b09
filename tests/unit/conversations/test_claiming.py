"""What a claim reads of the outbox: its conversations' messages, however much else waits."""

from datetime import timedelta

import psycopg

from conversations import outbox_sql

CLAIMED = 40
NOTICES = """
with talk as (
  insert into conversation (channel, user_id, seq)
  select 'wechat', 'o' || n, 1 from generate_series(%s::int, %s::int) n returning id, user_id
), said as (
  insert into message (conversation_id, seq, epoch, sender, kind, text)
  select id, 1, 1, 'bot', 'text', '您好' from talk
)
insert into outbox (conversation_id, channel, recipient, seq, expires_at, notice)
select id, 'wechat', user_id, 1, now() + interval '1 day', id from talk
"""


def add_notices(dsn: str, first: int, last: int) -> None:
    """Each to an investor of its own."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(NOTICES, [first, last])
        connection.execute("vacuum analyze outbox, message")


def pages_of_a_claim(dsn: str) -> int:
    """How many pages of the database are read to take forty messages."""
    values = {"channel": "wechat", "holder": 1, "token": 1 << 40, "limit": CLAIMED, "together": 5}
    values["apart"] = timedelta(seconds=0.3)
    with psycopg.connect(dsn) as connection:
        explain = f"explain (analyze, buffers, format json) {outbox_sql.CLAIM}"
        row = connection.execute(explain, values).fetchone()
        connection.rollback()
    assert row is not None
    plan = row[0][0]["Plan"]
    assert plan["Actual Rows"] == CLAIMED
    return int(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"])


def test_a_claim_reads_no_more_where_more_waits(database_url: str) -> None:
    add_notices(database_url, 1, 5_000)
    few = pages_of_a_claim(database_url)
    add_notices(database_url, 5_001, 30_000)
    many = pages_of_a_claim(database_url)
    assert many < few * 1.4, f"{few} pages where few wait, {many} where many do"


MIXED = """
with talk as (
  insert into conversation (channel, user_id, seq) values ('wechat', 'o-mixed', 3) returning id, user_id
), said as (
  insert into message (conversation_id, seq, epoch, sender, kind, text)
  select id, n, 0, 'bot', 'text', n from talk, generate_series(1, 3) n
)
insert into outbox (conversation_id, channel, recipient, seq, expires_at, notice, next_attempt_at)
select id, 'wechat', user_id, n, now() + interval '1 day', case n when 1 then id end,
  now() - interval '5 seconds' / n
from talk, generate_series(1, 3) n order by n
"""


def test_an_answer_behind_a_notice_is_claimed_whole_and_in_order(database_url: str) -> None:
    values = {"channel": "wechat", "holder": 1, "token": 1 << 40, "limit": CLAIMED, "together": 5}
    values["apart"] = timedelta(0)
    with psycopg.connect(database_url) as connection:
        connection.execute(MIXED)
        claimed = connection.execute(outbox_sql.CLAIM, values).fetchall()
    tokens = [row[8] for row in claimed]
    assert len(claimed) == 3
    assert tokens[0] != tokens[1] == tokens[2]
