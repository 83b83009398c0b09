"""The operator hears in plain sentences what works and what to do, and never a secret."""

from dataclasses import replace
from typing import Any

import httpx
import pytest

from channels.channel import Finding
from channels.credentials import WechatKf
from channels.wechat_kf.checks import check_accounts
from channels.wechat_kf.client import KfClient
from conversations.database import Database
from tests.fakes.wechat.faults import Faults, Refuse, Status
from tests.fakes.wechat.kf_company import Company

LIST = "/cgi-bin/kf/account/list"
PUBLIC_URL = "https://example.com"


async def found(account: WechatKf, database: Database, public_url: str | None = PUBLIC_URL) -> list[Finding]:
    client = KfClient(account, database, httpx.AsyncClient(timeout=0.5, trust_env=False))
    findings = list(await check_accounts(client, account, public_url))
    await client.close()
    told = " ".join(f"{finding.sentence} {finding.remedy}" for finding in findings)
    assert not [secret for secret in (account.secret, account.token, account.aes_key) if secret in told]
    assert all(finding.remedy for finding in findings if not finding.ok)
    return findings


async def test_all_is_well(credentials: WechatKf, database: Database) -> None:
    findings = await found(credentials, database)
    assert all(finding.ok for finding in findings)
    assert f"{PUBLIC_URL}/channels/wechat-kf" in findings[-1].sentence


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"secret": "wrong"}, "WECHAT_KF_SECRET"),
        ({"corp_id": "wwOther"}, "WECHAT_KF_CORP_ID"),
        ({"open_kfids": ("wkOther",)}, "wkOther"),
        ({"api_base": "http://127.0.0.1:9"}, "WECHAT_KF_API_BASE"),
    ],
)
async def test_what_is_wrong_is_named(
    credentials: WechatKf, database: Database, change: dict[str, Any], named: str
) -> None:
    findings = await found(replace(credentials, **change), database)
    (wrong,) = [finding for finding in findings if not finding.ok]
    assert named in f"{wrong.sentence} {wrong.remedy}"


async def test_an_address_that_is_not_trusted_is_told(
    credentials: WechatKf, database: Database, company: Company
) -> None:
    company.banned_addresses = True
    findings = await found(credentials, database)
    assert "does not trust the address" in findings[0].sentence


async def test_who_does_not_know_the_accounts_hears_their_ids(
    credentials: WechatKf, database: Database, company: Company
) -> None:
    findings = await found(replace(credentials, open_kfids=("wk",)), database)
    assert company.accounts[0] in str(findings[1].remedy)


@pytest.mark.parametrize(
    ("fault", "said"),
    [(Refuse(48002), "does not let"), (Refuse(99999), "code 99999"), (Status(502), "cannot be reached")],
)
async def test_what_wecom_refuses_is_told(
    credentials: WechatKf, database: Database, faults: Faults, fault: Refuse | Status, said: str
) -> None:
    faults.order(LIST, fault)
    findings = await found(credentials, database)
    assert (findings[0].ok, said in findings[0].sentence) == (False, True)


async def test_without_a_public_address_the_callback_cannot_ring(
    credentials: WechatKf, database: Database
) -> None:
    findings = await found(credentials, database, None)
    assert [finding.ok for finding in findings] == [True, True, False]
