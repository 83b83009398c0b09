"""A conversation with everything that can stand in one: what the tests of transcripts are made of."""

from datetime import datetime, timedelta
from typing import Any

from conversations.messages import SHANGHAI, Button
from conversations.records import Line, Stride
from desk.transcripts.document import Stamp
from desk.transcripts.dossier import Case, Dossier, Meeting, Person, Remark, Score, weave

NOON = datetime(2026, 3, 9, 12, 0, tzinfo=SHANGHAI)
STAMP = Stamp(NOON + timedelta(days=1), "1009 赵敏", "监管检查调阅", internal=True)
PEOPLE = {"wang": Person("wang", "王芳", "2001"), "li": Person("li", "李强", "2002")}
HASH = "ab" * 32
_NOTHING: dict[str, Any] = {
    "buttons": (),
    "pressed": None,
    "pressed_title": None,
    "image": None,
    "media": None,
    "topic": None,
    "intent": None,
    "confidence": None,
    "entities": None,
    "message_id": None,
    "agent": None,
    "delivery": None,
    "delivery_error": None,
    "epoch": 0,
    "length": None,
}


def at(seconds: int) -> datetime:
    return NOON + timedelta(seconds=seconds)


def line(seq: int, sender: Any = "user", text: str | None = "您好", kind: str = "text", **known: Any) -> Line:
    """A message a second after the one before it."""
    return Line(seq=seq, sender=sender, kind=kind, text=text, **{"at": at(seq), **_NOTHING, **known})


def step(epoch: int, before: Any, owner: Any, second: float, **known: Any) -> Stride:
    fields = {"segment": None, "reason": "routed", "by": "system", "agent": None, "detail": None, **known}
    return Stride(epoch=epoch, before=before, owner=owner, at=NOON + timedelta(seconds=second), **fields)


def remark(seq: int, text: str, second: float, agent: str = "wang", kind: str = "note") -> Remark:
    return Remark(seq, kind, agent, text, NOON + timedelta(seconds=second))


LINES = (
    line(1, text="我叫张三，手机13800138000", intent="tell_name", confidence=0.61),
    line(
        2,
        "bot",
        "请选择要查的股票。",
        buttons=(Button("b1", "平安银行"), Button("b2", "中国平安")),
        delivery="sent",
        topic="QUO01",
    ),
    line(
        3,
        text="平安银行",
        kind="button",
        pressed="b1",
        pressed_title="平安银行",
        topic="QUO01",
        intent="choose",
        confidence=0.98,
        entities=[{"entity": "security", "value": "SZ000001"}],
    ),
    line(
        4,
        "bot",
        "平安银行最新价 11.32 元，截至 2026-03-09 11:30。",
        kind="image",
        image=f"/media/{HASH}.png",
        delivery="failed",
        delivery_error="blocked",
        topic="QUO01",
    ),
    line(5, text="<script>alert('转人工')</script> 账号 88123456", length=12000),
    line(6, "system", "人工客服已接入，接下来由客服回答您。", epoch=2, delivery="web"),
    line(7, "agent", "您好，请讲。", agent="wang", epoch=2, delivery="delivered"),
    line(
        8,
        text=None,
        kind="image",
        epoch=2,
        media={"file": f"{'cd' * 32}.jpg", "mime": "image/jpeg", "size": 1234, "name": "张三身份证.jpg"},
    ),
    line(9, "agent", "已收到😀", agent="wang", epoch=2, kind="image", image=f"/media/{'ef' * 32}.png"),
    line(10, "system", "已回到自动服务。", epoch=4, delivery="web"),
)
STEPS = (
    step(1, "bot", "queued", 5.1, reason="ask_human", by="investor"),
    step(2, "queued", "human", 5.5, reason="accepted", by="wang", agent="wang"),
    step(3, "human", "wrapup", 9.2, reason="served", by="wang", agent="wang"),
    step(
        4,
        "wrapup",
        "bot",
        9.6,
        reason="done",
        by="wang",
        detail={"outcome": "solved", "summary": "核对了手机13800138000", "told": "已为您更新"},
    ),
)
REMARKS = (
    remark(7, "客户邮箱 zhang@example.com", 7.5),
    remark(7, "请核对身份", 7.2, agent="li", kind="whisper"),
    remark(9, "已核对", 9.4),
)


def dossier(**known: Any) -> Dossier:
    """All of it, unmasked."""
    fields = {
        "conversation_id": 12,
        "channel": "web",
        "user": "user-of-the-web",
        "owner": "bot",
        "created_at": NOON,
        "seq": len(LINES),
        "entries": weave(LINES, STEPS, REMARKS),
        "ratings": (Score(1, "agent", "wang", 5, at(10), at(20)), Score(0, "bot", None, None, at(30), None)),
        "tickets": (
            Case("260309-0007", "complaint", "CMP01", "contacted", at(5), at(99), at(999), at(60), None),
        ),
        "appointments": (Meeting("wang", None, "booked", at(3600), at(5400)),),
        "people": PEOPLE,
    }
    return Dossier(**{**fields, **known})
