"""The way to delisting, read from real titles (code, day and title as published by cninfo)."""

from datetime import date
from pathlib import Path

import pytest

from rules.delisting_events import Kind, Titles
from rules.errors import BadRows

XINCHAO = "山东新潮能源股份有限公司关于"
TITLES: list[tuple[str, str, Kind, str]] = [
    (
        "2019-04-30",
        "000693",
        "possible",
        "关于无法在法定期限内披露2018年年度报告及公司股票可能被终止上市的风险提示公告",
    ),
    ("2019-05-18", "000693", "decision", "关于公司股票终止上市的公告"),
    ("2022-06-22", "002618", "delisted", "关于股票终止上市暨摘牌的公告"),
    (
        "2023-05-10",
        "000038",
        "prior_notice",
        "关于收到深圳证券交易所《事先告知书》暨公司股票可能被终止上市的风险提示性公告",
    ),
    ("2023-06-10", "000038", "decision", "关于收到股票终止上市决定的公告"),
    ("2023-07-01", "688086", "delisted", "关于公司股票终止上市暨摘牌的公告"),
    ("2024-05-12", "000976", "risk_warning", "关于公司股票交易被叠加实施其他风险警示的公告"),
    ("2024-08-24", "000976", "risk_warning", "关于公司未在规定期限内披露定期报告的风险提示公告"),
    (
        "2025-04-29",
        "601028",
        "risk_warning",
        "关于无法在法定期限内披露2024年年度报告及2025年第一季度报告的公告",
    ),
    (
        "2025-05-06",
        "000622",
        "possible",
        "关于无法在法定期限内披露定期报告致股票可能被终止上市暨停牌的风险提示公告",
    ),
    ("2025-06-19", "000622", "decision", "关于收到股票终止上市决定的公告"),
    ("2026-04-18", "600777", "possible", f"{XINCHAO}公司股票可能被终止上市的第六次风险提示公告"),
    ("2026-04-24", "600777", "lift_applied", f"{XINCHAO}申请撤销公司股票退市风险警示和其他风险警示的公告"),
    ("2026-06-19", "600777", "lifted", f"{XINCHAO}撤销退市风险警示及其他风险警示暨停牌的公告"),
    ("2026-08-29", "301139", "possible", "关于公司股票停牌暨可能被终止上市的风险提示公告"),
    ("2026-09-01", "000016", "voluntary", "关于公司股票后续停牌及现金选择权相关事宜的说明公告"),
    (
        "2026-09-01",
        "000016",
        "voluntary",
        "关于本次终止上市事项暨距离公司股票停牌尚余3个交易日的提示性公告",
    ),
    (
        "2026-09-05",
        "002743",
        "risk_warning",
        "关于公司主要银行账号被冻结暨股票交易被实施其他风险警示及股票停复牌的公告",
    ),
    ("2026-09-07", "002731", "possible", "关于公司股票将被终止上市暨继续停牌的风险提示公告"),
    ("2026-09-07", "301139", "risk_warning", "关于公司股票被实施其他风险警示的第七次提示性公告"),
    ("2026-09-11", "688496", "possible", "关于公司股票触及交易类强制退市的风险提示暨停牌公告"),
    (
        "2026-09-12",
        "601059",
        "voluntary",
        "关于公司A股股票连续停牌直至终止上市、实施换股吸收合并的提示性公告",
    ),
    ("2022-04-29", "603039", "risk_warning", "泛微网络关于股票实施其他风险警示暨公司股票停牌的提示性公告"),
]
OTHERS = [
    ("2011-06-28", "002594", "关于比亚迪股份有限公司股票上市交易的公告"),
    ("2016-12-08", "002826", "首次公开发行股票上市公告书"),
    ("2023-04-29", "002027", "分众传媒信息技术股份有限公司关于终止回购公司股份事项的公告"),
    ("2024-10-29", "688202", "首次公开发行限售股上市流通公告"),
    (
        "2022-04-29",
        "603039",
        "泛微网络董事会关于会计师事务所出具否定意见内部控制审计报告涉及事项的专项说明",
    ),
    (
        "2026-04-24",
        "600777",
        f"{XINCHAO}2024年度内部控制和财务报表审计报告无法表示意见涉及事项影响已消除的专项说明",
    ),
    ("2026-09-08", "601995", "关于公司A股股票停牌的提示性公告"),
    ("2026-09-11", "300151", "关于董事会提议向下修正昌红转债转股价格的公告"),
    ("2026-09-12", "600301", "关于筹划控制权变更暨停牌的公告"),
]
WORDINGS: list[tuple[str, Kind | None]] = [
    ("关于公司股票进入退市整理期交易的公告", "period"),
    ("关于公司股票进入退市整理期交易的第二次风险提示公告", "period"),
    ("关于公司股票可能被实施退市风险警示的提示性公告", "warning_possible"),
    ("关于公司股票将被实施退市风险警示暨停牌的公告", "risk_warning"),
    ("关于公司股票终止上市听证会的公告", "hearing"),
    ("关于主动终止公司股票上市的决定", "voluntary"),
    ("关于收到撤销公司股票终止上市决定的公告", "revoked"),
    ("关于终止某某股份有限公司股票上市的决定", "decision"),
    ("关于收到股票终止上市决定的公告（更正后）", "decision"),
    ("关于“某转债”终止上市的公告", None),
    ("关于某基金终止上市的公告", None),
    ("关于终止分拆所属子公司上市的决定", None),
]
MADE_UP: list[tuple[str, Kind | None]] = [
    ("关于提起行政诉讼请求撤销终止上市决定的公告", None),
    ("关于法院驳回公司请求撤销终止上市决定诉讼请求的公告", None),
    ("关于收到法院受理撤销终止上市决定之诉的公告", None),
    ("关于收到法院判决撤销终止上市决定的公告", None),
    ("关于交易所拟撤回终止上市决定的公告", None),
    ("关于不予撤销公司股票终止上市决定的公告", None),
    ("关于撤回对终止上市决定的复核申请的公告", "review"),
    ("关于深圳证券交易所撤销公司股票终止上市决定的公告", "revoked"),
    ("关于上市委员会复核后撤销对公司股票终止上市决定的公告", "revoked"),
    ("关于交易所不予撤销退市风险警示的公告", "risk_warning"),
    ("关于控股子公司撤回首次公开发行股票并上市申请文件的公告", None),
    ("关于子公司撤回香港联交所上市申请的公告", None),
    ("关于主动撤回向不特定对象发行股票上市申请文件的公告", None),
    ("关于主动终止重大资产重组的公告", None),
    ("关于控股子公司主动终止在全国股转系统挂牌及上市的公告", None),
    ("关于公司H股主动终止上市的公告", None),
    ("关于以股东会方式主动终止公司股票上市事项的公告", "voluntary"),
    ("关于公司主动终止上市申请获得受理的公告", "voluntary"),
    ("关于以股东大会方式主动撤回A股股票在上海证券交易所上市交易的公告", "voluntary"),
    ("关于公司股票终止上市并提供现金选择权的公告", "voluntary"),
    ("关于A股股票主动终止上市、H股继续上市的公告", "voluntary"),
    ("关于换股吸收合并事项获得核准的公告", "cash_option"),
    ("关于现金选择权申报结果的公告", "cash_option"),
    ("关于吸收合并子公司、不涉及现金选择权的公告", None),
    ("关于全资子公司收到终止上市决定的公告", None),
    ("关于控股股东收到深圳证券交易所终止上市决定的公告", None),
    ("关于参股公司股票被终止上市的公告", None),
    ("关于公司H股终止上市决定的公告", None),
    ("关于决定终止筹划控股子公司上市的公告", None),
    ("关于收到A股和H股股票终止上市决定的公告", "decision"),
    ("山东未名生物医药股份有限公司关于撤销公司股票退市风险警示的公告", "lifted"),
    ("未来电器:关于收到撤销公司股票终止上市决定的公告", "revoked"),
    ("关于交易所未撤销终止上市决定的公告", None),
]
"""Wordings that matter and that no sample has; none of these titles was published."""


def of(titles: Titles, code: str) -> list[tuple[date, str]]:
    return [(date.fromisoformat(day), title) for day, of_code, _, title in TITLES if of_code == code]


@pytest.mark.parametrize(("day", "code", "kind", "title"), TITLES)
def test_a_title_is_known_by_its_kind(titles: Titles, day: str, code: str, kind: Kind, title: str) -> None:
    assert titles.kind(title) == kind


@pytest.mark.parametrize(("day", "code", "title"), OTHERS)
def test_other_titles_are_no_step_to_delisting(titles: Titles, day: str, code: str, title: str) -> None:
    assert titles.kind(title) is None


@pytest.mark.parametrize(("title", "kind"), WORDINGS)
def test_usual_wordings_that_no_sample_has_are_known_too(
    titles: Titles, title: str, kind: Kind | None
) -> None:
    assert titles.kind(title) == kind


@pytest.mark.parametrize(("title", "kind"), MADE_UP)
def test_a_decision_its_revocation_and_a_leaving_are_only_what_says_so_outright(
    titles: Titles, title: str, kind: Kind | None
) -> None:
    assert titles.kind(title) == kind


@pytest.mark.parametrize(
    "beside",
    [
        "关于控股子公司撤回首次公开发行股票并上市申请文件的公告",
        "关于子公司撤回香港联交所上市申请的公告",
        "关于现金选择权申报结果的公告",
        "关于换股吸收合并事项获得核准的公告",
    ],
)
def test_what_does_not_say_that_the_share_leaves_leaves_its_decision_red(titles: Titles, beside: str) -> None:
    """The titles beside are made up."""
    chain = titles.chain([(date(2023, 1, 10), beside), *of(titles, "000038")])
    assert chain.levels == ("red",)


def test_blanks_in_a_title_do_not_hide_it(titles: Titles) -> None:
    assert titles.kind("关于收到股票 终止上市 决定的公告") == "decision"


def test_a_notice_and_a_decision_form_a_chain(titles: Titles) -> None:
    chain = titles.chain(reversed(of(titles, "000038")))
    assert [event.kind for event in chain.events] == ["prior_notice", "decision"]
    assert chain.red is not None
    assert chain.red.day == date(2023, 6, 10)
    assert chain.levels == ("red",)


def test_red_comes_before_orange(titles: Titles) -> None:
    period = "关于公司股票进入退市整理期交易的公告"
    chain = titles.chain([(date(2023, 6, 26), period), *of(titles, "000038")])
    assert chain.levels == ("red", "orange")
    assert chain.latest is not None
    assert chain.latest.kind == "period"


def test_repeated_notices_are_one_event(titles: Titles) -> None:
    period = "关于公司股票进入退市整理期交易的第{}次风险提示公告"
    chain = titles.chain([(date(2023, 6, 20 + place), period.format(place)) for place in range(1, 5)])
    assert len(chain.events) == 1
    assert chain.orange is not None
    assert (chain.orange.day, chain.orange.repeats) == (date(2023, 6, 21), 3)


def test_a_lifted_warning_ends_the_chain_before_it(titles: Titles) -> None:
    chain = titles.chain(of(titles, "600777"))
    assert [event.kind for event in chain.events] == ["lifted"]
    assert chain.levels == ()


def test_leaving_by_own_will_is_no_warning_level(titles: Titles) -> None:
    decided = (date(2026, 9, 20), "关于收到股票终止上市决定的公告")
    chain = titles.chain([*of(titles, "000016"), decided])
    assert chain.voluntary
    assert chain.red is not None
    assert chain.levels == ()


def test_nothing_announced_is_an_empty_chain(titles: Titles) -> None:
    chain = titles.chain([])
    assert chain.latest is None
    assert (chain.red, chain.orange, chain.voluntary) == (None, None, False)


def test_a_kind_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "titles.yml"
    file.write_text("others: x\nshares: y\nkinds: [{kind: nonsense, when: z}]\n", encoding="utf-8")
    with pytest.raises(BadRows, match="nonsense"):
        Titles.load(file)
