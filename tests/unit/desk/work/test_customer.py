"""Who the investor is, told to the agent who serves them: what they asked, what came of it, what is left."""

from dataclasses import dataclass
from datetime import UTC, datetime

from conversations import Inbound
from customers.consents import Consents
from customers.suitability.attempts import By, RiskTests
from customers.suitability.profiles import KnownProfiles, Profile
from customers.suitability.reading import Questionnaires
from customers.suitability.results import Results
from desk.work.conversations import WrapUp
from desk.work.customer import Customers
from tests.fakes.brain import FakeBrain, turn
from tests.unit.desk.work.floor import Floor

UNTIL = datetime(2026, 11, 28, 2, 0, tzinfo=UTC)


@dataclass
class Left:
    messages: int
    until: datetime | None


async def test_what_they_asked_about_stands_there_newest_first_and_counted(
    floor: Floor, brain: FakeBrain
) -> None:
    for ref, name in (
        ("SH600519", "茅台"),
        ("SZ000001", "平安"),
        ("SH600519", "贵州茅台"),
        ("SZ000002,SH000002", "万科"),
    ):
        known = [{"entity": "security", "value": ref, "text": name, "start": 0, "end": 2}]
        brain.answer = lambda _, known=known: (200, turn("答", entities=known))  # type: ignore[misc]  # bound now
        number = await floor.says(name)
    customer = await floor.customers.of(await floor.head(number))
    asked = [(each["ref"], each["text"], each["times"]) for each in customer["securities"]]
    assert asked == [("SH600519", "贵州茅台", 2), ("SZ000001", "平安", 1)]
    assert [(each["topic"], each["times"]) for each in customer["topics"]] == [("QUO01", 4)]
    assert customer["contacts"]["lines"] == 4


async def test_earlier_stretches_come_with_their_outcome_and_rating(floor: Floor) -> None:
    _, wang = await floor.desk()
    first = await floor.served(wang)
    number = first.conversation_id
    wrapped = await floor.work.wrap_up(wang, number, first.epoch, WrapUp("solved", "ACC01", "已核对"))
    await floor.work.finish(wang, number, wrapped.epoch, "bot")
    rated = """insert into desk_rating (conversation_id, epoch, subject, agent, score)
    values (%(id)s, %(epoch)s, 'agent', 'wang', 5) returning id"""
    await floor.conversations.database.rows(rated, {"id": number, "epoch": first.segment})
    again = await floor.served(wang)
    [session] = (await floor.customers.of(again))["sessions"]
    assert (session["outcome"], session["rating"], session["agent"]) == ("solved", 5, wang.agent)
    assert session["summary"] == "已核对"


async def test_what_a_platform_still_allows_and_what_is_known_elsewhere_come_through_ports(
    floor: Floor,
) -> None:
    await floor.conversations.receive(Inbound("wechat", "oABCDEFG123", "m1", text="你好"))
    status = await floor.conversations.status("wechat", "oABCDEFG123")
    assert status is not None
    head = await floor.head(status.conversation_id)

    async def left(channel: str, user: str) -> Left:
        assert (channel, user) == ("wechat", "oABCDEFG123")
        return Left(3, UNTIL)

    async def profile(channel: str, user: str) -> Profile:
        return Profile("C3")

    database = floor.conversations.database
    customer = await Customers(database, floor.contacts, left, profile).of(head)
    assert customer["quota"] == {"messages": 3, "until": UNTIL}
    assert customer["risk_class"] == "C3"
    plain = await floor.customers.of(head)
    assert (plain["quota"], plain["risk_class"]) == (None, "unknown")


async def test_the_class_of_who_took_the_risk_test_is_seen_while_they_agree(floor: Floor) -> None:
    database, sheets = floor.conversations.database, Questionnaires.load()
    tests, results, consents = RiskTests(database, sheets), Results(database, sheets), Consents(database)
    head = await floor.head(await floor.says("你好"))
    customers = Customers(database, floor.contacts, profiles=KnownProfiles(database).of)
    assert (await customers.of(head))["risk_class"] == "unknown"
    await consents.record(head.channel, head.user, "finances", given=True, version="1", message_id="c1")
    attempt = await tests.start(By(head.channel, head.user, "m1", UNTIL))
    for question in sheets.current.questions:
        letters = ("A",) if question.id == "capacity" else (question.letters[1],)
        by = By(head.channel, head.user, question.id, UNTIL)
        answered = await tests.answer(attempt.id, question.id, letters, 5, by)
        assert answered
        attempt = answered
    done = await results.finish(attempt, lambda outcome, until: "", UNTIL)
    assert done
    known = await customers.of(head)
    assert (known["risk_class"], known["risk_valid_until"]) == (done.level, done.valid_until)
    await consents.record(head.channel, head.user, "finances", given=False, version="1", message_id="c2")
    assert (await customers.of(head))["risk_class"] == "unknown"


async def test_the_platforms_name_of_an_investor_is_never_shown(floor: Floor) -> None:
    browser, wang = await floor.desk()
    head = await floor.served(wang, "u-very-private-name")
    shown = await browser.get(f"/desk/api/conversations/{head.conversation_id}")
    assert shown.status_code == 200
    assert "u-very-private-name" not in shown.text
    assert shown.json()["customer"]["user"] == shown.json()["head"]["user"]
