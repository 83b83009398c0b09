"""What remains of a question when its ordinary words are taken away: a name or a number nobody knows."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Self

from actions.question import Asked, Question, points_back
from market.names import normalise

QUESTION_WORDS = Path(__file__).parents[1] / "data" / "quote" / "question_words.txt"
LONGEST = 12
"""Characters of an unknown name that are repeated to the investor."""

_MARKUP = re.compile(r"</?[A-Za-z][^<>]*>")
_UNITS = "个月|个点|季度|交易日|块钱|分钟|小时|百分点|cm|CM|[个天日周年月号季块元圆亿万次只支点股倍毛角手签%]"
_NO_CODE = r"(?:20\d{6}|\d+\s?(?:[元块圆万亿%手]|股(?!价|票)|个(?!股)))(?!\d)"
_CODE = re.compile(rf"(?<![\d.])(?!{_NO_CODE})(?:\d{{6,}}|0\d{{4}})(?![\d.])")
_NUMERAL = "[零一二三四五六七八九十百千万亿两几半]"
_AMOUNT = re.compile(
    rf"(?<![\d.])\d[\d.]*(?:(?:{_UNITS})+[\d.]*|(?!\w))|(?![百千万亿]){_NUMERAL}+(?:{_UNITS})+"
)
_NOT_A_NAME = re.compile(r"[^\w*]|_")
_JOINT = re.compile("[的了吗呢么谁怎哪咋没就还让被着过把吧啊呀嘛]")
_TWO_LETTERS = re.compile(r"[^\W\d].*[^\W\d]")
_WARNING = re.compile(r"(?:\*?ST)+$", re.IGNORECASE)
_NO_NAME = re.compile(rf"ETF|LOF|\*?ST|{_NUMERAL}+", re.IGNORECASE)
_COMPANY = "电子|健康|物业|地产|影业|学院|证券|期货|信托|保险|生物|医疗|科技|软件|新?能源|银行|传媒|物流"
"""Words that make another company's name of a known one: 比亚迪电子 is not 比亚迪."""
_BEHIND = "哈"
"""Ends a question, but begins a name: 哈药 keeps it, 茅台哈 does not."""
_SHORT_LATIN = re.compile(r"[A-Za-z]{1,5}")


class Residue:
    """Knows the words that questions are made of; single characters only at a name's edges."""

    def __init__(self, words: list[str]) -> None:
        longest_first = sorted((word for word in words if len(word) > 1), key=len, reverse=True)
        self._words = re.compile("|".join(map(_pattern, longest_first)), re.IGNORECASE)
        self._edges = "".join(word for word in words if len(word) == 1)
        self._before = self._edges.replace(_BEHIND, "")

    @classmethod
    def load(cls, file: Path = QUESTION_WORDS) -> Self:
        """Read the words, one a line; lines that begin with # are notes."""
        lines = file.read_text(encoding="utf-8").splitlines()
        return cls([line.strip() for line in lines if line.strip() and not line.startswith("#")])

    def unknown(self, question: Question) -> str:
        """The name or number that nobody knows; "" where one is known or the words point back to one."""
        left = self.of(question.text)
        if question.asked:
            return _longer(question.asked, left)
        leaning = question.last and points_back(question.text) and not left.isdigit()
        return "" if leaning else left

    def of(self, text: str) -> str:
        """The longest piece of the text that may be a name, "" where nothing but the question is left."""
        plain = _MARKUP.sub(" ", normalise(text))
        if code := _CODE.search(plain):
            return code.group()[:LONGEST]
        asked = _AMOUNT.sub(" ", self._words.sub(" ", _NOT_A_NAME.sub(" ", plain)))
        return max(self._names(_JOINT.sub(" ", asked).split()), key=len, default="")[:LONGEST]

    def _names(self, pieces: Iterable[str]) -> Iterable[str]:
        for piece in pieces:
            bare = self._bare(_WARNING.sub("", self._bare(piece)))
            if _TWO_LETTERS.search(bare) and not _NO_NAME.fullmatch(bare):
                yield bare

    def _bare(self, piece: str) -> str:
        return piece.rstrip(self._edges).lstrip(self._before)


def _pattern(word: str) -> str:
    """A short word of Latin letters is none inside a longer one."""
    found = re.escape(word)
    return rf"(?<![A-Za-z]){found}(?![A-Za-z])" if _SHORT_LATIN.fullmatch(word) else found


def _longer(asked: Sequence[Asked], left: str) -> str:
    """The longer name of which the only one that is known is a part: 华夏大福, 比亚迪电子; else ""."""
    short = asked[0]
    if len(asked) > 1 or not short.text or left.isdigit():
        return ""
    if len(short.refs) > 1 and left.startswith(short.text) and len(left) > len(short.text) + 1:
        return left
    company = re.search(rf"{re.escape(short.text)}(?:{_COMPANY})$", left)
    return company.group() if company else ""
