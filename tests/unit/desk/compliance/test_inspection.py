"""Who watches over quality sees what the rules find in a stretch that has ended, and nobody else does."""

from conversations.messages import Reply
from conversations.owners import close, wrap_up
from desk.compliance.inspection import Inspector
from desk.routes.inspection import InspectionRoutes
from desk.routing.terms import Terms
from tests.unit.desk.work.conftest import brain, conversations, floor
from tests.unit.desk.work.floor import CHECKER, Floor

__all__ = ["brain", "conversations", "floor"]


async def terms() -> Terms:
    return Terms()


async def served(floor: Floor, *words: str, outcome: str = "solved", summary: str = "查了进度") -> int:
    """A talk in which an agent said this; its number."""
    _, wang = await floor.desk()
    head = await floor.served(wang)
    for text in words:
        await floor.conversations.say(head.conversation_id, wang.agent, Reply(text), epoch=head.epoch)
    detail = {"outcome": outcome, "summary": summary}
    await floor.conversations.move(head.conversation_id, wrap_up(wang.agent, detail=detail))
    await floor.conversations.move(head.conversation_id, close(by=wang.agent, reason="served"))
    return head.conversation_id


async def found(floor: Floor, number: int) -> list[tuple[str, int | None]]:
    inspector = Inspector(floor.conversations.database, CHECKER, terms)
    [inspection] = await inspector.inspect(await floor.opening.head(number))
    return [(finding.rule, finding.seq) for finding in inspection.findings]


async def test_a_talk_that_was_served_well_has_nothing_against_it(floor: Floor) -> None:
    number = await served(floor, "您好，请问要办什么业务", "已经为您查到，今天之内到账")
    assert await found(floor, number) == []


async def test_what_an_agent_broke_is_named_with_its_place(floor: Floor) -> None:
    number = await served(floor, "您好", "这只股票保本稳赚", outcome="unsolved", summary="")
    rules = dict(await found(floor, number))
    promise = next(seq for rule, seq in rules.items() if "return" in rule or "promise" in rule)
    lines = await floor.records.lines(number)
    assert next(line.text for line in lines if line.seq == promise) == "这只股票保本稳赚"
    assert {"unsolved", "summary_missing"} <= rules.keys()


async def test_after_years_of_talking_to_the_bot_the_talk_with_people_is_still_judged(floor: Floor) -> None:
    number = await served(floor, "这只股票保本稳赚")
    for statement in (
        "update conversation set seq = seq + 2100 where id = %(id)s returning id",
        "update message set seq = seq + 2100 where conversation_id = %(id)s returning seq",
        """insert into message (conversation_id, seq, sender, kind, text, epoch)
        select %(id)s, n, 'user', 'text', '旧话' || n, 0 from generate_series(1, 2100) n returning seq""",
    ):
        await floor.conversations.database.rows(statement, {"id": number})
    assert any("return" in rule or "promise" in rule for rule, _ in await found(floor, number))


async def test_a_talk_under_way_is_not_judged(floor: Floor) -> None:
    _, wang = await floor.desk()
    head = await floor.served(wang)
    await floor.conversations.say(head.conversation_id, wang.agent, Reply("保本稳赚"), epoch=head.epoch)
    assert await found(floor, head.conversation_id) == []


async def test_findings_show_no_personal_data_to_who_reads_masked_transcripts(floor: Floor) -> None:
    number = await served(floor, "您的卡号6222021234567890123已登记")
    inspector = Inspector(floor.conversations.database, CHECKER, terms)
    routes = InspectionRoutes(inspector, floor.opening).routes(floor.office.guard)
    browser = floor.office.browser(routes)
    await floor.office.signed_in(browser, "quality")
    shown = await browser.get(f"/desk/api/transcripts/{number}/inspection")
    assert "personal_data" in shown.text
    assert "6222021234567890123" not in shown.text


async def test_who_may_not_read_transcripts_sees_no_findings(floor: Floor) -> None:
    number = await served(floor, "您好")
    inspector = Inspector(floor.conversations.database, CHECKER, terms)
    routes = InspectionRoutes(inspector, floor.opening).routes(floor.office.guard)
    browser = floor.office.browser(routes)
    for role, status in (("agent", 403), ("admin", 403), ("quality", 200), ("supervisor", 200)):
        await floor.office.signed_in(browser, role)  # type: ignore[arg-type]  # one of the roles
        response = await browser.get(f"/desk/api/transcripts/{number}/inspection")
        assert response.status_code == status
    assert response.json()["segments"][0]["findings"] == []
