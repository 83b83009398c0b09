"""What a message about price limits says beside its security: a close, a day, the way of reckoning. Pure."""

import re
from decimal import Decimal

_DIGITS = "零一二三四五六七八九"
_NUMERALS = "零〇一二两三四五六七八九十百千"
_HAN = rf"[{_NUMERALS}]+"
_AMOUNT = re.compile(
    rf"(?<![\d.])(?P<yuan>\d{{1,5}}(?:\.\d{{1,3}})?|{_HAN})(?:块钱?|元|圆)"
    rf"(?P<rest>(?:零?[\d一二三四五六七八九]{{1,2}}(?:毛|角)?[\d一二三四五六七八九]?)?)(?![年月日天%])"
)
_AFTER_WORD = re.compile(
    r"(?:昨收|前收盘?|收盘价?|收)[是为在于价:：]?\s*"
    rf"(?P<yuan>\d{{1,5}}(?:\.\d{{1,3}})?(?![\d%％])|"
    rf"[{_NUMERALS}]{{2,}}(?![{_NUMERALS}分点天日个月年%％]))"
)
_DECIMAL = re.compile(r"(?<![\d.])(?P<yuan>\d{1,5}\.\d{1,3})(?![\d.%％倍日天个])")
_TOMORROW = re.compile(r"明|次日|下一?个?交易日|后一?个?交易日|周[一二三四五]|礼拜[一二三四五]|next")
_FORMULA = re.compile(
    r"怎么[算计]|如何[算计]|咋[算得]|算法|公式|计算方法|四舍五入|小数|按什么|用.{0,4}算|为什么|为啥|除权"
    r"|收[是为:：]?\s*[-−负]\s*\d"
)


def close_in(text: str) -> Decimal | None:
    """The price in yuan that a text gives to reckon with: 昨收8.6, 八块六, 12块3; None without one."""
    if found := _AMOUNT.search(text):
        return _yuan(found["yuan"], found["rest"])
    found = _AFTER_WORD.search(text) or (_DECIMAL.search(text) if not _FORMULA.search(text) else None)
    return _yuan(found["yuan"], "") if found else None


def means_next_day(text: str) -> bool:
    """Whether the day after is asked about."""
    return _TOMORROW.search(text) is not None


def asks_formula(text: str) -> bool:
    """Whether the way of working a limit out is asked for."""
    return _FORMULA.search(text) is not None


def _yuan(whole: str, rest: str) -> Decimal | None:
    """八块六 is 8.6, 12块35 is 12.35, 八块零五 is 8.05."""
    cents = "".join(_digit(each) for each in re.sub(r"[毛角]", "", rest))
    yuan = Decimal(whole) if whole[0].isdigit() else _number(whole)
    if yuan is None or (cents and "." in whole):
        return yuan
    return yuan + Decimal(f"0.{cents or 0}")


def _digit(character: str) -> str:
    return character if character.isdigit() and character.isascii() else str(_DIGITS.index(character))


def _number(numeral: str) -> Decimal | None:
    """A Chinese numeral up to 9999; None for one that makes no sense."""
    total, digit = 0, -1
    for character in numeral.replace("〇", "零").replace("两", "二"):
        if character in _DIGITS:
            digit = _DIGITS.index(character)
            continue
        total += (1 if digit < 1 else digit) * {"十": 10, "百": 100, "千": 1000}[character]
        digit = 0
    total += max(digit, 0)
    return Decimal(total) if total else None
