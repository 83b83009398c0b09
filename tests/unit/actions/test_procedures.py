"""Rules and procedures that only sound like a wish for advice are told; a judgement is declined as ever."""

import pytest

from tests.unit.actions.talk import Dialogue

LIKELY = [("ask_advice", 1.0), ("ask_transfer_limit", 0.8)]


@pytest.mark.parametrize("text", ["转账超了限额，怎么操作", "限额不够，能买吗", "额度用完了，要清仓吗"])
@pytest.mark.parametrize("intent", ["ask_advice", "ask_forecast"])
async def test_who_asks_for_a_procedure_is_told_it_and_not_refused(text: str, intent: str) -> None:
    talk = Dialogue({})
    assert (await talk.say(text, intent, ranking=LIKELY)).startswith("TRF04的回答。")
    assert talk.slots["topic"] == "TRF04"


@pytest.mark.parametrize(
    "text",
    [
        "转账限额够了，茅台该不该买",
        "限额够了，哪只值得买",
        "钱转进来了，明天会涨吗",
        "限额提了，你觉得现在能进吗",
        "I raised the limit, which stock is better",
    ],
)
async def test_who_wants_a_judgement_is_refused_whatever_stands_beside(text: str) -> None:
    assert "不推荐" in await Dialogue({}).say(text, "ask_advice", ranking=LIKELY)


async def test_a_procedure_that_is_hardly_likely_is_not_answered() -> None:
    ranking = [("ask_advice", 1.0), ("ask_transfer_limit", 0.3)]
    assert "不推荐" in await Dialogue({}).say("怎么操作", "ask_advice", ranking=ranking)


async def test_facts_of_a_share_stand_below_the_refusal() -> None:
    ranking = [("ask_advice", 1.0), ("ask_quote", 0.9)]
    told = await Dialogue({}).say("茅台多少钱，能买吗", "ask_advice", "SH600519", ranking=ranking)
    assert told.index("不推荐") < told.index("贵州茅台 600519")


@pytest.mark.parametrize("intent", ["order_request", "ask_rumour"])
async def test_orders_and_rumours_are_declined_whatever_stands_beside(intent: str) -> None:
    assert "TRF04" not in await Dialogue({}).say("限额够了，你操作", intent, ranking=LIKELY)
