"""The desk's page: one shell at every address of a view, its files, and the words they show."""

from pathlib import Path

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from desk.routes.numbers import ID
from pages.assets import load_assets, load_words
from pages.serving import Page, policy

WEB = Path(__file__).resolve().parents[1] / "web"
WORDS = Path(__file__).resolve().parents[2] / "data" / "notices" / "desk.yml"
FETCHED = "vendor/preact.js"


def page_routes(web: Path = WEB, words: Path = WORDS) -> APIRouter:
    """/desk, /desk/<view> and /static/desk/…; no data is in them, so nobody is asked who they are."""
    said = load_words(words)
    assets = load_assets(web, said)
    page = Page(assets, policy(images="'self' data:"))

    async def shell(request: Request) -> Response:
        if FETCHED not in assets:
            return PlainTextResponse(said["not_fetched"], 503)
        return await page.index(request)

    router = APIRouter()
    router.add_route("/static/desk/{name:path}", page.file, methods=["GET"])
    for address in ("/desk", "/desk/", "/desk/{view}", f"/desk/{{view}}/{ID}", "/desk/knowledge/{id}"):
        router.add_route(address, shell, methods=["GET"])
    return router
