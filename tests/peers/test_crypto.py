"""Our seal against two ciphers for WeChat that others wrote: each opens what the other closed."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from channels.wechat.crypto import Opened, Seal
from channels.wechat.xml import read_xml, write_xml

HERE = Path(__file__).parent
INSTALLED = HERE.parents[1] / ".tools" / "peers" / "node"
TOKEN, KEY, RECEIVER = "TokenOfTests1", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "wx0123456789abcdef"
NOON = 1_795_665_600
PEERS = ("wechat-crypto", "@wecom/crypto")
TEXTS = (
    "<xml><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[贵州茅台多少钱]]></Content></xml>",
    "1768.90 ▲56.01 🚀",
    *("长" * count for count in (1, 2, 9, 10, 11, 31, 32, 33, 3_000)),  # around the borders of blocks
)

pytestmark = [
    pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed"),
    pytest.mark.skipif(not (INSTALLED / ".lock-hash").exists(), reason="its peers are missing: make peers"),
]


def ask(questions: list[dict[str, str]]) -> list[dict[str, Any]]:
    """The answers of the peers; one process for all questions."""
    common = {"token": TOKEN, "key": KEY, "receiver": RECEIVER, "at": str(NOON), "nonce": "n1"}
    said = subprocess.run(
        ["node", str(HERE / "node" / "peer.js"), str(INSTALLED)],
        input=json.dumps([{**common, **question} for question in questions]),
        capture_output=True,
        text=True,
        check=True,
    )
    return list(json.loads(said.stdout))


def a_seal() -> Seal:
    return Seal(TOKEN, RECEIVER, KEY, clock=lambda: NOON)


@pytest.mark.parametrize("peer", PEERS)
def test_we_open_what_they_close(peer: str) -> None:
    for text, closed in zip(TEXTS, ask([{"peer": peer, "text": text} for text in TEXTS]), strict=True):
        query = {"timestamp": str(NOON), "nonce": "n1", "msg_signature": closed["signature"]}
        body = write_xml({"Encrypt": closed["cipher"]}).encode()
        assert a_seal().open(query, body) == Opened(text, sealed=True)
        assert a_seal().echo({**query, "echostr": closed["cipher"]}) == text


@pytest.mark.parametrize("peer", PEERS)
def test_they_open_what_we_close(peer: str) -> None:
    replies = [read_xml(a_seal().close(text)) for text in TEXTS]
    questions = [
        {"peer": peer, "cipher": reply["Encrypt"], "nonce": reply["Nonce"], "at": reply["TimeStamp"]}
        for reply in replies
    ]
    for text, reply, opened in zip(TEXTS, replies, ask(questions), strict=True):
        assert opened == {"text": text, "receiver": RECEIVER, "signature": reply["MsgSignature"]}
