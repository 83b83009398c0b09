"""Names as investors write them, found in their sentences."""

import pytest

from market.names import Names


def found(names: Names, text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(mention.text, mention.refs) for mention in names.find(text)]


@pytest.mark.parametrize(
    ("text", "written", "ref"),
    [
        ("贵州茅台多少钱", "贵州茅台", "SH600519"),
        ("我想看看 五 粮 液 的走势", "五 粮 液", "SZ000858"),
        ("万  科Ａ怎么了", "万  科Ａ", "SZ000002"),
        ("tcl科技", "tcl科技", "SZ000100"),
        ("TCL 科技现在多少", "TCL 科技", "SZ000100"),
        ("貴州茅台現在多少錢", "貴州茅台", "SH600519"),
        ("乾照光电的代码", "乾照光电", "SZ300102"),
        ("贵州茅台酒股份有限公司", "贵州茅台酒股份有限公司", "SH600519"),
    ],
)
def test_a_name_is_found_as_written(names: Names, text: str, written: str, ref: str) -> None:
    assert found(names, text) == [(written, (ref,))]
