"""What `make channels-check` finds out about 微信客服. Words for operators; never a secret."""

from collections.abc import Mapping, Sequence

from channels.channel import Finding
from channels.credentials import WechatKf
from channels.errors import TokenAway
from channels.wechat.errors import AddressRefused, BadCredentials, NotPermitted, Told, WechatError
from channels.wechat_kf.client import KfClient
from channels.wechat_kf.routes import PATH
from conversations.errors import StoreUnavailable

_FAILURES: Mapping[type[Told], tuple[str, str]] = {
    BadCredentials: (
        "WeCom does not take WECHAT_KF_CORP_ID and WECHAT_KF_SECRET.",
        "Take the corp id from 我的企业 and the secret from 微信客服, 开发配置, in WeCom's console.",
    ),
    AddressRefused: (
        "WeCom does not trust the address that we call from.",
        "Add this machine's public address to the app's trusted addresses (企业可信IP).",
    ),
    NotPermitted: (
        "WeCom does not let the app use 微信客服.",
        "In WeCom's console allow the app under 微信客服, 可调用接口的应用.",
    ),
}


async def check_accounts(client: KfClient, account: WechatKf, public_url: str | None) -> Sequence[Finding]:
    """What WeCom says of our credentials and accounts, then what WeCom has to be told."""
    return [*await _accounts(client, account.open_kfids), _address(public_url)]


def _address(public_url: str | None) -> Finding:
    if public_url:
        return Finding(True, f"WeCom calls {public_url}{PATH}, if that is the URL in its console.")
    return Finding(
        False,
        "PUBLIC_URL is not set, so WeCom cannot ring: messages would come up to half a minute late.",
        f"Set PUBLIC_URL to our address as seen from outside, and enter it with {PATH} in WeCom's console.",
    )


async def _accounts(client: KfClient, wanted: Sequence[str]) -> list[Finding]:
    """Getting the list takes a token, a trusted address and the right to serve."""
    try:
        served = await client.served()
    except StoreUnavailable:
        return [
            Finding(
                False,
                "The database in which the access token is kept cannot be reached.",
                "Look at DATABASE_URL, or start the database with `make run`.",
            )
        ]
    except (WechatError, TokenAway) as error:
        return [_failure(error)]
    return [Finding(True, "WeCom takes the credentials."), *(_account(one, served) for one in wanted)]


def _account(open_kfid: str, served: frozenset[str]) -> Finding:
    if open_kfid in served:
        return Finding(True, f"The service account {open_kfid} is ours to serve.")
    others = f"Those that we may: {', '.join(sorted(served))}. " if served else ""
    return Finding(
        False,
        f"The service account {open_kfid} of WECHAT_KF_OPEN_KFIDS is not among those that we may serve.",
        f"{others}Another has to be given to the app in WeCom's console (通过API管理微信客服账号).",
    )


def _failure(error: WechatError | TokenAway) -> Finding:
    for kind, (sentence, remedy) in _FAILURES.items():
        if isinstance(error, kind):
            return Finding(False, sentence, remedy)
    if isinstance(error, Told):
        return Finding(
            False, f"WeCom refuses with code {error.code}.", "Look the code up in WeCom's documents."
        )
    return Finding(
        False,
        "WeCom cannot be reached, or its answer cannot be read.",
        "Look at WECHAT_KF_API_BASE, at HTTPS_PROXY and at what the network lets through.",
    )
