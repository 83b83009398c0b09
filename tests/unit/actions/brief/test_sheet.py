"""A brief has room for so many lines: what is said of the market stays, one's own shares share the rest."""

from hypothesis import given
from hypothesis import strategies as st

from actions.brief.sheet import Section, lay_out, page

SECTIONS = st.lists(
    st.builds(
        lambda head, fixed, own: Section(
            "头" if head else "", tuple(f"定{n}" for n in range(fixed)), tuple(f"股{n}" for n in range(own))
        ),
        st.booleans(),
        st.integers(0, 3),
        st.integers(0, 40),
    ),
    min_size=1,
    max_size=3,
)


@given(SECTIONS, st.integers(5, 20))
def test_no_line_is_lost_unsaid_and_the_market_is_told_whole(sections: list[Section], room: int) -> None:
    laid = lay_out(sections, room)
    own = sum(len(each.own) for each in sections)
    assert sum(line.startswith("股") for line in laid.lines) + laid.left == own
    assert sum(line.startswith("定") for line in laid.lines) == sum(len(each.fixed) for each in sections)


@given(SECTIONS, st.integers(5, 20))
def test_it_fits_its_room_with_a_line_for_what_is_left_out(sections: list[Section], room: int) -> None:
    laid = lay_out(sections, room)
    least = sum(each.lines + min(len(each.own), 1) for each in sections)
    assert len(laid.lines) + (1 if laid.left else 0) <= max(room, least + 1)


def test_each_part_has_its_first_lines_shown() -> None:
    sections = [Section("行情", own=("一", "二", "三", "四")), Section("公告", own=("甲", "乙"))]
    assert lay_out(sections, 6) == lay_out(sections, 6)
    assert lay_out(sections, 6).lines == ("行情", "一", "二", "公告", "甲")
    assert lay_out(sections, 6).left == 3
    assert lay_out(sections, 8).left == 0


@given(SECTIONS, st.integers(1, 9))
def test_its_pages_hold_every_line_once(sections: list[Section], size: int) -> None:
    shown: list[str] = []
    start = 0
    while True:
        laid = page(sections, start, size)
        shown += [line for line in laid.lines if line.startswith("股")]
        if not laid.left:
            break
        start += size
    assert shown == [line for each in sections for line in each.own]
