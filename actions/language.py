"""Which language a message is written in, as far as there are other wordings for it. Pure."""

import re
import unicodedata

from market.names import normalise

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
_LEAST_WORDS = 2
_ENGLISH = re.compile(
    r"\b(the|a|an|is|are|do|does|did|can|could|how|what|when|where|why|which|who|my|i|to|of|for|in|on|it|you|not|"
    r"want|need|help|open|close|buy|sell|stock|stocks|share|shares|account|money|fee|fees|tax|price|password|broker|nobody|"
    r"answers|thanks|alone|scared)\b",
    re.IGNORECASE,
)
"""Words that pinyin has not."""
ENGLISH, TRADITIONAL = "en", "zh-Hant"


def language_of(text: str) -> str:
    """ "en" for several words of Latin letters alone, "zh-Hant" for traditional characters, else ""."""
    if not _CHINESE.search(text):
        english = len(_LATIN_WORD.findall(text)) >= _LEAST_WORDS and _ENGLISH.search(text)
        return ENGLISH if english else ""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    simple = "".join(normalise(text).split())
    traditional = sum(a != b for a, b in zip(_CHINESE.findall(plain), _CHINESE.findall(simple), strict=False))
    return TRADITIONAL if traditional >= 2 else ""
