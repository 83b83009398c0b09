"""The custom menu: made of the words of data/notices, refused here where WeChat would refuse it."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from channels.wechat.client import WechatClient
from channels.wechat.menu import create_menu, menu_of, read_menu
from conversations.errors import NoticesBroken
from tests.fakes.wechat.menus import judge_menu
from tests.fakes.wechat.platform import Platform

ENTRY = {"name": "开户", "says": "怎么开户"}


async def test_our_menu_is_taken_by_wechat(client: WechatClient, platform: Platform) -> None:
    count = await create_menu(client)
    assert platform.menu == read_menu()
    assert count == 9


def test_a_click_says_what_stands_in_the_entry() -> None:
    menu = menu_of({"menu": [{"name": "业务", "entries": [ENTRY]}, ENTRY]})
    click = {"type": "click", "name": "开户", "key": "怎么开户"}
    assert menu == {"button": [{"name": "业务", "sub_button": [click]}, click]}


@pytest.mark.parametrize(
    "menu",
    [
        None,
        [],
        [ENTRY] * 4,
        [{"name": "业务", "entries": []}],
        [{"name": "业务", "entries": [ENTRY] * 6}],
        [{"name": "一二三四五六", "says": "好"}],
        [{"name": "", "says": "好"}],
        [{"name": "好"}],
        [{"name": "好", "says": "好" * 43}],
        [{"name": "业务", "entries": [{"name": "好" * 21, "says": "好"}]}],
        ["开户"],
    ],
)
def test_a_menu_that_wechat_would_refuse_is_refused_here(menu: Any) -> None:
    with pytest.raises(NoticesBroken):
        menu_of({"menu": menu})


def test_the_limits_are_those_of_the_platform() -> None:
    largest = [
        {
            "name": "一二三四五.",
            "entries": [{"name": "好" * 20, "says": "好" * 42 + ".."} for _ in range(5)],
        }
        for _ in range(3)
    ]
    assert judge_menu(menu_of({"menu": largest})) == 0


async def test_a_broken_menu_leaves_the_one_that_is_there(
    client: WechatClient, platform: Platform, tmp_path: Path
) -> None:
    file = tmp_path / "wechat.yml"
    file.write_text(yaml.safe_dump({"menu": [{"name": "好"}]}), encoding="utf-8")
    with pytest.raises(NoticesBroken):
        await create_menu(client, file)
    assert platform.menu is None
