"""A code is taken once, about its time, and recovery codes once each."""

import asyncio

import pytest

from desk.errors import NotNow, SignInRefused
from desk.people.second_factor import CODES, SecondFactor
from desk.people.vault import Vault
from tests.unit.desk.office import Office
from tests.unit.desk.people.telephone import Telephone, enrolled, steps_pass


@pytest.fixture
async def second(office: Office) -> SecondFactor:
    await office.hire("agent", "wang")
    return office.signing_in.second


async def test_a_telephone_is_enrolled_by_a_code_that_it_shows(office: Office, second: SecondFactor) -> None:
    begun = await second.begin("wang")
    assert begun.uri.startswith(f"otpauth://totp/Wenpan:wang?secret={begun.secret}&issuer=Wenpan")
    assert begun.svg.startswith('<svg xmlns="http://www.w3.org/2000/svg"')
    assert not (await office.agents.get("wang")).second_factor
    telephone = Telephone(office.database, begun.secret)
    with pytest.raises(SignInRefused):
        await second.enable("wang", await telephone.code(5))
    codes = await second.enable("wang", await telephone.code())
    assert (len(codes), len(set(codes))) == (CODES, CODES)
    assert (await office.agents.get("wang")).second_factor


async def test_the_table_holds_neither_the_secret_nor_the_recovery_codes(
    office: Office, second: SecondFactor
) -> None:
    begun = await second.begin("wang")
    codes = await second.enable("wang", await Telephone(office.database, begun.secret).code())
    row = await office.database.row("select secret, recovery from desk_agent", {})
    assert row is not None
    assert begun.secret.encode() not in row["secret"]
    assert not any(
        code in kept or code.replace("-", "") in kept for code in codes for kept in row["recovery"]
    )


async def test_a_code_is_taken_once_and_none_before_it_after_it(office: Office, second: SecondFactor) -> None:
    telephone, _ = await enrolled(office, "wang")
    code, before = await telephone.code(), await telephone.code(-1)
    assert await second.check("wang", code)
    assert not await second.check("wang", code)
    assert not await second.check("wang", before)
    await steps_pass(office.database, "wang")
    assert await second.check("wang", await telephone.code())


async def test_a_code_used_twice_at_once_is_right_once(office: Office, second: SecondFactor) -> None:
    telephone, _ = await enrolled(office, "wang")
    code = await telephone.code()
    assert sum(await asyncio.gather(*(second.check("wang", code) for _ in range(4)))) == 1


async def test_a_telephones_clock_may_differ_by_one_step(office: Office, second: SecondFactor) -> None:
    telephone, _ = await enrolled(office, "wang")
    for shift, right in ((-3, False), (3, False), (-1, True), (0, True), (1, True)):
        assert await second.check("wang", await telephone.code(shift)) is right


async def test_what_is_no_code_is_wrong(office: Office, second: SecondFactor) -> None:
    await enrolled(office, "wang")
    for code in ("", "12345", "1234567", "abc", "²²²²²²", "１２３４５６", "0" * 200, "\x00"):
        assert not await second.check("wang", code)


async def test_a_recovery_code_is_taken_once(office: Office, second: SecondFactor) -> None:
    _, codes = await enrolled(office, "wang")
    assert sum(await asyncio.gather(*(second.check("wang", codes[0]) for _ in range(4)))) == 1
    assert not await second.check("wang", codes[0])
    assert await second.check("wang", codes[1].upper().replace("-", ""))


async def test_a_recovery_code_is_its_owners_alone(office: Office, second: SecondFactor) -> None:
    await office.hire("agent", "li")
    _, codes = await enrolled(office, "wang")
    await enrolled(office, "li")
    assert not await second.check("li", codes[0])


async def test_a_telephone_in_use_is_replaced_only_after_it_was_given_up(
    office: Office, second: SecondFactor
) -> None:
    telephone, codes = await enrolled(office, "wang")
    with pytest.raises(NotNow, match="enabled"):
        await second.begin("wang")
    with pytest.raises(NotNow, match="enabled"):
        await second.enable("wang", await telephone.code())
    await second.disable("wang")
    assert not await second.check("wang", await telephone.code())
    assert not await second.check("wang", codes[0])
    with pytest.raises(NotNow, match="not_begun"):
        await second.enable("wang", await telephone.code())
    await enrolled(office, "wang")
    assert (await office.agents.get("wang")).second_factor


async def test_a_secret_of_another_key_opens_nothing(office: Office, second: SecondFactor) -> None:
    telephone, codes = await enrolled(office, "wang")
    elsewhere = SecondFactor(office.database, Vault("another key"))
    assert not await elsewhere.check("wang", await telephone.code())
    assert not await elsewhere.check("wang", codes[0])
    assert await second.check("wang", await telephone.code())
