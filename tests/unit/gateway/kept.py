"""How a row of every table is made that goes by itself, and how old one is that does and one that stays."""

from collections.abc import Mapping

DAYS, YEARS = "200 days", "21 years"
ROWS: Mapping[str, tuple[str, str, str]] = {
    "outbox": (
        DAYS,
        "100 days",
        """insert into outbox (conversation_id, seq, channel, recipient, state, expires_at, created_at)
        values (1, %(n)s, 'telegram', 'u', 'sent', now(), {at})""",
    ),
    "followup": (
        DAYS,
        "100 days",
        """insert into followup (conversation_id, message_id, kind, key, state, created_at)
        values (1, %(name)s, 'report', 'SH600519', 'said', {at})""",
    ),
    "price_alert": (
        DAYS,
        "100 days",
        """insert into price_alert (investor_id, ref, kind, message_id, created_at, expires_at, fired_at)
        values (1, 'SH600519', 'limit_up', %(name)s, {at}, now(), {at})""",
    ),
    "event_acknowledged": (
        DAYS,
        "100 days",
        "insert into event_acknowledged (investor_id, event_id, channel, at) values (1, %(n)s, 'web', {at})",
    ),
    "investor_link_code": (
        "2 hours",
        "1 minute",
        "insert into investor_link_code (digest, investor_id, expires_at) values (%(name)s, 1, {at})",
    ),
    "investor_link_try": (
        "2 hours",
        "1 minute",
        """insert into investor_link_try (account, message_id, outcome, at)
        values ('a', %(name)s, 'wrong', {at})""",
    ),
    "quota_window": (
        "2 hours",
        "-1 days",
        """insert into quota_window (channel, user_id, kind, expires_at, total)
        values ('w', 'u', 'k', {at}, 5)""",
    ),
    "service_state": (
        DAYS,
        "100 days",
        """insert into service_state (channel, user_id, state, epoch, changed_at)
        values ('wechat_kf', %(name)s, 1, 0, {at})""",
    ),
    "desk_draft": (
        DAYS,
        "100 days",
        """insert into desk_draft (conversation_id, agent, text, updated_at)
        values (%(n)s, 'zhao', '草', {at})""",
    ),
    "procrastinate_jobs": (
        DAYS,
        "100 days",
        """with job as (insert into procrastinate_jobs (queue_name, task_name, status)
          values ('q', %(name)s, 'failed') returning id)
        insert into procrastinate_events (job_id, type, at) select id, 'failed', {at} from job""",
    ),
    "notice_sent": (
        YEARS,
        "19 years",
        """insert into notice_sent (investor_id, key, kind, state, made_at)
        values (1, %(name)s, 'delisting', 'read', {at})""",
    ),
    "investor_consent": (
        YEARS,
        "19 years",
        """insert into investor_consent (investor_id, kind, given, version, channel, message_id, at)
        values (1, 'records', true, '2026-11', 'web', %(name)s, {at})""",
    ),
    "risk_answer": (
        YEARS,
        "19 years",
        """insert into risk_answer (test_id, question, options, message_id, at)
        values (%(n)s, 'q1', '{{a}}', %(name)s, {at})""",
    ),
    "risk_result": (
        YEARS,
        "19 years",
        """insert into risk_result
          (test_id, investor_id, version, score, level, lowest, reasons, letter, seconds, at, valid_until)
        values (%(n)s, 1, 'v1', 40, 'C3', false, '{{}}', '结果', 200, {at}, now())""",
    ),
    "risk_test": (
        YEARS,
        "19 years",
        """insert into risk_test (investor_id, version, channel, message_id, state, started_at)
        values (1, 'v1', 'web', %(name)s, 'finished', {at})""",
    ),
    "suitability_evidence": (
        YEARS,
        "19 years",
        """insert into suitability_evidence (investor_id, product, step, shown, channel, message_id, at)
        values (1, 'p1', 'warned', '{{}}', 'web', %(name)s, {at})""",
    ),
}
"""How old a row is that goes and one that stays, and how one is made."""
