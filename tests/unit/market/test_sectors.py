"""What can be true of a sector, the order of sectors by their figures, and which of them a text means."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.errors import SourceChanged
from market.sector_names import SectorNames, stem
from market.sectors import Sector, ordered, vet

BANK = Sector("银行", Decimal("2.59"), Decimal("17164000000"), 2_932_090_000)
POWER = Sector("电力设备", Decimal("-2.34"), Decimal("54688000000"), 2_437_390_000)
LAND = Sector("房地产开发", Decimal("3.63"), Decimal("30062000000"), 5_893_160_000)
KNOWN = [
    "半导体",
    "白酒",
    "证券",
    "银行",
    "电池",
    "光伏设备",
    "光伏概念",
    "锂电池概念",
    "军工装备",
    "汽车整车",
    "汽车零部件",
    "机器人概念",
]
NAMES = SectorNames({"券商": ["证券"], "军工": ["国防军工", "军工装备"], "芯片": ["半导体"]})


def test_sectors_are_ordered_by_their_figures_and_by_nothing_else() -> None:
    assert [each.name for each in ordered([BANK, POWER, LAND], "up")] == ["房地产开发", "银行", "电力设备"]
    assert [each.name for each in ordered([BANK, POWER, LAND], "down")] == ["电力设备", "银行", "房地产开发"]
    assert ordered([BANK, POWER, LAND], "inflow") == ()
    rich, poor = (
        Sector("甲", Decimal(1), net_inflow=Decimal(5)),
        Sector("乙", Decimal(1), net_inflow=Decimal(-5)),
    )
    assert ordered([poor, rich, BANK], "inflow") == (rich,)
    assert ordered([poor, rich, BANK], "outflow") == (poor,)


@pytest.mark.parametrize(
    "fault",
    [
        Sector("", Decimal(1)),
        Sector("x", Decimal("36")),
        Sector("x", Decimal(1), Decimal(-1)),
        Sector("x", Decimal(1), Decimal("17164000000"), 2_932_090),
        Sector("x", Decimal(1), Decimal("171.64"), 2_932_090_000),  # 100 million yuan taken for yuan
        Sector("x", Decimal(1), Decimal(100), None, Decimal(101)),
    ],
)
def test_what_contradicts_itself_is_left_out_and_too_much_of_it_is_a_changed_answer(fault: Sector) -> None:
    assert vet([BANK, fault, POWER], "x") == (BANK, POWER)
    with pytest.raises(SourceChanged):
        vet([fault], "x")


def test_a_table_in_lots_is_never_taken_for_one_in_shares() -> None:
    lots = [replace(each, volume=each.volume // 100) for each in (BANK, POWER, LAND) if each.volume]
    with pytest.raises(SourceChanged, match="units"):
        vet(lots, "x")


def test_a_row_that_comes_twice_is_one_and_two_that_disagree_are_none() -> None:
    assert vet([BANK, BANK], "x") == (BANK,)
    with pytest.raises(SourceChanged, match="two of 银行"):
        vet([BANK, Sector("银行", Decimal("2.60"))], "x")


@given(st.decimals(min_value=-99, max_value=99, places=2), st.integers(0, 10**12), st.integers(0, 10**13))
def test_no_sector_is_shown_whose_average_price_cannot_be(change: Decimal, volume: int, amount: int) -> None:
    try:
        shown = vet([Sector("x", change, Decimal(amount), volume)], "x")
    except SourceChanged:
        return
    for sector in shown:
        assert abs(sector.change_percent) <= 35
        assert not amount or not volume or Decimal("0.3") <= Decimal(amount) / volume <= 3_000


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("半导体板块怎么样了", ("半导体",)),
        ("光伏概念资金流向", ("光伏概念",)),
        ("白酒板块今天涨了吗", ("白酒",)),
        ("券商那一块今儿涨得咋样", ("证券",)),
        ("军工板块走强没有", ("军工装备",)),
        ("锂电池 资金进来了多少", ("锂电池概念",)),
        ("半導體板塊", ("半导体",)),
        ("半导体和白酒板块今天怎么样", ("半导体", "白酒")),
        ("芯片今天涨了吗", ("半导体",)),
        ("今天哪些板块涨得好", ()),
        ("猪肉板块", ()),
    ],
)
def test_a_sector_is_known_by_its_name_its_stem_or_another_word(text: str, names: tuple[str, ...]) -> None:
    assert NAMES.find(text, KNOWN) == names


def test_what_is_only_like_a_name_is_offered_never_taken() -> None:
    assert NAMES.find("汽车板块", KNOWN) == ()
    assert NAMES.near("汽车板块", KNOWN) == ("汽车整车", "汽车零部件")
    assert NAMES.near("半导休设备", ["半导体设备", "银行"]) == ("半导体设备",)
    assert NAMES.near("猪肉", KNOWN) == ()


def test_the_stem_of_a_name_is_never_empty() -> None:
    assert (stem("光伏概念"), stem("白酒Ⅱ"), stem("玻璃行业"), stem("行业")) == (
        "光伏",
        "白酒",
        "玻璃",
        "行业",
    )
