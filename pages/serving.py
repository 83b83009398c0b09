"""Serves the files of a page, with what a browser may do with them."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from pages.assets import INDEX, Asset


def policy(images: str = "'self'") -> str:
    """Nothing inline, nothing from elsewhere: text that somehow became markup could do nothing."""
    return (
        f"default-src 'none'; script-src 'self'; style-src 'self'; img-src {images}; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    )


class Page:
    """One page: its index at any address, its other files by name."""

    def __init__(self, assets: Mapping[str, Asset], policy: str) -> None:
        self._assets = assets
        self._headers = {
            "Cache-Control": "no-cache",
            "Content-Security-Policy": policy,
            "Referrer-Policy": "same-origin",
            "X-Content-Type-Options": "nosniff",
        }

    async def index(self, request: Request) -> Response:
        return self._send(request, INDEX)

    async def file(self, request: Request) -> Response:
        return self._send(request, request.path_params["name"])

    def _send(self, request: Request, name: str) -> Response:
        asset = self._assets.get(name)
        if asset is None:
            return JSONResponse({"error": "not_found"}, 404)
        headers = {**self._headers, "ETag": asset.etag}
        if request.headers.get("if-none-match") == asset.etag:
            return Response(status_code=304, headers=headers)
        return Response(asset.content, media_type=asset.kind, headers=headers)
