"""Pictures over HTTP: what the action server kept is shown, and nothing else of the disk."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from actions.media import Media
from gateway.media import media_routes

PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 1000


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    app.include_router(media_routes(tmp_path))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://gateway") as client:
        yield client


async def test_a_kept_picture_is_shown_and_never_asked_for_again(
    client: httpx.AsyncClient, tmp_path: Path
) -> None:
    address = await Media(tmp_path).keep(PNG)
    shown = await client.get(address)
    assert (shown.status_code, shown.content) == (200, PNG)
    assert shown.headers["Content-Type"] == "image/png"
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in shown.headers["Cache-Control"]
    again = await client.get(address, headers={"If-None-Match": shown.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert (await client.head(address)).headers["Content-Length"] == str(len(PNG))


@pytest.mark.parametrize(
    "name",
    [
        "0" * 64 + ".png",
        "0" * 64,
        "A" * 64 + ".png",
        "0" * 63 + ".png",
        "0" * 64 + ".svg",
        "0" * 64 + ".png%0a",
        "secret.png",
        "..%2fsecret.png",
        "%2e%2e/secret.png",
        "",
    ],
)
async def test_any_other_name_is_not_there(client: httpx.AsyncClient, tmp_path: Path, name: str) -> None:
    (tmp_path / "secret.png").write_bytes(PNG)
    (tmp_path.parent / "secret.png").write_bytes(PNG)
    assert (await client.get(f"/media/{name}")).status_code == 404


async def test_a_folder_in_a_pictures_place_is_not_there(client: httpx.AsyncClient, tmp_path: Path) -> None:
    name = "1" * 64 + ".png"
    (tmp_path / name).mkdir()
    assert (await client.get(f"/media/{name}")).status_code == 404
