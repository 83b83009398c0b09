"""The words of the holdings' analysis and of comparisons."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from actions.words import NOTICES, load_words


@dataclass(frozen=True)
class AnalysisWords:
    """The table data/notices/analysis.yml; keys there are the names here."""

    join: str
    list: str
    divided: str
    titles: Mapping[str, str]
    picture: str
    picture_subtitle: str
    moves: str
    moves_subtitle: str
    mine: str
    mine_part: str
    unknown_sector: str
    rest: str
    fund: str
    other_board: str
    risks: Mapping[str, str]
    warned: str
    warned_one: str
    not_warned: str
    by_names: str
    by_list: str
    by_both: str
    undated: str
    unmarked: str
    concentrated: str
    three: str
    even: str
    left_out: str
    not_looked: str
    short: str
    no_index: str
    no_bars: str
    no_lines: str
    adjusted: str
    traded: str
    held_as_now: str
    moved: str
    compare: str
    advice: str
    compare_few: str
    compare_unclear: str
    compare_picture: str

    @classmethod
    def load(cls) -> Self:
        return load_words(cls, NOTICES / "analysis.yml")
