"""The generated files are made from the source tables by stated rules."""

from pathlib import Path

import pytest

from market.names.build import main
from market.names.lexicon import rows_of

SOURCES = {
    "securities.csv": """\
code,exchange,type,board,name,base_name,warning,listing_date,full_name,as_of
600519,SH,stock,主板,贵州茅台,贵州茅台,,2001-08-27,贵州茅台酒股份有限公司,2026-10-22
000858,SZ,stock,主板,五 粮 液,五 粮 液,,1998-04-27,宜宾五粮液股份有限公司,2026-10-22
601288,SH,stock,主板,XD农业银,农业银行,,2010-07-15,中国农业银行股份有限公司,2026-10-22
688813,SH,stock,科创板,XD泰金新,泰金新,,2026-03-31,,2026-10-22
510300,SH,etf,,沪深300ETF,沪深300ETF,,,,2026-03
510724,SH,etf,,认购款,认购款,,,,2026-03
000001,SH,index,,上证指数,上证指数,,,,2026-03
000048,SH,index,,责任指数,责任指数,,,,2026-03
""",
    "delisted.csv": """\
code,exchange,name,listing_date,end_date,end_date_meaning,source
000003,SZ,PT金田Ａ,1991-01-14,2002-06-14,termination date,somewhere
601313,SH,江南嘉捷,2012-01-16,2018-02-27,last day,somewhere
""",
    "bse_code_changes.csv": "old_code,new_code,exchange\n430017,920017,BJ\n",
}
LISTS = {
    "supplements.csv": """\
code,exchange,kind,board,name,full_name,status,note
688813,SH,stock,科创板,泰金新能,,listed,cut in the source
300104,SZ,stock,创业板,乐视网,,delisted,end date not recorded
""",
    "renumbered.csv": "old_code,ref,reason\n601313,SH601360,share renumbered\n",
    "chosen_indices.csv": "ref,name\nSH000001,上证指数\n",
    "heteronyms.csv": "character,readings\n行,hang xing\n",
}


@pytest.fixture
def lexicon(tmp_path: Path) -> Path:
    for folder, files in (("source", SOURCES), ("lexicon", LISTS)):
        (tmp_path / folder).mkdir()
        for name, text in files.items():
            (tmp_path / folder / name).write_text(text, encoding="utf-8")
    main([str(tmp_path / "source"), "--lexicon", str(tmp_path / "lexicon")])
    return tmp_path / "lexicon"


def test_shares_chosen_indices_and_funds_called_etf_are_taken(lexicon: Path) -> None:
    refs = [row["exchange"] + row["code"] for row in rows_of(lexicon / "securities.csv")]
    assert refs == ["SH000001", "SH510300", "SH600519", "SH601288", "SH688813", "SZ000858"]


def test_names_lose_blanks_and_the_prefix_of_the_day(lexicon: Path) -> None:
    names = {row["code"]: row["name"] for row in rows_of(lexicon / "securities.csv")}
    assert (names["000858"], names["601288"]) == ("五粮液", "农业银行")


def test_a_row_of_ours_mends_the_sources_and_keeps_what_it_does_not_say(lexicon: Path) -> None:
    (row,) = [row for row in rows_of(lexicon / "securities.csv") if row["code"] == "688813"]
    assert (row["name"], row["listing_date"]) == ("泰金新能", "2026-03-31")


def test_a_share_that_only_changed_its_code_is_not_delisted(lexicon: Path) -> None:
    assert [row["name"] for row in rows_of(lexicon / "delisted.csv")] == ["PT金田A", "乐视网"]
    assert [(row["old_code"], row["ref"]) for row in rows_of(lexicon / "old_codes.csv")] == [
        ("430017", "BJ920017"),
        ("601313", "SH601360"),
    ]


def test_readings_are_toneless_with_our_heteronyms(lexicon: Path) -> None:
    readings = {row["character"]: row["readings"] for row in rows_of(lexicon / "readings.csv")}
    assert (readings["茅"], readings["行"], readings["绿"]) == ("mao", "hang xing", "lv")
