"""The functions of akshare that may be called: all are needed, and each says where it goes and why it may."""

import re
from pathlib import Path

from market.sources.akshare_allowed import ALLOWED

SOURCES = Path(__file__).parents[3] / "market" / "sources"
LIST = SOURCES / "akshare_allowed.py"
ENTRY = re.compile(r'^ +"(\w+)",(.*)$', re.MULTILINE)


def test_each_names_its_host_and_what_it_asks_in_the_order_of_names() -> None:
    entries = ENTRY.findall(LIST.read_text(encoding="utf-8"))
    names = [name for name, _ in entries]
    assert names == sorted(ALLOWED)
    reason = re.compile(r"  # [a-z0-9-]+(\.[a-z0-9-]+)+\b.*: .+")
    assert [name for name, said in entries if not reason.fullmatch(said)] == []


def test_each_is_called_by_a_source() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in SOURCES.glob("*.py") if path != LIST)
    assert [name for name in sorted(ALLOWED) if f'"{name}"' not in code] == []
