"""What a company announces: title, day and where to read it; and how to find some among many. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, get_args

from market.company import EXAMPLE
from market.fact import Allowance, Kind
from market.securities import Security

Subject = Literal[
    "annual",
    "half_year",
    "first_quarter",
    "third_quarter",
    "forecast",
    "dividend",
    "unlock",
    "risk",
    "delisting",
]
"""What sources keep apart, so that it can be asked for over years."""

Topic = Literal[
    Subject, "suspension", "pledge", "holding", "inquiry", "meeting", "restructuring", "buyback", "lawsuit"
]
"""What titles tell, within the announcements at hand."""

SUBJECTS: tuple[Subject, ...] = get_args(Subject)

_TITLES: dict[Topic, re.Pattern[str]] = {
    "annual": re.compile(r"年度报告(?!.{0,12}(问询函|工作函))"),
    "half_year": re.compile(r"半年度报告|中期报告"),
    "first_quarter": re.compile(r"第?一季度报告"),
    "third_quarter": re.compile(r"第?三季度报告"),
    "forecast": re.compile(r"业绩(预告|预增|预减|预亏|快报|预测|修正)|预(增|减|亏|盈)的?公告"),
    "dividend": re.compile(r"权益分派|利润分配|分红|派息|股息"),
    "unlock": re.compile(r"限售.{0,12}(上市流通|解除)|解除限售|解禁"),
    "risk": re.compile(r"风险提示|异常波动"),
    "delisting": re.compile(
        r"终止上市|退市|风险警示|摘牌|事先告知书|听证|现金选择权|吸收合并|(无法|未)在(法定|规定)期限"
    ),
    "suspension": re.compile(r"停牌|复牌"),
    "pledge": re.compile(r"质押"),
    "holding": re.compile(r"减持|增持|权益变动|持股变动"),
    "inquiry": re.compile(r"问询函|监管函|关注函|监管工作函|警示函|立案|行政处罚"),
    "meeting": re.compile(r"股东(大)?会"),
    "restructuring": re.compile(r"重组|购买资产|收购|吸收合并"),
    "buyback": re.compile(r"回购"),
    "lawsuit": re.compile(r"诉讼|仲裁"),
}
_HALF_YEAR = re.compile(r"半年度")


@dataclass(frozen=True, slots=True)
class Announcement:
    """`published` is the day it is dated with, at midnight; `released` when it could first be read, where the
    source tells (often the evening before). `category` is the source's own class."""

    published: datetime
    title: str
    url: str = ""
    category: str = ""
    released: datetime | None = None

    @property
    def day(self) -> date:
        return self.published.date()


@dataclass(frozen=True, slots=True)
class SubjectKey:
    """Whose announcements about what."""

    security: Security
    subject: Subject


ANNOUNCEMENTS = Kind[Security, tuple[Announcement, ...]](
    "announcements", timedelta(minutes=10), Allowance(5.0, 9.0), examples=(EXAMPLE,)
)
"""Those of the last half year, the newest first."""

ANNOUNCEMENTS_ON = Kind[SubjectKey, tuple[Announcement, ...]](
    "announcements_on",
    timedelta(minutes=10),
    Allowance(5.0, 9.0),
    examples=(SubjectKey(EXAMPLE, "annual"),),
)
"""Those of the last three years about one subject, the newest first."""


@dataclass(frozen=True, slots=True)
class Noted:
    """An announcement in a list of the whole market, with the share that it is of."""

    ref: str
    name: str
    announcement: Announcement


WARNINGS = Kind[date, tuple[Noted, ...]](
    "warnings", timedelta(seconds=60), Allowance(8.0, 9.0), examples=(date(2022, 5, 11),)
)
"""What all companies announced under warnings of risk, dated with a day, the newest first."""
RECENT = timedelta(days=180)
YEARS = timedelta(days=3 * 366)


def is_about(announcement: Announcement, topic: Topic) -> bool:
    """Whether the title is about the topic; the annual report is not the half-year's."""
    if topic == "annual" and _HALF_YEAR.search(announcement.title):
        return False
    return _TITLES[topic].search(announcement.title) is not None


def about(announcements: Iterable[Announcement], topic: Topic) -> tuple[Announcement, ...]:
    """Those whose title is about the topic, in their order."""
    return tuple(each for each in announcements if is_about(each, topic))


def since(announcements: Iterable[Announcement], first: date) -> tuple[Announcement, ...]:
    """Those of that day and later, in their order."""
    return tuple(each for each in announcements if each.day >= first)


def ordered(announcements: Sequence[Announcement]) -> tuple[Announcement, ...]:
    """The newest first, each once: sources repeat the same title on the same day on several pages."""
    newest = sorted(announcements, key=lambda each: each.published, reverse=True)
    return tuple({(each.day, each.title): each for each in newest}.values())
