"""Which fields of the desk are sealed: whatever staff and investors write there in words of their own."""

from sealing import Table, as_it_is

NOTE = Table("desk_note", ("id",), {"text": as_it_is})
DRAFT = Table("desk_draft", ("conversation_id", "agent"), {"text": as_it_is})
WISH = Table("desk_wish", ("id",), {"text": as_it_is, "answer": as_it_is})
TABLES = (NOTE, DRAFT, WISH)
