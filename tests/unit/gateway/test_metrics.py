"""Who may see the figures, that looking at them is quick whatever hangs, and what waits in the tables."""

import asyncio
import json
from collections.abc import Iterable
from datetime import timedelta

import httpx
import psycopg
import pytest
from prometheus_client import CollectorRegistry
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.parser import text_string_to_metric_families

from channels.web.session import Caller
from conversations.database import Database
from conversations.errors import StoreUnavailable
from desk.metrics.figure import Figure, Member
from gateway.backlog import Backlog
from gateway.metrics import Door
from gateway.scrape import WITHIN, Scrape
from gateway.service_states import ServiceStates
from tests.unit.gateway.neighbour import Neighbour
from tests.unit.gateway.test_app import away, running, settings

TOKEN = "a-token-of-the-figures"
QUEUES = ["campaigns", "followups"]
HOME = Caller("127.0.0.1", "127.0.0.1:8000", None, False, None)


def caller(**changes: object) -> Caller:
    known = {name: getattr(HOME, name) for name in ("peer", "host", "origin", "forwarded", "token")}
    return Caller(**{**known, **changes})


@pytest.mark.parametrize(
    ("who", "public", "admitted"),
    [
        (HOME, False, True),
        (HOME, True, False),
        (caller(peer="10.0.0.7"), False, False),
        (caller(forwarded=True), False, False),
        (caller(host="evil.example"), False, False),
        (caller(peer="10.0.0.7", token=TOKEN), False, True),
        (caller(peer="10.0.0.7", token=TOKEN), True, True),
        (caller(peer="10.0.0.7", token=TOKEN + "x"), True, False),
        (caller(peer="10.0.0.7", token="\udcff"), True, False),
        (caller(peer="10.0.0.7", token=""), True, False),
    ],
)
def test_the_figures_are_for_this_machine_or_for_who_has_the_token(
    who: Caller, public: bool, admitted: bool
) -> None:
    assert Door(TOKEN, public).admits(who) == admitted


async def test_a_stranger_gets_no_figure(neighbour: Neighbour, database_url: str) -> None:
    of = settings(neighbour.url, neighbour.url, PUBLIC_URL="http://chat.example", METRICS_TOKEN=TOKEN)
    async with running(of, database_url) as client:
        refused = await client.get("/metrics")
        assert (refused.status_code, refused.json()) == (401, {"error": "bad_token"})
        shown = await client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
        assert shown.status_code == 200
        assert 'wenpan_scrape_missing{part="Backlog"} 0.0' in shown.text


class Part:
    """A part of the page that looks well, too long, or in vain."""

    def __init__(self, name: str, seconds: float = 0.0, fault: Exception | None = None) -> None:
        self.name, self.seconds, self.fault = name, seconds, fault
        self.looked = 0

    async def refresh(self) -> None:
        self.looked += 1
        await asyncio.sleep(self.seconds)
        if self.fault:
            raise self.fault

    def collect(self) -> Iterable[Metric]:
        yield GaugeMetricFamily(self.name, "a part", 1)


async def test_what_hangs_is_left_out_and_the_rest_is_shown_in_time() -> None:
    parts = [
        Part("well"),
        Part("hangs", 60),
        Part("hangs_too", 60),
        Part("in_vain", fault=StoreUnavailable()),
    ]
    scrape = Scrape(CollectorRegistry(), parts)
    began = asyncio.get_running_loop().time()
    shown = (await scrape.text()).decode()
    assert asyncio.get_running_loop().time() - began < 2 * WITHIN
    assert "well 1.0" in shown
    assert not [name for name in ("hangs", "hangs_too", "in_vain", "broken") if f"{name} 1.0" in shown]


async def test_what_came_back_is_shown_again() -> None:
    part = Part("part", fault=StoreUnavailable())
    scrape = Scrape(CollectorRegistry(), [part])
    assert 'wenpan_scrape_missing{part="Part"} 1.0' in (await scrape.text()).decode()
    part.fault = None
    await asyncio.sleep(1.1)  # what was seen a moment ago is shown again
    assert "part 1.0" in (await scrape.text()).decode()


async def test_many_who_ask_at_once_look_once() -> None:
    part = Part("part", 0.05)
    scrape = Scrape(CollectorRegistry(), [part])
    await asyncio.gather(*(scrape.text() for _ in range(20)))
    assert part.looked == 1


async def shown(database_url: str, *statements: str) -> dict[tuple[str, ...], float]:
    """The figures of what waits, by name and labels, after these statements."""
    with psycopg.connect(database_url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)
    registry = CollectorRegistry()
    async with Database(database_url, connections=3) as database:
        text = (await Scrape(registry, [Backlog(database, ["wechat", "telegram"], QUEUES)]).text()).decode()
    return {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


async def test_an_empty_house_has_nothing_waiting(database_url: str) -> None:
    found = await shown(database_url)
    assert found["wenpan_unanswered",] == found["wenpan_campaigns_running",] == 0
    assert found["wenpan_outbox_waiting", "wechat"] == found["wenpan_outbox_late_seconds", "wechat"] == 0
    assert found["wenpan_pool_connections", "most"] == 3
    assert not [name for name, *_ in found if name.startswith(("wenpan_jobs_late", "wenpan_campaign_left"))]


async def test_what_waits_is_counted_and_how_long_it_has_been_due(database_url: str) -> None:
    row = "insert into outbox (conversation_id, seq, channel, recipient, expires_at, state, next_attempt_at)"
    later = "now() + interval '1 hour'"
    found = await shown(
        database_url,
        "insert into inbound (conversation_id, channel, key, seq, received_at)"
        " values (1, 'web', 'a', 1, now() - interval '40 seconds'), (2, 'web', 'b', 1, now())",
        "insert into inbound (conversation_id, channel, key, seq, answered_at)"
        " values (3, 'web', 'c', 1, now())",
        f"{row} values (1, 1, 'wechat', 'x', {later}, 'pending', now() - interval '90 seconds')",
        f"{row} values (1, 2, 'wechat', 'x', {later}, 'pending', now())",
        f"{row} values (1, 3, 'wechat', 'x', {later}, 'sent', now() - interval '1 day')",
        f"{row} values (2, 1, 'telegram', 'y', {later}, 'pending', now() + interval '30 seconds')",
    )
    assert found["wenpan_unanswered",] == 2
    assert 39 < found["wenpan_unanswered_late_seconds",] < 80
    assert (found["wenpan_outbox_waiting", "wechat"], found["wenpan_outbox_waiting", "telegram"]) == (2, 1)
    assert 89 < found["wenpan_outbox_late_seconds", "wechat"] < 130
    assert found["wenpan_outbox_late_seconds", "telegram"] == 0


async def test_a_queue_that_has_given_up_nothing_says_so(database_url: str) -> None:
    """For an alert sees a figure rise, and not one that begins with 1."""
    found = await shown(database_url)
    assert {key: value for key, value in found.items() if key[0] == "wenpan_jobs"} == {
        ("wenpan_jobs", "campaigns", "failed"): 0,
        ("wenpan_jobs", "failed", "followups"): 0,
    }


async def test_jobs_are_counted_by_queue_and_by_how_they_stand(database_url: str) -> None:
    job = "insert into procrastinate_jobs (queue_name, task_name, args, status, scheduled_at)"
    found = await shown(
        database_url,
        f"{job} values ('followups', 'follow_up', '{{}}', 'todo', now() - interval '20 seconds')",
        f"{job} values ('followups', 'follow_up', '{{}}', 'todo', now() + interval '1 hour')",
        f"{job} values ('campaigns', 'expand_campaign', '{{}}', 'failed', null)",
    )
    assert found["wenpan_jobs", "followups", "todo"] == 1
    assert 19 < found["wenpan_jobs_late_seconds", "followups"] < 60
    assert found["wenpan_jobs", "campaigns", "failed"] == 1
    assert found["wenpan_jobs", "failed", "followups"] == 0


def campaign(state: str, *, left: int, ended: str = "null", rehearsal: bool = False) -> str:
    reply = json.dumps({"text": "x"})
    return (
        "insert into campaign (event_id, rehearsal, key, kind, ref, title, reply, why, state, phase, exact,"  # noqa: S608
        " deadline, started_by, ended_at) values"
        f" ({left}, {rehearsal}, 'k', 'delisting_decision', 'SH600001', 't',"
        f" '{reply}', 'w', '{state}', 'done', true, now() + interval '{left} seconds', 'events', {ended})"
    )


async def test_campaigns_are_held_against_their_hour(database_url: str) -> None:
    found = await shown(
        database_url,
        campaign("sending", left=600),
        campaign("expanding", left=1800),
        campaign("sending", left=5, rehearsal=True),
        campaign("finished", left=3000, ended="now()"),
    )
    assert found["wenpan_campaigns_running",] == 2
    assert 500 < found["wenpan_campaign_left_seconds",] <= 600
    assert found["wenpan_campaign_took_seconds",] == pytest.approx(600, abs=60)


async def test_the_service_is_counted_once_a_minute_and_held_against_its_targets() -> None:
    asked: list[timedelta] = []

    async def counting(since: object, until: object) -> list[Figure]:
        asked.append(until - since)  # type: ignore[operator]  # two times
        return [
            Figure("connection_rate", 97.5, "percent", (Member(1, 1, 1.0),), 98),
            Figure("handling_time", None, "seconds", (), 180),
        ]

    states = ServiceStates(counting)
    await states.refresh()
    await states.refresh()
    assert asked == [timedelta(days=1)]
    told = {(s.name, s.labels["figure"]): s.value for family in states.collect() for s in family.samples}
    assert told == {
        ("wenpan_service", "connection_rate"): 97.5,
        ("wenpan_service_cases", "connection_rate"): 1,
        ("wenpan_service_target", "connection_rate"): 98,
        ("wenpan_service_cases", "handling_time"): 0,
        ("wenpan_service_target", "handling_time"): 180,
    }


async def test_a_page_without_a_database_is_still_quick(
    neighbour: Neighbour, database_url: str, postgres_dsn: str
) -> None:
    async with running(settings(neighbour.url, neighbour.url), database_url) as client:
        with away(database_url, postgres_dsn):
            async with asyncio.timeout(4 * WITHIN):
                answer: httpx.Response = await client.get("/metrics")
    assert answer.status_code == 200
    assert 'wenpan_scrape_missing{part="Backlog"} 1.0' in answer.text
    assert "wenpan_outbox_waiting" not in answer.text
