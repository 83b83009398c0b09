"""WeCom's error codes by name; what it shares with WeChat has the names of channels/wechat/errors.py.

Told                      .code   WeCom answered with a code: Busy, Throttled, TokenRefused, NotAdmitted,
│                                 NotPermitted, UserGone, FileGone, Refused as there
├ Unwritable                      QuotaUsed, TooLate as there
│ └ SessionOver                   ended; the investor's next message begins another
├ SessionElsewhere                in WeCom's queue or with a person there: the interface may not write
├ KeyRepeated                     WeCom has this message already
├ StepRefused                     the session's state does not allow this one next
├ ServicerAway                    not an agent of the account, or not receiving anybody now
└ CallbackTokenRefused            the token of the callback is too old
"""

from collections.abc import Mapping

from channels.wechat.errors import (
    AddressRefused,
    BadCredentials,
    Busy,
    ContentRefused,
    FileGone,
    FileRefused,
    NotPermitted,
    QuotaUsed,
    Refused,
    Throttled,
    TokenRefused,
    Told,
    TooLate,
    TooLong,
    Unwritable,
    UserGone,
)


class SessionOver(Unwritable):
    """Ended; the investor's next message begins another."""


class SessionElsewhere(Told):
    """In WeCom's queue, with a person there, or ended."""


class KeyRepeated(Told):
    """A message of this msgid was taken before."""


class StepRefused(Told):
    """From where the session stands there is no way to the wanted state."""


class ServicerAway(Told):
    """Not an agent of the account, or not receiving anybody now."""


class CallbackTokenRefused(Told):
    """Older than ten minutes."""


_KINDS: Mapping[type[Told], tuple[int, ...]] = {
    Busy: (-1, 6000),
    Throttled: (45009, 45033),
    TokenRefused: (40001, 40014, 41001, 42001),
    BadCredentials: (40013, 41002, 41004),
    AddressRefused: (60020,),
    NotPermitted: (48002, 60011, 95000, 95004, 95011, 95012, 95017),
    QuotaUsed: (95001,),
    TooLate: (95002,),
    SessionOver: (95013,),
    SessionElsewhere: (95018,),
    UserGone: (40096, 84061),
    ContentRefused: (40008, 40033, 40058, 44004, 47001, 95008, 95009),
    TooLong: (45002,),
    FileGone: (40007,),
    FileRefused: (40004, 40005, 40006, 40009, 40011, 41005),
    StepRefused: (95016,),
    ServicerAway: (95014,),
    CallbackTokenRefused: (95007,),
}
NAMED: Mapping[int, type[Told]] = {code: kind for kind, codes in _KINDS.items() for code in codes}
_KEY = "msgid"


def named(code: int, words: str = "") -> Told:
    """The error of this code. WeCom publishes none for a repeated msgid: it is known by its words, for ours
    are well formed and nothing else can be wrong with one.
    """
    if code not in NAMED and _KEY in words.lower():
        return KeyRepeated(code)
    return NAMED.get(code, Refused)(code)
