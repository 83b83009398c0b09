"""Names in Latin letters: pinyin and initials, and Latin words that are neither."""

import pytest

from market.names import Names


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("guizhoumaotai", "SH600519"),
        ("GuiZhou MaoTai", "SH600519"),
        ("gui zhou mao tai 多少钱", "SH600519"),
        ("maotai", "SH600519"),
        ("ningdeshidai现在", "SZ300750"),
        ("gongshangyinhang", "SH601398"),
        ("gongshangyinxing", "SH601398"),
        ("zhongqingpijiu", "SH600132"),
        ("chongqingpijiu", "SH600132"),
        ("tclkeji", "SZ000100"),
        ("hushen300", "SH000300"),
    ],
)
def test_full_pinyin_finds_the_name_in_each_reading(names: Names, text: str, ref: str) -> None:
    (mention,) = names.find(text)
    assert (mention.refs, mention.basis) == ((ref,), "pinyin")


@pytest.mark.parametrize(
    ("text", "refs"),
    [
        ("gzmt", {"SH600519"}),
        ("GZMT多少钱", {"SH600519"}),
        ("wly", {"SZ000858", "SZ002434"}),
        ("zsyh", {"SH600036", "SH601916"}),
        ("szzs", {"SH000001"}),
    ],
)
def test_initials_find_everyone_who_shares_them(names: Names, text: str, refs: set[str]) -> None:
    (mention,) = names.find(text)
    assert mention.basis == "initials"
    assert refs <= set(mention.refs)


def test_the_initials_of_many_are_a_choice_among_all(names: Names) -> None:
    (mention,) = names.find("zykj")
    assert len(mention.refs) >= 10


@pytest.mark.parametrize(
    "text", ["ETF", "KDJ", "macd怎么看", "IPO", "APP打不开", "CRS", "REITs", "yyds", "gz", "hhh"]
)
def test_known_tokens_are_no_initials(names: Names, text: str) -> None:
    assert names.find(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "what is gzmt doing",
        "select wly from users",
        "<script>gzmt(document)</script>",
        "xgzmt",
        "gzmt2",
        "hello and ads",
    ],
)
def test_initials_in_a_foreign_sentence_mean_nothing(names: Names, text: str) -> None:
    assert [mention for mention in names.find(text) if mention.basis == "initials"] == []
