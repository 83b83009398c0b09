"""Takes out of a message what tells who wrote it, before it is kept: numbers, addresses, names. Pure."""

import re
import unicodedata
from datetime import date

_MOMENT = re.compile(r"((?<!\d)\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(?::\d{2})?(?!\d))")
_EMAIL = re.compile(r"[\w.+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.ASCII)
_DIGITS = re.compile(r"(?<![\dA-Za-z.])\+?\d(?:[ -]?\d){6,23}[Xx]?(?![\d])")
_SPOKEN = re.compile(r"[零〇一二三四五六七八九幺两]{8,}")
_PAPER = re.compile(r"(?<![A-Za-z])[A-Za-z]{1,2}\d{7,10}(?!\d)")
_BESIDE = re.compile(
    r"((?:账号|帐号|账户|帐户|客户号|资金号|股东号|股东代码|卡号|电话|手机|座机|微信|QQ|密码|验证码)号?码?"
    r"(?:是|为|[:： ])*)([A-Za-z0-9_-]{4,})",
    re.IGNORECASE,
)
_NAME_ENDS = r"(?=[^\u4e00-\u9fff·]|$|想|要|是|的|在|有|我|请|问|来|今|手机|电话|身份|证件|账|帐|卡)"
_NAME = re.compile(
    r"((?:我叫|我的名字(?:叫|是)?|本人(?:叫|姓名)?(?=[\u4e00-\u9fff]{2,4}[，,。 ])|姓名|户名|名字叫|真名)"
    r"(?:是|为|[:： ])*)(?![什啥不你他她它们车人个号吗呢和跟或填写错])"
    rf"([\u4e00-\u9fff·]{{2,12}}?{_NAME_ENDS}|[\u4e00-\u9fff]{{2,3}})"
)
_LATIN_NAME = re.compile(r"((?:my name is|i am called) )([a-z]+(?: [a-z]+)?)", re.IGNORECASE)

PHONE, PERSON, CARD, NUMBER, EMAIL, NAME = "<phone>", "<id>", "<card>", "<number>", "<email>", "<name>"


def mask(text: str) -> str:
    """The message with a mark in the place of what is personal; codes of securities, sums, days and times of
    a day stay.
    """
    return "".join(piece if place % 2 else _masked(piece) for place, piece in enumerate(_MOMENT.split(text)))


def _masked(text: str) -> str:
    plain = _EMAIL.sub(EMAIL, "".join(map(_plain, text)))
    plain = _DIGITS.sub(_digits, plain)
    plain = _PAPER.sub(PERSON, plain)
    plain = _SPOKEN.sub(NUMBER, plain)
    plain = _BESIDE.sub(_beside, plain)
    plain = _NAME.sub(rf"\g<1>{NAME}", plain)
    return _LATIN_NAME.sub(rf"\g<1>{NAME}", plain)


def _plain(character: str) -> str:
    """Digits of any kind as 0 to 9, full-width letters and signs of addresses as on a keyboard."""
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    folded = unicodedata.normalize("NFKC", character) if "\uff01" <= character <= "\uff5e" else character
    return folded if folded.isalpha() or folded in "@+-._" else character


def _digits(found: re.Match[str]) -> str:
    """What a run of digits is by its length and its first ones."""
    given = found[0]
    digits = re.sub(r"\D", "", given)
    count = len(digits) + given[-1:].isalpha()
    if count == 18 and _is_day(digits[6:14]):
        return PERSON
    if count == 15 and _is_day(f"19{digits[6:12]}"):
        return PERSON
    if re.fullmatch(r"(?:86)?1[3-9]\d{9}", digits) or re.fullmatch(r"0\d{9,11}|400\d{7}", digits):
        return PHONE
    if 16 <= count <= 19:
        return CARD
    return NUMBER if count >= 9 else given


def _beside(found: re.Match[str]) -> str:
    return found[0] if found[2].startswith("<") else f"{found[1]}{NUMBER}"


def _is_day(digits: str) -> bool:
    try:
        return 1900 <= date.fromisoformat(f"{digits[:4]}-{digits[4:6]}-{digits[6:]}").year <= 2100
    except ValueError:  # a number of another kind
        return False
