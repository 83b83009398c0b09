"""What the rules of subscribing say, each with its document and its mark."""

import re
from datetime import date, datetime
from decimal import Decimal

import pytest

from actions.ipo.rules import RESTS_ON, IpoRules
from actions.ipo.words import IpoWords
from market.ipo import IPO_CALENDAR, IPO_SECOND_OPINION, Ipo
from market.session import SHANGHAI
from rules.errors import UnknownTopic
from rules.row import Row
from tests.unit.actions.ipo.given import RESPONSES, ROOT, answer, fact, features, said

GIVEN = features()
DAY = date(2026, 11, 26)
NOW = datetime(2026, 11, 26, 10, 0, tzinfo=SHANGHAI)
RULES = IpoRules.load(IpoWords.load())
PLACEHOLDER = re.compile(r"(?<!{){(\w+)}(?!})")


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("打新怎么点", "在券商App的“新股申购”里填数量提交，不用先交钱"),
        ("申购新股几点到几点", "沪市 09:30-11:30、13:00-15:00"),
        ("晚上能打新吗", "夜间委托由各家券商决定"),
        ("打新能撤单吗", "提交到交易所以后不能撤单"),
        ("用几个账户打新可以吗", "只能申购1次"),
        ("打新要钱吗", "申购时不用钱，中签后T+2日再缴款"),
        ("申购数量怎么填", "一个申购单位是500股"),
        ("新股申购T日T+1T+2什么意思", "T+4日 发行结果公告"),
        ("申购显示失败", "没有该市场的额度"),
        ("打新要开权限吗", "创业板：近20个交易日日均资产不低于10万元，交易满24个月"),
    ],
)
async def test_each_question_about_applying_has_its_answer(text: str, part: str) -> None:
    assert part in await said("ask_ipo_steps", text, GIVEN)


async def test_a_missing_permission_is_named_with_what_it_takes() -> None:
    told = await said("ask_ipo_steps", "我没开科创板能打吗", GIVEN)
    assert told.startswith("没开科创板权限，就不能申购科创板的新股。开通条件：")
    assert "科创板：近20个交易日日均资产不低于50万元，交易满24个月" in told


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("苏州天脉要开通权限吗", "苏州天脉在创业板发行，要有的权限："),
        ("我开了创业板，能打苏州天脉吗 有条件吗", "苏州天脉在创业板发行，您说的权限已经够了："),
        ("我开了科创板权限，苏州天脉能打吗", "苏州天脉在创业板发行，还缺创业板权限："),
        ("我没开创业板权限，苏州天脉能打吗", "苏州天脉在创业板发行，还缺创业板权限："),
        ("没有开通创业板能打苏州天脉吗", "苏州天脉在创业板发行，还缺创业板权限："),
    ],
)
async def test_what_the_investor_says_to_have_is_held_beside_what_a_share_needs(text: str, head: str) -> None:
    assert (await said("ask_ipo_steps", text, GIVEN)).split("\n")[0] == head


async def test_main_boards_need_nothing_more() -> None:
    told = await said("ask_ipo_steps", "主板新股要开权限吗", GIVEN)
    assert told.startswith("沪主板、深主板：不用另开权限")
    assert "健尔康" not in told
    assert "沪主板：不用另开权限" in await said("ask_ipo_steps", "健尔康要什么权限", GIVEN)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("弃购三次会被拉黑吗", "连续12个月内累计3次，6个月内不能申购新股"),
        ("什么时候恢复打新资格", "到期自动恢复"),
        ("弃购影响征信吗", "没有查到罚款或影响征信的规定"),
        ("可转债和新股的弃购合并算吗", "合并算：新股、存托凭证、可转债、可交债"),
        ("忘记缴款了", "过了缴款日就不能补缴"),
        ("查我弃购几次了", "您的放弃次数我看不到"),
    ],
)
async def test_each_question_about_not_paying_has_its_answer(text: str, part: str) -> None:
    told = await said("ask_ipo_default", text, GIVEN)
    assert part in told
    assert "待核实，以交易所公告为准" in told


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("北交所打新规则", "按比例配售，余股按时间先后分配，不摇号"),
        ("北交所打新要市值吗", "北交所新股不看市值"),
        ("北交所申购资金冻结几天", "大约T+2日退回"),
        ("北交所新股怎么配售", "每100股一个单位"),
        ("没开北交所能打北交所新股吗", "没开北交所权限"),
    ],
)
async def test_beijings_way_is_told_and_marked_as_unverified(text: str, part: str) -> None:
    told = await said("ask_ipo_bse", text, GIVEN)
    assert part in told
    assert "待核实，以交易所公告为准" in told


@pytest.mark.parametrize(
    ("intent", "text"),
    [
        ("ask_ipo_steps", "通领科技怎么申购"),
        ("ask_ipo_bse", "通领科技怎么申购"),
        ("ask_ipo_quota", "通领科技要多少市值"),
        ("ask_ipo_result", "通领科技中签号公布了吗"),
    ],
)
async def test_a_share_of_beijing_is_told_beijings_way(intent: str, text: str) -> None:
    told = await said(intent, text, GIVEN)
    assert told.startswith("通领科技在北交所发行，不看市值、不摇号，没有配号和中签号：")
    assert "通领科技 920187  北交所\n" in told
    assert "中签率" not in told
    assert "按申购量全额付款" in told
    assert "T+1" not in told
    found = await answer(intent, text, GIVEN)
    assert {each.payload for each in found.utterances[0].buttons} <= {
        "/ask_ipo_calendar",
        '/ask_ipo_steps{"ipo_view":"permission"}',
    }


async def test_a_share_of_beijing_of_which_all_is_known_still_fits_a_phone() -> None:
    """No real issue: every field has some value."""
    whole = Ipo(
        "920000",
        "某某科技",
        price=Decimal("10.00"),
        apply_limit=1000,
        apply_date=DAY,
        listing_date=DAY,
        winning_rate=Decimal("0.05"),
    )
    given = features({IPO_CALENDAR.name: fact((whole,)), IPO_SECOND_OPINION.name: fact((), "巨潮资讯")})
    told = await said("ask_ipo_steps", "某某科技怎么申购", given)
    assert "申购上限 1000股  顶格需资金 1万元" in told


async def test_below_a_share_of_beijing_no_button_leads_to_a_draw_or_a_payment() -> None:
    for intent, text in (("ask_ipo_calendar", "通领科技"), ("ask_ipo_payment", "通领科技一签多少钱")):
        found = await answer(intent, text, GIVEN)
        pressed = " ".join(each.payload for each in found.utterances[0].buttons)
        assert "ask_ipo_bse" in pressed
        assert not any(word in pressed for word in ("result", "payment", "default"))


@pytest.mark.parametrize(
    ("text", "lead"),
    [("健尔康几号申购", "健尔康申购日：10-25 周五"), ("诺瓦星云发行价多少", "诺瓦星云发行价：126.89元")],
)
async def test_steps_of_a_named_share_that_ask_for_a_day_get_it(text: str, lead: str) -> None:
    assert (await said("ask_ipo_steps", text, GIVEN)).startswith(lead)


async def test_the_first_days_are_told_for_every_board() -> None:
    told = await said("ask_ipo_first_day", "新股第一天怎么卖", features(moment=NOW))
    assert "沪主板、深主板：上市后前5个交易日不设涨跌幅，之后10%" in told
    assert "北交所：上市首日不设涨跌幅，之后30%" in told
    assert "首次涨跌30%、60%，各停牌10分钟（最晚到14:57）" in told


async def test_a_rise_is_neither_promised_nor_reckoned() -> None:
    told = await said("ask_ipo_first_day", "上市前几天能翻倍吗", features(moment=NOW))
    assert told.startswith("会涨会跌我判断不了")
    assert "平均" not in told


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("新股代码前面带N是啥意思", "N：上市首日"),
        ("股票后面带U", "U 尚未盈利"),
        ("新股什么时候到账", "上市前一天登记"),
    ],
)
async def test_letters_and_arrival_are_told_with_a_mark(text: str, part: str) -> None:
    told = await said("ask_ipo_first_day", text, features(moment=NOW))
    assert part in told
    assert "待核实" in told


def test_every_guide_has_all_its_rows_and_all_its_words() -> None:
    for response in RESTS_ON:
        rows = RULES.behind(response, DAY)
        assert rows, response
        wanted = set(PLACEHOLDER.findall(RESPONSES[response][0]["text"]))
        assert set(rows) >= {name for name in wanted if isinstance(_row(name), Row)}, response


def test_shanghai_and_shenzhen_are_as_equal_as_the_answers_take_them_to_be() -> None:
    shared = {name for names in RESTS_ON.values() for name in names if _row(name) and _row(f"{name}_SZ")}
    differing = {name for name in shared if _value(name) != _value(f"{name}_SZ")}
    assert differing == {"hours"}


async def test_a_day_before_all_rules_is_answered_with_not_knowing() -> None:
    old = features(moment=datetime(2015, 1, 5, 10, 0, tzinfo=SHANGHAI))
    found = await answer("ask_ipo_steps", "打新怎么点", old)
    assert [each.response for each in found.utterances] == ["utter_ipo_unknown_rule"]


def test_every_response_of_issues_is_said_by_an_action() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "actions" / "ipo").glob("*.py"))
    said_here = [name for name in RESPONSES if name.startswith(("utter_ipo", "utter_bond"))]
    assert [name for name in said_here if f'"{name}"' not in code] == []


def _row(name: str) -> Row | None:
    try:
        found = RULES.ask(name, DAY)
    except UnknownTopic:  # a value that the code gives, or a market without such rows
        return None
    return found if isinstance(found, Row) else None


def _value(name: str) -> str:
    row = _row(name)
    return row.value if row else ""
