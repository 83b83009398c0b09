"""Security codes as people write them: with or without an exchange, dotted, full width, or spoken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from market.names.normal import Folded
from market.securities import Exchange, Kind

Form = Literal["bare", "prefix", "suffix", "secid", "spoken"]


@dataclass(frozen=True)
class WrittenCode:
    """Six digits at `start:end` of the matching form, and what stands beside them about share or index."""

    start: int
    end: int
    code: str
    exchange: Exchange | None = None
    kind: Kind | None = None
    explicit: bool = False


_EXCHANGES: dict[str, Exchange] = {
    "SH": "SH", "SS": "SH", "XSHG": "SH", "1": "SH",
    "SZ": "SZ", "XSHE": "SZ",
    "BJ": "BJ", "BSE": "BJ", "XBSE": "BJ",
}  # fmt: skip

# A six-digit run is no code inside a longer number, a decimal, an amount, or a word of Latin letters. What
# investors ask for may follow it: 日K, 年报, MACD.
_UNIT = r"[元块万亿%￥¥$人]|[年月日](?![K线报内])|[股](?![价票份吧东权息])|手(?!续)|个(?!股)"
_ASKED = "ETF|LOF|K|MACD|KDJ|RSI|BOLL|ROE|EPS|PE|PB|F10"
_WRITTEN = re.compile(
    rf"""
    (?<![0-9A-Z]) (?P<prefix>SH|SS|SZ|BJ) [.:]? \s? (?P<after>[0-9]{{6}}) (?![0-9])
  | (?<![0-9A-Z.]) (?P<before>[0-9]{{6}}) \s? \. \s? (?P<suffix>SH|SS|XSHG|SZ|XSHE|BJ|BSE|XBSE) (?![0-9A-Z])
  | (?<![0-9A-Z.]) (?P<secid>[01]) \. (?P<dotted>[0-9]{{6}}) (?![0-9A-Z]|\.[0-9]|\s?(?:{_UNIT}))
  | (?<![0-9A-Z]) (?<![0-9][.-]) (?<![¥￥$]) (?P<bare>[0-9]{{6}})
        (?! [0-9] | (?!(?:{_ASKED})(?![A-Z]))[A-Z] | \.[0-9] | \s?(?:{_UNIT}))
    """,
    re.VERBOSE,
)

_DIGITS = {digit: str(value) for value, row in enumerate(
    ("零〇○洞0", "一幺壹1", "二两贰2", "三叁3", "四肆4", "五伍5", "六陆6", "七柒拐7", "八捌8", "九玖9")
) for digit in row}  # fmt: skip
_SPOKEN_DIGIT = "[" + "".join(_DIGITS) + "]"
_SPOKEN = re.compile(
    rf"(?<!{_SPOKEN_DIGIT})(?<![十百千万亿点.])({_SPOKEN_DIGIT}(?: ?{_SPOKEN_DIGIT}){{5}})"
    rf"(?! ?{_SPOKEN_DIGIT}|[十百千万亿点年月日块元])"
)

_NOT_A_CODE = re.compile(r"(?:验证码|密码|邮编|尾号|工号|单号|订单|电话|手机|编号|QQ|[¥￥$])[^0-9]{0,3}$")

_EXCHANGE_BEFORE: tuple[tuple[re.Pattern[str], Exchange], ...] = (
    (re.compile(r"(?:上证|沪市?|上海|上交所)[ (:]{0,2}$"), "SH"),
    (re.compile(r"(?:深证|深市?|深圳|深交所)[ (:]{0,2}$"), "SZ"),
    (re.compile(r"(?:北证|北交所)[ (:]{0,2}$"), "BJ"),
)
_INDEX_BEFORE = re.compile(r"(?:指数|大盘|沪指)[ (:]{0,2}$")
_INDEX_AFTER = re.compile(r"[ )]{0,2}的?(?:这个)?(?:指数|大盘|点位|多少点)")
_SHARE_BEFORE = re.compile(r"(?:股票|个股|A股)[ (:]{0,2}$")
_SHARE_AFTER = re.compile(r"[ )]{0,2}的?(?:这[只支个])?(?:股票|股价|个股|股份|市盈|分红|涨停|跌停|停牌|公告)")


def written_codes(folded: Folded) -> list[WrittenCode]:
    """Return the codes in a text, in order, without asking whether such a security exists."""
    text = folded.text
    found = [*_plain_codes(text), *_spoken_codes(text)]
    return sorted((code for code in found if _may_be_a_code(text, code)), key=lambda code: code.start)


def _plain_codes(text: str) -> Iterator[WrittenCode]:
    for match in _WRITTEN.finditer(text):
        code = match["after"] or match["before"] or match["dotted"] or match["bare"]
        named = match["prefix"] or match["suffix"] or match["secid"]
        if named:
            # East Money's market 0 is Shenzhen and Beijing alike.
            exchange = _EXCHANGES.get(named) or ("BJ" if code[0] in "489" else "SZ")
            yield WrittenCode(match.start(), match.end(), code, exchange, explicit=True)
        else:
            yield _with_neighbours(text, match.start(), match.end(), code)


def _spoken_codes(text: str) -> Iterator[WrittenCode]:
    for match in _SPOKEN.finditer(text):
        spoken = match[1].replace(" ", "")
        if not spoken.isascii():
            code = "".join(_DIGITS[digit] for digit in spoken)
            yield _with_neighbours(text, match.start(), match.end(), code)


def _with_neighbours(text: str, start: int, end: int, code: str) -> WrittenCode:
    """Add what the words beside a bare code say about its exchange or kind."""
    before, after = text[max(0, start - 6) : start], text[end : end + 8]
    kind: Kind | None = None
    if _INDEX_BEFORE.search(before) or _INDEX_AFTER.match(after):
        kind = "index"
    elif _SHARE_BEFORE.search(before) or _SHARE_AFTER.match(after):
        kind = "stock"
    exchange = next((place for pattern, place in _EXCHANGE_BEFORE if pattern.search(before)), None)
    return WrittenCode(start, end, code, exchange, kind)


def _may_be_a_code(text: str, code: WrittenCode) -> bool:
    return code.explicit or _NOT_A_CODE.search(text[max(0, code.start - 8) : code.start]) is None
