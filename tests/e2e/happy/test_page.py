"""What an investor and an operator find at the gateway's addresses."""

from tests.e2e.dialogue import Says, talk
from tests.e2e.system import System


def test_the_web_chat_is_a_chinese_page(system: System) -> None:
    page = system.client.get("/")
    assert page.status_code == 200
    assert 'lang="zh' in page.text
    assert "问盘" in page.text


def test_health_names_every_part_and_all_are_well(system: System) -> None:
    status, body = system.health()
    assert status == 200
    assert body["parts"] == {"database": "ok", "rasa": "ok", "actions": "ok"}


def test_every_turn_is_counted(system: System) -> None:
    before = system.turns()
    talk(system, [Says("浦发银行多少钱"), Says("谢谢")])
    assert system.turns() == before + 2
