"""What is sent unasked reaches each in the characters they wished for."""

from conversations import Reply
from conversations.messages import Choice
from tests.unit.notices.clientele import REF, TITLE, Clientele
from tests.unit.notices.conftest import Opening
from tests.unit.notices.office import office
from tests.unit.notices.phones import Phones
from tests.unit.notices.test_mailing import brief, post


async def test_each_reads_it_in_the_characters_they_wished_for(
    clientele: Clientele, gateway: Opening
) -> None:
    """One message to all of them, and each button means the same."""
    mailing = post(await gateway(Phones("telegram")), "telegram")
    investors = [clientele.investor(f"telegram:{n}") for n in range(4)]
    for number, language in zip(investors, ("zh-Hant", "zh-Hant", "en", None), strict=True):
        clientele.do("update investor set language = %s where id = %s", language, number)
    reply = Reply("收盘简报 600519 +1.20%", (Choice("退订", '/go_on_task{"choice":"关"}'),))
    assert await mailing.send([brief(number, reply=reply) for number in investors]) == 4
    said = [clientele.said(f"telegram:{n}") for n in range(4)]
    assert said == [["收盤簡報 600519 +1.20%"]] * 2 + [["收盘简报 600519 +1.20%"]] * 2
    assert clientele.do("select distinct title, payload from button order by title") == [
        {"title": "退訂", "payload": '/go_on_task{"choice":"关"}'},
        {"title": "退订", "payload": '/go_on_task{"choice":"关"}'},
    ]
    kept = clientele.do("select language from outbox order by recipient")
    assert [row["language"] for row in kept] == ["zh-Hant", "zh-Hant", None, None]


async def test_a_campaign_reaches_each_in_the_characters_they_wished_for(
    clientele: Clientele, gateway: Opening
) -> None:
    """What it says to all is kept once, and written for each."""
    conversations = await gateway(Phones("telegram"))
    holders = [clientele.investor(f"telegram:{n}", holds=[REF]) for n in range(4)]
    for number in holders[::2]:
        clientele.do("update investor set language = 'zh-Hant' where id = %s", number)
    await office(conversations, "telegram").tell(clientele.event())
    told = [clientele.said(f"telegram:{n}")[0] for n in range(4)]
    assert ["終止上市" in each for each in told] == [True, False] * 2
    assert [TITLE in each for each in told] == [False, True] * 2
    [kept] = clientele.do("select reply ->> 'text' as text from campaign")
    assert kept["text"] == told[1]
