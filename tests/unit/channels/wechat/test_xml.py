"""WeChat's XML is read whatever investors put into it; ours cannot be read as something else."""

import contextlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from channels.errors import UnreadableUpdate
from channels.wechat.xml import read_xml, write_xml

any_text = st.text(st.characters(codec=None, exclude_categories=()))  # lone surrogates too
BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><xml><Content>&b;</Content></xml>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><xml><Content>&a;</Content></xml>'


def test_fields_are_read_by_their_path() -> None:
    text = """<xml><MsgType><![CDATA[event]]></MsgType>
      <SendLocationInfo><Label><![CDATA[上海]]></Label><Scale> 15</Scale></SendLocationInfo></xml>"""
    assert read_xml(text) == {
        "MsgType": "event",
        "SendLocationInfo/Label": "上海",
        "SendLocationInfo/Scale": " 15",
    }


def test_control_characters_do_not_lose_a_message() -> None:
    assert read_xml("<xml><Content><![CDATA[茅\x00台\x07\x1b[2J\ud800\uffff]]></Content></xml>") == {
        "Content": "茅台[2J"
    }


def test_line_breaks_and_blanks_of_an_investor_stay() -> None:
    assert (
        read_xml("<xml><Content><![CDATA[ 茅台\n\t五粮液 ]]></Content></xml>")["Content"]
        == " 茅台\n\t五粮液 "
    )


def test_an_empty_field_is_empty_and_a_missing_one_missing() -> None:
    assert read_xml("<xml><Content></Content><Title/></xml>") == {"Content": "", "Title": ""}
    assert read_xml("<xml></xml>") == {}


def test_the_first_of_two_fields_with_one_name_counts() -> None:
    assert read_xml("<xml><A>1</A><A>2</A></xml>") == {"A": "1"}


@pytest.mark.parametrize("text", [BOMB, OUTSIDE, "<!DOCTYPE x><xml><A>1</A></xml>"])
def test_a_document_that_declares_types_is_refused(text: str) -> None:
    with pytest.raises(UnreadableUpdate):
        read_xml(text)


@pytest.mark.parametrize(
    "text", ["", "xml", "<xml>", "<xml><A></xml>", "<xml>&nope;</xml>", "{}", "<a/><b/>"]
)
def test_what_is_no_xml_is_refused(text: str) -> None:
    with pytest.raises(UnreadableUpdate):
        read_xml(text)


def test_endless_nesting_is_refused_before_it_costs_anything() -> None:
    with pytest.raises(UnreadableUpdate, match="too deep"):
        read_xml("<a>" * 1_000 + "<b/>" * 200)


@given(any_text)
@example("]]>")
@example("]]]]><![CDATA[>")
@example("</Content><Content>bought")
@example("<![CDATA[")
@example("&lt;&#0;")
def test_what_is_written_is_read_again(text: str) -> None:
    kept = "".join(c for c in text if c.isprintable() or c in "\n\t" or c > "\x9f")
    fields: dict[str, str | int] = {"ToUserName": "o1", "CreateTime": 12, "Content": kept, "End": "."}
    read = read_xml(write_xml(fields))
    assert list(read) == list(fields)
    assert read["Content"] == "".join(
        c for c in kept if not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff"
    )


@given(st.one_of(any_text, st.text("<>/axml![]CDAT&;?# \n")))
def test_any_text_is_fields_or_unreadable(text: str) -> None:
    with contextlib.suppress(UnreadableUpdate):
        assert isinstance(read_xml(text), dict)
