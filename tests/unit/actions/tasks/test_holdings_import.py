"""A list of holdings that is pasted or sent as a file is shown first, and kept once it is confirmed."""

from decimal import Decimal

from customers.importing import is_table
from customers.packing import MOST_ROWS
from tests.unit.actions.talk import Dialogue
from tests.unit.actions.tasks.shares import WHO, Office, send_file

MOUTAI, BANK, WULIANGYE, FUND = "SH600519", "SZ000001", "SZ000858", "SH510300"
OTHER = "out_of_scope"
LIST = "600519 100 1500\n平安银行 2000\n沪深300ETF 1000份 4.5"
BROKER = "证券代码\t证券名称\t股票余额\t成本价\n600519\t贵州茅台\t100\t1500\n000001\t平安银行\t2000\t--"


async def test_a_pasted_list_is_shown_then_kept(talk: Dialogue, office: Office) -> None:
    assert "敏感个人信息" in await talk.say("600519 100 1500\n000001 2000", OTHER)
    shown = await talk.press("同意")
    assert shown == "读到2只，请核对：\n贵州茅台 600519 100股 成本1500\n平安银行 000001 2000股"
    assert talk.titles == ["确认", "取消"]
    assert await office.held() == {}
    assert await talk.say("确认", "affirm") == "已保存2只持仓。"
    assert await office.held() == {MOUTAI: (Decimal(100), Decimal(1500)), BANK: (Decimal(2000), None)}
    assert [each.source for each in await office.holdings.of("web", "someone")] == ["list", "list"]


async def test_a_brokers_table_is_added_or_takes_the_place_of_what_was_there(office: Office) -> None:
    await office.hold((WULIANGYE, "10", "100"), (BANK, "1", "9"))
    talk = office.talk()
    await talk.say(BROKER, OTHER)
    assert talk.titles == ["加入持仓", "替换全部", "取消"]
    await talk.press("加入持仓")
    assert set(await office.held()) == {WULIANGYE, BANK, MOUTAI}
    assert (await office.held())[BANK] == (Decimal(2000), Decimal(9))
    await talk.say(BROKER, OTHER)
    await talk.press("替换全部")
    assert set(await office.held()) == {BANK, MOUTAI}
    await talk.say(BROKER, OTHER)
    assert "没有变" in await talk.press("取消")


async def test_what_cannot_be_read_is_named_line_by_line(known: Dialogue, office: Office) -> None:
    shown = await known.say(
        "600519 100\n=cmd|'/C calc'!A0 100\n平安 100\n600036 平安银行 100\n600519 200\n600519 100\n000858 -5",
        OTHER,
    )
    assert shown.splitlines() == [
        "读到1只，请核对：",
        "贵州茅台 600519 100股",
        "没读懂5行：",
        "第2行“=cmd|'/C calc'!A0 100”像公式，不读",
        "第3行“平安”名称对应几只",
        "第4行“600036”代码和名称对不上",
        "另有2行",
    ]
    await known.press("确认")
    assert await office.held() == {MOUTAI: (Decimal(100), None)}


async def test_a_list_is_asked_for_and_one_line_is_enough_then(known: Dialogue, office: Office) -> None:
    asked = await known.say("导入持仓", OTHER)
    assert "这里收不到文件" in asked
    assert "读到1只" in await known.say("600519 100 1500", OTHER)
    assert "再见" in await known.say("再见", "goodbye")
    assert known.titles == ["回到持仓"]
    assert "贵州茅台 600519 100股" in await known.press("回到持仓")
    await known.press("确认")
    assert list(await office.held()) == [MOUTAI]


async def test_a_consent_that_is_gone_by_then_is_asked_for_before_anything_is_kept(
    known: Dialogue, office: Office
) -> None:
    for said, pressed in ((LIST, "确认"), ("我有平安 100股", "平安银行 000001")):
        await known.say(said, OTHER)
        await office.consents.withdraw(*WHO, ["finances"], version="2026-11", message_id=said)
        assert "敏感个人信息" in await known.press(pressed)
        assert await office.held() == {}
        await office.consents.record(*WHO, "finances", given=True, version="2026-11", message_id=pressed)


async def test_where_files_can_be_sent_that_is_said(office: Office) -> None:
    talk = office.talk(channel="telegram")
    await office.consents.record("telegram", "someone", "finances", given=True, version="1", message_id="m0")
    assert "CSV或Excel" in await talk.say("导入持仓", OTHER)


async def test_an_index_is_no_holding_and_its_code_is_that_of_the_share(
    known: Dialogue, office: Office
) -> None:
    shown = await known.say("000001 100\n沪深300ETF 1000份\n上证指数 100", OTHER)
    assert "平安银行 000001 100股" in shown
    assert "第3行“上证指数”没找到这只证券" in shown


async def test_a_message_handled_twice_keeps_what_one_keeps(known: Dialogue, office: Office) -> None:
    for _ in range(2):
        await known.say("600519 100 1500\n000001 2000", OTHER)
        await known.say("确认", "affirm")
    assert (await office.held())[MOUTAI] == (Decimal(100), Decimal(1500))


async def test_a_file_goes_the_same_way_and_is_kept_as_one(known: Dialogue, office: Office) -> None:
    assert "读到2只" in await send_file(known, BROKER)
    await known.press("确认")
    assert {each.source for each in await office.holdings.of("web", "someone")} == {"csv"}


async def test_a_file_that_cannot_be_read_leaves_the_list_as_it_was(office: Office) -> None:
    await office.hold((MOUTAI, "100", None))
    talk = office.talk()
    assert "没有读到持仓" in await send_file(talk, "你好\n<script>alert(1)</script>\n")
    assert list(await office.held()) == [MOUTAI]


async def test_an_endless_list_is_read_as_far_as_it_goes_and_the_rest_is_counted(
    known: Dialogue, office: Office
) -> None:
    shown = await send_file(known, "600519 100\n" * 100_000)
    assert "读到1只" in shown
    assert f"后面还有{100_000 - MOST_ROWS}行没有读" in shown


def test_questions_of_several_lines_are_no_list() -> None:
    assert not is_table("茅台多少钱\n000001 今天怎么样")
    assert is_table(LIST)
