"""Short messages that lean on what was told: a step of a guide, or a question of the same kind. Pure."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from actions.boundary.feature import DECLINED
from actions.memory import DETAIL, VIEW, Guide, read_guide, read_trail
from actions.question import Question, Tracker, bare
from actions.suggestions import doubt_of

_PLACE = re.compile(r"第([一二三四五六七八1-8])步")
_PLACES = {
    character: place
    for place, pair in enumerate(("一1", "二2", "三3", "四4", "五5", "六6", "七7", "八8"), 1)
    for character in pair
}
_BACK = re.compile(r"(上|前)一步|退一步|返回上步")
_AGAIN = re.compile(r"从头(再)?(来|开始|讲|说)?(一遍)?|重(新|头)(再)?(来|开始)(一遍)?|重来")
_RESUMED = re.compile(
    r"(那|好的?)?(继续|接着|回到)(刚才|之前|上面)?的?(那个)?(步骤|流程|开户|办理|办|说|讲|来)?(吧|呗|啊|呀)?"
)
_DONE = re.compile(
    r"(这一?步|我)?(已经?|都)?(好了|做完|完成|弄好|搞定|办好|填好|下好|装好|操作完|做好|弄完|点好|拍好|传好)了?|ok了?|OK了?|可以了"
)
_DIGITS = re.compile(r"\d{4,5}|\d{7,8}|204\d{3}|1318\d{2}")
_SIX = re.compile(r"\d{6}")
_PICTURE = "send_emoji"
"""The intent of what has no words, as digits have none."""
_REPO = re.compile(r"204\d{3}|1318\d{2}")
_STEPS = re.compile(r"(一步一?步|逐步)(地)?(看|来|教|讲|说)?(看|我|一下)*(吧|呗)?")
_IN_DETAIL = re.compile(
    r"(说|讲|再|给我)?(得)?(详细|具体|仔细)(的)?(说明|一?点|一些|说说|讲讲|说一下)?(儿)?(吧|呗)?"
)
_SHORT = 12
"""Characters of a message that may lean on the answer before."""
_SURE = 0.85
"""Confidence from which a message says by itself what it means."""
_UNSURE = 0.5
"""Confidence below which the answer before is more likely meant than any other."""
_GOING_ON = "go_on"
"""The intent of fragments that say something of the matter spoken of."""
_LEAST = 0.05


def step_of(asked: Question, tracker: Tracker) -> Question | None:
    """The step of the guide under way that a message names: 上一步, 第三步, 好了, 从头来."""
    guide = read_guide(tracker.get_slot("guide"))
    place = _place(bare(asked.text), guide) if guide else None
    if guide is None or place is None:
        return None
    details = {"article": guide.article, VIEW: str(max(place, 1))}
    return replace(
        asked, intent=guide.intent, details={name: value for name, value in details.items() if value}
    )


def number_of(asked: Question, tracker: Tracker) -> Question | None:
    """Digits alone that no code has are an unknown code, whatever else they look like; some are of repos."""
    plain = bare(asked.text)
    if asked.asked or not (_DIGITS.fullmatch(plain) or (asked.intent == _PICTURE and _SIX.fullmatch(plain))):
        return None
    return replace(asked, intent="ask_reverse_repo" if _REPO.fullmatch(plain) else "ask_quote", details={})


def _place(plain: str, guide: Guide) -> int | None:
    """Where in the guide: named by its number, or as it stands to the step shown last."""
    if len(plain) > _SHORT:
        return None
    if found := _PLACE.search(plain):
        return _PLACES[found[1]]
    here = guide.place + (0 if guide.away else 1)
    steps = [(_BACK.search, guide.place - 1), (_AGAIN.fullmatch, 1), (_RESUMED.fullmatch, here)]
    if not guide.away:
        steps.append((_DONE.fullmatch, here))
    return next((place for meant, place in steps if meant(plain)), None)


@dataclass(frozen=True)
class Leaning:
    """Finds what a short message means after an article, among questions of the same category.

    `topics` are ids of the taxonomy by intent; `leads` says whether an article answers an intent.
    """

    topics: Mapping[str, str | None]
    leads: Callable[[str], bool]

    def view(self, asked: Question, tracker: Tracker) -> Question | None:
        """The steps or the detail of the article told last, asked for in the words of its buttons."""
        trail, plain = read_trail(tracker.get_slot("trail")), bare(asked.text)
        views = {"1": _STEPS.fullmatch(plain), DETAIL: _IN_DETAIL.fullmatch(plain)}
        wished = next((name for name, found in views.items() if found), "")
        if not trail or not wished or not self.leads(trail[-1].intent):
            return None
        return replace(asked, intent=trail[-1].intent, details={**trail[-1].details, VIEW: wished})

    def same_kind(self, asked: Question, tracker: Tracker) -> Question | None:
        """The likeliest question of the category spoken of; more of the article where nothing is likely."""
        trail = read_trail(tracker.get_slot("trail"))
        if not trail or asked.asked or len(bare(asked.text)) > _SHORT or not self.leads(trail[-1].intent):
            return None
        ranked = doubt_of(tracker.latest_message).ranked
        if not ranked or not self._may_lean(*ranked[0]):
            return None
        (first, sure), last = ranked[0], trail[-1]
        category = self._category(last.intent)
        if self._category(first) == category:
            return None
        near = (
            name
            for name, chance in ranked
            if chance >= max(_LEAST, sure / 5) and self._is_kin(name, category)
        )
        if intent := next(near, ""):
            return replace(asked, intent=intent, details={})
        if (sure < _UNSURE or first == _GOING_ON) and not last.details.get(VIEW):
            return replace(asked, intent=last.intent, details={**last.details, VIEW: DETAIL})
        return None

    def _is_kin(self, intent: str, category: str) -> bool:
        return self._category(intent) == category and self.leads(intent)

    def _category(self, intent: str) -> str:
        return (self.topics.get(intent) or "")[:3]

    def _may_lean(self, intent: str, sure: float) -> bool:
        """Not what is sure, words about the conversation, grave ones, or what we likely decline."""
        if intent == _GOING_ON:
            return True
        topic = self.topics.get(intent) or ""
        if not topic or topic.startswith("CMP") or topic == "PWD06":
            return False
        return sure < (_UNSURE if intent in DECLINED else _SURE)
