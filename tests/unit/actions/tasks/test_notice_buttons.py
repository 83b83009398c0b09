"""Every button under what is sent unasked is of a task or a counter that obeys it."""

import json

import pytest
import yaml

from actions.handlers.tasking import Tasks
from actions.identify import Identifier
from actions.residue import Residue
from actions.tasks.alerts import alert_tasks
from actions.tasks.roster import consent_task, own_data
from actions.words import NOTICES
from conversations.counter import Closed, Pressed
from conversations.database import Database
from customers.consents import Consents
from notices.alert_words import AlertWords
from notices.heard import HeardButtons
from tests.unit.actions.given import NOW, FakeLexicon, FakeMarket
from tests.unit.actions.talk import Dialogue
from tests.unit.notices.clientele import REF, Clientele

WORDS = AlertWords.load()
CAMPAIGN = yaml.load((NOTICES / "campaign.yml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def tasks_of(database: Database) -> Tasks:
    alerts = alert_tasks(database, Identifier(FakeLexicon(), Residue.load()), FakeMarket())
    return Tasks((*alerts, *own_data(database, "s")), consent_task(database), lambda: NOW)


@pytest.fixture
async def investor(database_url: str) -> int:
    async with Database(database_url, connections=1) as database:
        return await Consents(database).record(
            "web", "someone", "records", given=True, version="t", message_id="c"
        )


async def test_the_buttons_of_alerts_are_obeyed(database_url: str, investor: int) -> None:
    clientele = Clientele(database_url)
    event = clientele.event()
    async with Database(database_url, connections=2) as database:
        tasks = tasks_of(database)
        talk = Dialogue({}, tasks=tasks)
        subscriptions = {manner.subscription for manner in WORDS.kinds.values()}
        stops = [WORDS.stop_button(subscription) for subscription in sorted(subscriptions)]
        for choice in (WORDS.known_button(event), *stops):
            said = json.loads(choice.payload.removeprefix("/go_on_task"))
            assert tasks.named(said["task"]) is not None
            talk.buttons = [{"title": choice.title, "payload": choice.payload}]
            assert "过期" not in await talk.press(choice.title)
    refused = clientele.do("select kind from subscription where investor_id = %s and not wanted", investor)
    assert {row["kind"] for row in refused} == subscriptions
    assert clientele.do("select event_id from event_acknowledged") == [{"event_id": event}]


async def test_the_buttons_of_campaigns_are_obeyed(database_url: str, investor: int) -> None:
    clientele = Clientele(database_url)
    clientele.do(
        "insert into campaign (id, event_id, key, kind, ref, title, reply, why, phase, exact, deadline,"
        " started_by) values (5, 1, 'k', 'delisting_decision', %s, 't', '{}', 'w', 'done', false, now(), '')",
        REF,
    )
    clientele.do(
        "insert into notice_sent (investor_id, key, kind, campaign_id) values (%s, 'k', 'd', 5)", investor
    )
    payloads = {
        button["payload"].format(campaign=5)
        for entry in CAMPAIGN.values()
        for button in entry.get("buttons", ())
    }
    assert payloads
    async with Database(database_url, connections=1) as database:
        counter = HeardButtons.before(Closed(), database)
        for payload in payloads:
            assert await counter.press(Pressed(0, "web", "someone", "bot", None, payload))
