"""Every share of the lexicon can be found, and no input breaks the finder."""

from hypothesis import given, settings
from hypothesis import strategies as st

from market.names import Names
from market.securities import Security

_PIECES = st.sampled_from(
    [
        "贵州茅台", "五 粮 液", "600519", "ｓｈ６００５１９", "*ST康佳A", "平安", "gzmt", "機器人",
        "多少钱", "六零零五一九", " ", "　", "\n", "。", "㎡", "ﷺ", "\u200b", "\ud800", "👨‍👩‍👧",
        "ß", "XD农业银", "000001",
    ]
)  # fmt: skip
_TEXTS = st.lists(_PIECES | st.text(max_size=3), max_size=12).map("".join)


def listed_shares(names: Names) -> list[Security]:
    return [security for security in names if security.kind == "stock" and security.status == "listed"]


def test_the_whole_market_is_known(names: Names) -> None:
    assert len(names) > len(listed_shares(names)) > 5400


def test_every_share_is_found_by_its_ref(names: Names) -> None:
    missed = [
        share.ref
        for share in listed_shares(names)
        if [m.refs for m in names.find(share.ref)] != [(share.ref,)]
    ]
    assert missed == []


def test_every_share_is_found_or_offered_by_its_code_and_its_name(names: Names) -> None:
    shares = listed_shares(names)
    for written in (
        [s.code for s in shares],
        [s.name for s in shares],
        [f"请问{s.name}多少钱" for s in shares],
    ):
        found = [[mention.refs for mention in names.find(text)] for text in written]
        certain = sum(refs == [(share.ref,)] for refs, share in zip(found, shares, strict=True))
        missed = [
            share.ref
            for refs, share in zip(found, shares, strict=True)
            if [share.ref in r for r in refs] != [True]
        ]
        assert missed == []
        assert certain >= 0.99 * len(shares)


def test_every_fund_and_index_is_found_or_offered_by_its_name(names: Names) -> None:
    others = [security for security in names if security.kind != "stock"]
    missed = [s.name for s in others if s.ref not in {ref for m in names.find(s.name) for ref in m.refs}]
    assert missed == []


@given(_TEXTS)
@settings(max_examples=300, deadline=None)
def test_a_mention_is_the_text_it_points_at(names: Names, text: str) -> None:
    end = 0
    for mention in names.find(text):
        assert text[mention.start : mention.end] == mention.text != ""
        assert mention.start >= end
        assert mention.refs
        assert all(names.get(ref) is not None for ref in mention.refs)
        end = mention.end


@given(st.text(alphabet=st.characters(), max_size=200))
@settings(max_examples=60, deadline=None)
def test_no_text_breaks_the_finder(names: Names, text: str) -> None:
    assert isinstance(names.find(text), list)
    assert len(names.suggest(text)) <= 3


def test_ten_thousand_characters_are_read_to_the_end(names: Names) -> None:
    text = "茅台。" * 3333 + "宁德时代"
    mentions = names.find(text)
    assert len(mentions) == 3334
    assert mentions[-1].refs == ("SZ300750",)
    assert len(names.suggest("我" * 10_000)) <= 3
