"""`/media/<name>`: pictures of replies. A name is the digest of what is in the file, so it never changes."""

import asyncio
import re
from pathlib import Path

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

NAME = re.compile(r"[0-9a-f]{64}\.png")
ALONE = "default-src 'none'; style-src 'unsafe-inline'; sandbox"  # the style is the browser's own, around it
FOR_EVER = "public, max-age=31536000, immutable"


def media_routes(folder: Path) -> APIRouter:
    """GET /media/{name}: a picture of `folder`, or 404."""

    async def show(request: Request) -> Response:
        name = request.path_params["name"]
        content = await asyncio.to_thread(_read, folder, name)
        if content is None:
            return JSONResponse({"error": "not_found"}, 404)
        headers = {
            "Cache-Control": FOR_EVER,
            "Content-Security-Policy": ALONE,
            "ETag": f'"{name[:32]}"',
            "X-Content-Type-Options": "nosniff",
        }
        if request.headers.get("if-none-match") == headers["ETag"]:
            return Response(status_code=304, headers=headers)
        return Response(content, media_type="image/png", headers=headers)

    router = APIRouter()
    router.add_route("/media/{name}", show, methods=["GET"])
    return router


def _read(folder: Path, name: str) -> bytes | None:
    if not NAME.fullmatch(name):
        return None
    try:
        return (folder / name).read_bytes()
    except OSError:  # not there, or not for us to read: for the caller the same
        return None
