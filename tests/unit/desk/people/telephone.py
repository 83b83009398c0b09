"""A telephone that shows codes, and the means to let time pass between two of them."""

import pyotp

from conversations.database import Database
from desk.people.second_factor import STEP, SecondFactor
from tests.unit.desk.office import Office


class Telephone:
    """Knows one secret; the time is the database's."""

    def __init__(self, database: Database, secret: str) -> None:
        self._database = database
        self._totp = pyotp.TOTP(secret)

    async def code(self, shift: int = 0) -> str:
        """What it shows now, or `shift` steps from now."""
        row = await self._database.row("select extract(epoch from now())::bigint as now", {})
        assert row is not None
        return self._totp.generate_otp(row["now"] // STEP + shift)


async def enrolled(office: Office, agent: str) -> tuple[Telephone, list[str]]:
    """A telephone that `agent` has enrolled, and the recovery codes; its next code has not been taken."""
    second: SecondFactor = office.signing_in.second
    telephone = Telephone(office.database, (await second.begin(agent)).secret)
    codes = await second.enable(agent, await telephone.code())
    await steps_pass(office.database, agent)
    return telephone, codes


async def steps_pass(database: Database, agent: str) -> None:
    """The code that was taken last is of long ago."""
    await database.rows(
        "update desk_agent set last_step = last_step - 100 where id = %(id)s returning id", {"id": agent}
    )
