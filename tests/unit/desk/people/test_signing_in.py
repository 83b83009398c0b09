"""Who signs in: by password, by code, and what a wrong one of them is told."""

import pytest
from argon2 import PasswordHasher

from conversations.database import Database
from desk.errors import SignInRefused, TooManyTries, Unreadable
from desk.people.passwords import WeakPassword
from desk.people.signing_in import CodeWanted, Place, SignedIn
from tests.unit.desk.office import PASSWORD, Office
from tests.unit.desk.people.telephone import enrolled
from tests.unit.desk.people.test_attempts import passes

CHEAPER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1, hash_len=16)
HERE = Place("10.0.0.1", "Firefox 145 · Linux")


async def failures(office: Office) -> list[tuple[str, object]]:
    """What stands in the log of sign-ins that failed, the oldest first."""
    return [
        (each.actor, each.detail["step"]) for each in (await office.audit.find(act="sign_in_failed"))[0][::-1]
    ]


async def ticket_of(office: Office, name: str) -> str:
    wanted = await office.signing_in.begin(name, PASSWORD, HERE)
    assert isinstance(wanted, CodeWanted)
    return wanted.ticket


async def test_a_name_and_a_password_sign_in(office: Office) -> None:
    await office.hire("agent", "wang")
    done = await office.signing_in.begin(" Wang ", PASSWORD, HERE)
    assert isinstance(done, SignedIn)
    caller = await office.sessions.caller_of(done.token)
    assert (caller.agent, caller.fresh) == ("wang", True)
    (session,) = await office.sessions.of("wang")
    assert session.device == "Firefox 145 · Linux"
    (entry,), _ = await office.audit.find(act="sign_in")
    assert (entry.actor, entry.subject, entry.detail) == ("wang", "agent:wang", {"by": "password"})


async def test_the_token_stands_nowhere_in_the_database(office: Office) -> None:
    await office.hire("agent", "wang")
    done = await office.signing_in.begin("wang", PASSWORD, HERE)
    assert isinstance(done, SignedIn)
    rows = await office.database.rows("select desk_session::text as row from desk_session", {})
    assert done.token not in rows[0]["row"]
    assert len(done.token) >= 43


async def test_wrong_names_and_wrong_passwords_are_refused_alike(office: Office) -> None:
    await office.hire("agent", "wang")
    await office.hire("agent", "gone")
    await office.agents.change("test", "gone", {"active": False})
    refusals = []
    for name, password in (("wang", "wrong password"), ("nobody", PASSWORD), ("gone", PASSWORD), ("", "")):
        with pytest.raises(SignInRefused) as refused:
            await office.signing_in.begin(name, password, HERE)
        refusals.append(refused.value.facts)
    assert refusals == [{}] * 4
    assert await failures(office) == [
        ("wang", "password"),
        ("?", "password"),
        ("gone", "password"),
        ("?", "password"),
    ]


async def test_guessing_is_slowed_down_alike_for_names_that_nobody_has(office: Office) -> None:
    await office.hire("agent", "wang")
    for name in ("wang", "nobody"):
        for _ in range(5):
            with pytest.raises(SignInRefused):
                await office.signing_in.begin(name, "wrong password", HERE)
        with pytest.raises(TooManyTries):
            await office.signing_in.begin(name, PASSWORD, HERE)
    await passes(office.database, 30)
    assert isinstance(await office.signing_in.begin("wang", PASSWORD, HERE), SignedIn)


async def test_who_has_a_telephone_needs_its_code_too(office: Office) -> None:
    await office.hire("agent", "wang")
    telephone, _ = await enrolled(office, "wang")
    ticket = await ticket_of(office, "wang")
    assert await office.sessions.of("wang") == []
    with pytest.raises(SignInRefused):
        await office.signing_in.finish(ticket, "abc", HERE)
    done = await office.signing_in.finish(ticket, await telephone.code(), HERE)
    assert (await office.sessions.caller_of(done.token)).second_factor
    assert await failures(office) == [("wang", "code")]


async def test_a_ticket_signs_in_once(office: Office) -> None:
    await office.hire("agent", "wang")
    telephone, codes = await enrolled(office, "wang")
    ticket = await ticket_of(office, "wang")
    await office.signing_in.finish(ticket, await telephone.code(), HERE)
    with pytest.raises(SignInRefused):
        await office.signing_in.finish(ticket, codes[0], HERE)
    ticket = await ticket_of(office, "wang")
    await office.signing_in.finish(ticket, codes[0], HERE)
    with pytest.raises(SignInRefused):
        await office.signing_in.finish(ticket, codes[1], HERE)


async def test_a_recovery_code_signs_in_once(office: Office) -> None:
    await office.hire("agent", "wang")
    _, codes = await enrolled(office, "wang")
    await office.signing_in.finish(await ticket_of(office, "wang"), codes[3], HERE)
    assert (await office.audit.find(act="sign_in"))[0][0].detail == {"by": "recovery"}
    with pytest.raises(SignInRefused):
        await office.signing_in.finish(await ticket_of(office, "wang"), codes[3], HERE)


async def test_a_ticket_is_void_after_five_minutes(office: Office) -> None:
    await office.hire("agent", "wang")
    telephone, _ = await enrolled(office, "wang")
    row = await office.database.row("select extract(epoch from now())::bigint as now from desk_agent", {})
    values = office.vault.read(await ticket_of(office, "wang"))
    assert row
    assert values
    old, young = (office.vault.sign([*values[:2], row["now"] - age]) for age in (301, 280))
    with pytest.raises(SignInRefused):
        await office.signing_in.finish(old, await telephone.code(), HERE)
    done = await office.signing_in.finish(young, await telephone.code(), HERE)
    assert (await office.sessions.caller_of(done.token)).agent == "wang"


async def test_a_forged_ticket_signs_nobody_in(office: Office) -> None:
    await office.hire("agent", "wang")
    telephone, _ = await enrolled(office, "wang")
    ticket = await ticket_of(office, "wang")
    for forged in ("", ticket[:-2], ticket + "x", "é\x00"):
        with pytest.raises(SignInRefused):
            await office.signing_in.finish(forged, await telephone.code(), HERE)


async def test_a_new_password_makes_a_ticket_void(office: Office) -> None:
    await office.hire("agent", "wang")
    telephone, _ = await enrolled(office, "wang")
    ticket = await ticket_of(office, "wang")
    await office.agents.reset("test", "wang")
    with pytest.raises(SignInRefused):
        await office.signing_in.finish(ticket, await telephone.code(), HERE)


async def test_guessing_codes_is_slowed_down_too(office: Office) -> None:
    await office.hire("agent", "wang")
    telephone, _ = await enrolled(office, "wang")
    for _ in range(5):
        with pytest.raises(SignInRefused):
            await office.signing_in.finish(await ticket_of(office, "wang"), "000000", HERE)
    with pytest.raises(TooManyTries):
        await office.signing_in.finish(await ticket_of(office, "wang"), await telephone.code(), HERE)


async def test_a_reset_signs_in_with_what_was_given_and_the_telephone_stays(office: Office) -> None:
    await office.hire("agent", "wang")
    telephone, _ = await enrolled(office, "wang")
    given = await office.agents.reset("test", "wang")
    wanted = await office.signing_in.begin("wang", given, HERE)
    assert isinstance(wanted, CodeWanted)
    done = await office.signing_in.finish(wanted.ticket, await telephone.code(), HERE)
    assert (await office.sessions.caller_of(done.token)).must_change
    given = await office.agents.reset("test", "wang", second=True)
    assert isinstance(await office.signing_in.begin("wang", given, HERE), SignedIn)


async def test_a_cheap_hash_is_made_anew_at_the_next_sign_in(office: Office, desk_database: Database) -> None:
    await office.hire("agent", "wang")
    await desk_database.rows(
        "update desk_agent set password = %(old)s, must_change = true returning id",
        {"old": CHEAPER.hash(PASSWORD)},
    )
    await office.signing_in.begin("wang", PASSWORD, HERE)
    row = await desk_database.row("select password, must_change from desk_agent", {})
    assert row
    assert not office.passwords.is_stale(row["password"])
    assert row["must_change"]
    assert isinstance(await office.signing_in.begin("wang", PASSWORD, HERE), SignedIn)


async def test_a_password_given_again_makes_the_session_fresh(office: Office) -> None:
    wang = await office.hire("agent", "wang")
    caller = await office.signed_in(office.browser(), wang)
    await office.database.rows("update desk_session set fresh_at = now() - interval '1 h' returning id", {})
    with pytest.raises(SignInRefused):
        await office.signing_in.confirm(caller, "wrong password", None, HERE)
    assert await fresh(office) == [False]
    await office.signing_in.confirm(caller, PASSWORD, None, HERE)
    assert await fresh(office) == [True]
    assert await failures(office) == [("wang", "confirm")]


async def fresh(office: Office) -> list[bool]:
    rows = await office.database.rows(
        "select fresh_at > now() - interval '1 min' as fresh from desk_session", {}
    )
    return [row["fresh"] for row in rows]


async def test_who_has_a_telephone_confirms_with_its_code(office: Office) -> None:
    wang = await office.hire("agent", "wang")
    telephone, _ = await enrolled(office, "wang")
    caller = await office.signed_in(office.browser(), wang)
    await office.database.rows("update desk_session set fresh_at = now() - interval '1 h' returning id", {})
    with pytest.raises(Unreadable, match="code"):
        await office.signing_in.confirm(caller, PASSWORD, None, HERE)
    with pytest.raises(SignInRefused):
        await office.signing_in.confirm(caller, PASSWORD, "abc", HERE)
    assert await fresh(office) == [False]
    await office.signing_in.confirm(caller, PASSWORD, await telephone.code(), HERE)
    assert await fresh(office) == [True]


async def test_a_changed_password_ends_the_other_sessions(office: Office) -> None:
    wang = await office.hire("agent", "wang")
    caller = await office.signed_in(office.browser(), wang)
    other = await office.signed_in(office.browser(), wang)
    with pytest.raises(SignInRefused):
        await office.signing_in.change_password(caller, "wrong password", "a new password", HERE)
    for weak, why in (("short", "short"), (PASSWORD, "same"), ("password123", "common")):
        with pytest.raises(WeakPassword) as refused:
            await office.signing_in.change_password(caller, PASSWORD, weak, HERE)
        assert refused.value.why == why
    assert await office.sessions.is_alive(other.session)
    await office.signing_in.change_password(caller, PASSWORD, "a new password", HERE)
    assert await office.sessions.alive([caller.session, other.session]) == {caller.session}
    with pytest.raises(SignInRefused):
        await office.signing_in.begin("wang", PASSWORD, HERE)
    assert isinstance(await office.signing_in.begin("wang", "a new password", HERE), SignedIn)
    assert [each.act for each in (await office.audit.find(act="password_changed"))[0]] == ["password_changed"]


async def test_passwords_cannot_be_guessed_from_within_a_session_either(office: Office) -> None:
    wang = await office.hire("agent", "wang")
    caller = await office.signed_in(office.browser(), wang)
    for _ in range(5):
        with pytest.raises(SignInRefused):
            await office.signing_in.confirm(caller, "wrong password", None, HERE)
    with pytest.raises(TooManyTries):
        await office.signing_in.change_password(caller, PASSWORD, "a new password", HERE)
