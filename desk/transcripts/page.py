"""A transcript as one HTML file that needs nothing else: no script, nothing fetched. Pure."""

import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from hashlib import sha256
from html import escape
from typing import Any

from desk.transcripts.document import Document
from desk.transcripts.telling import Block, Telling, tell
from desk.transcripts.visible import visible
from desk.transcripts.words import Words

_STYLE = """
body { max-width: 54rem; margin: 2rem auto; padding: 0 1rem; color: #1c2126; background: #fff;
  font: 15px/1.6 "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.3rem; margin: 0 0 .6rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; margin: 0 0 1.5rem; }
dt, .facts, footer { color: #59636e; }
dd { margin: 0; }
section { margin: 0 0 .8rem; padding: .5rem .8rem; border-left: 4px solid #b6bec7; background: #f6f7f9; }
section.user { border-color: #1f6feb; background: #eef4ff; }
section.agent { border-color: #1a7f5a; background: #edf8f3; }
section.change, section.list { border: 1px dashed #b6bec7; background: #fff; }
section.note { border-color: #9a6700; background: #fff8e5; }
h2 { margin: 0; font-size: .8rem; font-weight: 600; color: #424a53; }
p { margin: .3rem 0; white-space: pre-wrap; unicode-bidi: isolate; }
img { display: block; max-width: 100%; max-height: 24cm; margin: .4rem 0; }
.facts { font-size: .8rem; margin: .2rem 0 0; padding: 0; list-style: none; }
@media print { body { margin: 0; max-width: none; font-size: 10pt; }
  section { break-inside: avoid-page; } }
@page { margin: 15mm; }
"""
_POLICY = (
    "default-src 'none'; img-src data:; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
)
_IMAGES = re.compile(r"image/(png|jpeg|gif|webp)")


def page_of(document: Document, words: Words) -> bytes:
    """The file. Its policy lets a browser show its own style and pictures, and nothing else."""
    telling = tell(document, words)
    body = "\n".join((*_head(telling), *(_section(block, document) for block in telling.blocks)))
    policy = _POLICY.format(digest=b64encode(sha256(_STYLE.encode()).digest()).decode())
    return f"""<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{_text(telling.running)}</title>
<style>{_STYLE}</style>
</head>
<body>
{body}
<footer>{_text(telling.end)}</footer>
</body>
</html>
""".encode()


def _head(telling: Telling) -> Iterator[str]:
    yield f"<h1>{_text(telling.title)}</h1>"
    yield "<dl>"
    for name, value in telling.facts:
        yield f"<dt>{_text(name)}</dt><dd>{_text(value)}</dd>"
    yield "</dl>"


def _section(block: Block, document: Document) -> str:
    parts = [f'<section class="{escape(block.style)}">', f"<h2>{_text(block.heading)}</h2>"]
    if block.text:
        parts.append(f"<p>{_text(block.text)}</p>")
    if block.picture:
        parts.append(_picture(document["pictures"][block.picture]))
    if block.facts:
        facts = "".join(f"<li>{_text(fact)}</li>" for fact in block.facts)
        parts.append(f'<ul class="facts">{facts}</ul>')
    return "".join((*parts, "</section>"))


def _picture(picture: Mapping[str, Any]) -> str:
    kind = picture["mime"] if _IMAGES.fullmatch(picture["mime"]) else "image/png"
    return f'<img src="data:{kind};base64,{escape(picture["base64"])}" alt="">'


def _text(text: str) -> str:
    return escape(visible(text))
