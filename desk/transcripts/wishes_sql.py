"""The statements of wishes; days are counted by the server's clock."""

_FIELDS = """id, conversation_id, kind, text, sealed, made_at, due_at,
  answered_at is null and due_at < now() as overdue, taken_by, outcome, answer, answered_by, answered_at"""

NEXT = "select nextval(pg_get_serial_sequence('desk_wish', 'id')) as id"
TAKE = f"""
insert into desk_wish (id, conversation_id, kind, sealed, due_at, taken_by)
select %(id)s, id, %(kind)s, %(sealed)s, now() + make_interval(days => %(days)s), %(by)s
from conversation where id = %(conversation_id)s
returning {_FIELDS}
"""  # noqa: S608 - our own columns
ONE = f"select {_FIELDS} from desk_wish where id = %(id)s"  # noqa: S608 - as above
OPEN = f"""
select {_FIELDS} from desk_wish where answered_at is null order by due_at, id limit %(limit)s
"""  # noqa: S608 - as above
ALL = f"""
select {_FIELDS} from desk_wish where %(before)s::bigint is null or id < %(before)s
order by id desc limit %(limit)s
"""  # noqa: S608 - as above
ANSWER = f"""
update desk_wish set outcome = %(outcome)s, sealed = %(sealed)s, text = null, answer = null,
  answered_by = %(by)s, answered_at = now()
where id = %(id)s and answered_at is null
returning {_FIELDS}
"""  # noqa: S608 - as above
LOCK = "select pg_advisory_xact_lock(hashtextextended('wenpan.desk.wish', %(id)s))"
TICKETS = "select message_id from ticket where conversation_id = %(conversation_id)s"
TURN = "select pg_advisory_xact_lock(hashtextextended('wenpan.desk.asked', %(conversation_id)s))"
OPEN_OF = f"""
select {_FIELDS} from desk_wish
where conversation_id = %(conversation_id)s and kind = %(kind)s and answered_at is null order by id limit 1
"""  # noqa: S608 - as above
