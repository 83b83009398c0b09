"""Which deal a question about fees speaks of."""

from decimal import Decimal

import pytest

from actions.fee.reading import deal
from actions.fee.words import FeeWords

MARKS = FeeWords.load().patterns()


def amount(text: str) -> Decimal | None:
    found = deal(text, MARKS, ("sell",))
    return found.amount if found else None


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("买一万块的股票要交多少费", 10_000),
        ("卖十万股票税费多少", 100_000),
        ("卖了八万六扣多少", 86_000),
        ("十万三千块卖掉印花税多少", 103_000),
        ("卖1.5w要多少税", 15_000),
        ("成交额 250000 佣金多少", 250_000),
        ("买八百块的股票扣我五块", 800),
        ("佣金万2.5 买3万要多少", 30_000),
        ("一百五十万卖出的税", 1_500_000),
    ],
)
def test_an_amount_is_read_as_it_is_written(text: str, yuan: int) -> None:
    assert amount(text) == yuan


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("买1000股10块钱的股票", "10000"),
        ("卖200股15块8的要多少税", "3160"),
        ("25元买3手要多少手续费", "7500"),
    ],
)
def test_shares_at_a_price_are_multiplied(text: str, yuan: str) -> None:
    assert amount(text) == Decimal(yuan)


@pytest.mark.parametrize(
    "text",
    [
        "手续费怎么扣了五块",
        "这笔手续费扣了18块怎么算的",
        "最低佣金五块吗",
        "买100股手续费多少",
        "小散买几百块的票手续费怎么收",
        "印花税千分之一还是万五",
        "佣金万三",
        "2023年印花税调整是哪天",
        "印花税税率是多少",
        "卖5万和卖8万税差多少",
    ],
)
def test_fees_rates_dates_and_several_amounts_are_no_deal(text: str) -> None:
    assert amount(text) is None


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("买一万块的股票", ("buy",)),
        ("清仓六万七", ("sell",)),
        ("来回一趟十万", ("buy", "sell")),
        ("买进十万又卖掉", ("buy", "sell")),
        ("成交二十万", ("sell",)),
    ],
)
def test_the_side_is_read_and_else_that_of_the_question(text: str, sides: tuple[str, ...]) -> None:
    found = deal(text, MARKS, ("sell",))
    assert found is not None
    assert found.sides == sides
