"""The words of the press made fit to show: without markup, with a headline, cut where a sentence ends."""

import html
import re
from datetime import datetime

from market.news import NewsItem

_LONGEST = 5_000
"""Characters of one text that are looked at."""

_MARKUP = re.compile(
    r"<!--.*?-->|<(script|style)\b.*?</\1\s*>|</?[A-Za-z!][^<>]*>", re.IGNORECASE | re.DOTALL
)
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)
_BLANKS = re.compile(r"\s+")
_HEADED = re.compile(r"【([^【】]{4,80})】(.*)", re.DOTALL)
_SENTENCE = re.compile(r"[^。！？!?；;]+[。！？!?；;]?")
_CLAUSE = re.compile(r"[^，,、：:\s]+[，,、：:\s]?")
_ENDS = "。！？!?；;，,、：: "
_SHOUTS = re.compile(r"[！!]+")
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(?:/[\x21\x23-\x3b\x3d\x3f-\x7e]*)?")
_OPINION = re.compile(
    r"(买入|增持|推荐|强推|优于大市|跑赢行业)的?评级|目标价|金股|强烈推荐|维持[“\"]?(买入|增持)"
)
_SALES = re.compile(r"加(我|老师|小编)?(微信|QQ)|开户(即送|有礼)|点击领取")


def clean(text: str) -> str:
    """The text without markup and without characters that nobody sees, in one line."""
    text = text[:_LONGEST]
    for _ in range(3):  # markup hidden in entities, and entities in those
        text = _MARKUP.sub("", html.unescape(text))
    return _BLANKS.sub(" ", _UNSEEN.sub("", text).replace("<", "").replace(">", "")).strip()


def news_item(published: datetime, title: str, source: str, text: str = "", url: str = "") -> NewsItem | None:
    """An item in clean words, its first sentence for a missing headline. None for opinions and offers."""
    title, text = clean(title), clean(text)
    headed = _HEADED.match(text)
    if headed:
        title, text = title or headed[1].strip(), headed[2].strip()
    title = title.removeprefix("【").removesuffix("】").rstrip("！!。；") or first_sentence(text)
    title = _SHOUTS.sub("，", title)
    if not title or _OPINION.search(title) or _SALES.search(f"{title} {text}"):
        return None
    return NewsItem(published, title, source, text, url if _ADDRESS.fullmatch(url) else "")


def first_sentence(text: str) -> str:
    """The first sentence, without its full stop."""
    found = _SENTENCE.search(text)
    return found.group().strip().rstrip("。；;！!") if found else ""


def shortened(text: str, limit: int) -> str:
    """As many whole sentences as fit into `limit` characters, else whole clauses and an ellipsis."""
    if len(text) <= limit:
        return text
    sentences = _fitting(_SENTENCE.findall(text), limit)
    if len(sentences) * 3 >= limit:
        return sentences.strip()
    clauses = _fitting(_CLAUSE.findall(text), limit - 1).rstrip(_ENDS)
    if len(clauses) * 3 >= limit:
        return clauses + "…"
    return text[: limit - 1].rstrip(_ENDS) + "…"


def _fitting(parts: list[str], limit: int) -> str:
    kept = ""
    for part in parts:
        if len(kept) + len(part) > limit:
            break
        kept += part
    return kept
