"""What goes back in the response to WeChat's own call, and costs none of the messages we may write. Pure.

It is one text. Buttons stand in it as links: a tap says the title and comes with the button's id. Pictures
would have to be uploaded first, so they go the ordinary way, and what comes behind them, too.
"""

from collections.abc import Sequence
from urllib.parse import quote

from channels.text import utf8_bytes
from channels.wechat.render import BETWEEN, LONGEST_TEXT, spoken
from channels.wechat.words import Words
from channels.wechat.xml import write_xml
from conversations import Button
from conversations.sending import Item

SUCCESS = "success"  # nothing is said in the response, and the message is not delivered again
_PLAIN = frozenset("，。、（）？！：；—…“”《》·")
_UNQUOTED = str.maketrans({"<": "＜", ">": "＞", "\n": " "})


def passive_text(items: Sequence[Item], words: Words) -> tuple[str, int]:
    """The words of as many of `items` as one text holds, and how many those are."""
    said = ""
    for count, item in enumerate(items):
        before = items[count - 1] if count else None
        more = BETWEEN.join(filter(None, (said, _whole(item, words, before))))
        if item.image or utf8_bytes(more) > LONGEST_TEXT:
            return said, count
        said = more
    return said, len(items)


def reply_xml(user: str, account: str, text: str, at: int) -> str:
    """The response that says `text` to `user`."""
    return write_xml(
        {
            "ToUserName": user,
            "FromUserName": account,
            "CreateTime": at,
            "MsgType": "text",
            "Content": text,
        }
    )


def _whole(item: Item, words: Words, before: Item | None) -> str:
    links = "\n".join(map(_link, item.buttons))
    return BETWEEN.join(filter(None, (spoken(item, words, before), links)))


def _link(button: Button) -> str:
    title = button.title.translate(_UNQUOTED)
    said = "".join(c if c.isalnum() or c in _PLAIN else quote(c, safe="") for c in button.title)
    return f'<a href="weixin://bizmsgmenu?msgmenucontent={said}&msgmenuid={button.id}">{title}</a>'
