"""Near misses: offered to choose from, never taken."""

import pytest

from market.names import Names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("康隆化成多少钱", "康龙化成"),
        ("昨天听朋友讲康隆化成不错", "康龙化成"),
        ("买宁得时代", "宁德时代"),
        ("贵州毛台", "贵州茅台"),
        ("毛台现在多少", "贵州茅台"),
        ("招伤银行", "招商银行"),
        ("比亚敌", "比亚迪"),
        ("东方财付", "东方财富"),
        ("北方西土", "北方稀土"),
        ("maotaii", "贵州茅台"),
        ("发展", "*ST发展"),
        ("南京云创多少钱", "*ST云创"),
        ("N沐曦今天多少", "沐曦股份"),
    ],
)
def test_a_typo_is_offered_the_name_and_not_taken_for_it(names: Names, text: str, name: str) -> None:
    assert names.find(text) == []
    assert name in [security.name for security in names.suggest(text)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "你好",
        "今天天气怎么样",
        "我要开户",
        "怎么修改密码",
        "佣金多少",
        "你是机器人吗",
        "腾讯多少钱",
        "😀😀😀",
        "123",
    ],
)
def test_where_nothing_comes_near_nothing_is_offered(names: Names, text: str) -> None:
    assert names.suggest(text) == []


def test_no_more_are_offered_than_asked_for(names: Names) -> None:
    assert len(names.suggest("招伤银行", limit=1)) == 1
    assert names.suggest("招伤银行", limit=1) == names.suggest("招伤银行")[:1]


def test_the_likeliest_comes_first(names: Names) -> None:
    assert names.suggest("招伤银行")[0].name == "招商银行"


def test_a_delisted_share_is_not_offered(names: Names) -> None:
    assert all(security.status == "listed" for security in names.suggest("乐视往"))
    assert all(security.status == "listed" for security in names.suggest("左江科纪"))


def test_of_a_full_name_that_is_begun_its_company_comes_first(names: Names) -> None:
    assert names.suggest("湖南百利工程多少钱")[0].name == "ST百利"


def test_the_name_of_a_place_offers_no_company_that_begins_with_it(names: Names) -> None:
    assert names.suggest("北京市海淀区") == []


def test_an_ordinary_word_by_itself_is_offered_its_share(names: Names) -> None:
    assert [security.name for security in names.suggest("双汇")] == ["双汇发展"]
