"""Each role may do what its work needs, and nothing of what another is trusted with."""

import pytest

from desk.errors import NotAllowed
from desk.people.caller import MAY, ROLES, Caller, Role


def caller(role: Role) -> Caller:
    return Caller("wang", "王芳", "1001", role, "session")


def test_every_role_has_its_permissions() -> None:
    assert set(MAY) == set(ROLES)
    assert all(MAY.values())


def test_who_reads_transcripts_and_audits_serves_nobody() -> None:
    for role in ("quality", "compliance", "admin"):
        assert not caller(role).may("serve")


def test_an_agent_neither_reads_others_conversations_nor_takes_them_out_of_the_house() -> None:
    for permission in ("read", "export", "unmask", "lead", "set", "audit"):
        with pytest.raises(NotAllowed) as refused:
            caller("agent").require(permission)
        assert refused.value.permission == permission


def test_who_sets_up_the_desk_reads_no_transcript() -> None:
    assert not caller("admin").may("read")
    assert not caller("admin").may("unmask")


def test_articles_are_edited_by_who_leads_inspects_or_sets_up_and_by_nobody_who_only_serves() -> None:
    assert {role for role in ROLES if caller(role).may("edit")} == {"supervisor", "quality", "admin"}
