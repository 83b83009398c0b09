"""The desk's page is whole: its files are there, its words are of desk.yml, nothing is inline or remote."""

import re
from pathlib import Path
from typing import get_args

import httpx
import pytest
from fastapi import FastAPI

from actions.calling import ASKED
from actions.handlers.urgent import CASES
from conversations.messages import Owner
from desk.people.caller import LICENCES, ROLES
from desk.routes.bodies import Outcome
from desk.routes.page import WEB, WORDS, page_routes
from desk.routing.alerts import REASONS
from desk.routing.diary import REASON
from desk.routing.overdue import Fault
from desk.routing.patience import AFTER_HOURS
from desk.routing.roster import Standing
from desk.routing.terms import AppointmentTerms, Terms
from desk.transcripts.duties import DUTIES
from desk.transcripts.retention import SUBJECT, Gone
from desk.transcripts.wishes import Kind
from knowledge.masking import CARD, EMAIL, NAME, NUMBER, PERSON, PHONE
from pages.assets import load_words
from tests.unit.pages.contrast import contrast

SPOKEN = load_words(WORDS)
SCRIPTS = {
    path.relative_to(WEB).as_posix(): path.read_text(encoding="utf-8")
    for path in WEB.rglob("*.js")
    if "vendor" not in path.parts
}
STYLES = {path.name: path.read_text(encoding="utf-8") for path in (WEB / "styles").glob("*.css")}
INDEX = (WEB / "index.html").read_text(encoding="utf-8")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
FETCHED = {"vendor/preact.js", "vendor/hooks.js", "vendor/htm.js"}


def test_every_file_that_is_loaded_is_there_and_every_file_is_loaded() -> None:
    named = set(re.findall(r"/static/desk/([\w./-]+)", INDEX + "".join(SCRIPTS.values())))
    for name, script in SCRIPTS.items():
        for path in re.findall(r'from "(\.[\w./]+)"', script):
            named.add(((WEB / name).parent / path).resolve().relative_to(WEB).as_posix())
    here = {*SCRIPTS, *(f"styles/{name}" for name in STYLES), "mark.svg"}
    assert named - FETCHED == here


def test_nothing_is_loaded_from_elsewhere_and_nothing_is_inline() -> None:
    for name, text in {**SCRIPTS, **STYLES, "index.html": INDEX}.items():
        assert not re.search(r"https?://[a-z0-9-]+\.[a-z]", text), name
    inline = r"<script(?![^>]*(?:src=|application/json))|<style|\sstyle=|\son\w+="
    assert not re.findall(inline, INDEX)
    assert not [name for name, script in SCRIPTS.items() if " style=" in script]


def test_scripts_never_write_markup() -> None:
    for name, script in SCRIPTS.items():
        ways = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|SetInnerHTML|new Function"
        assert not re.search(ways, script), name


def test_scripts_hold_no_words_of_their_own() -> None:
    for name, script in SCRIPTS.items():
        assert not CHINESE.search(re.sub(r"/\*.*?\*/|//.*", "", script, flags=re.S)), name
    assert not CHINESE.search(INDEX)


def test_every_word_that_a_script_names_is_there() -> None:
    for file, script in SCRIPTS.items():
        said = re.search(r"const said = words\.(\w+);", script)
        named = re.findall(r"(?<!/)\bwords\.(\w+)(?:\.(\w+))?", script)
        named += [(said[1], name) for name in re.findall(r"\bsaid\.(\w+)", script)] if said else []
        for group, name in named:
            assert group in SPOKEN, f"{file}: {group}"
            assert not name or name in SPOKEN[group], f"{file}: {group}.{name}"


def test_what_the_back_end_says_by_codes_has_its_words() -> None:
    assert SPOKEN["role"].keys() == set(ROLES)
    assert SPOKEN["outcome"].keys() == {"label", *get_args(Outcome)}
    assert {*REASONS, *get_args(Fault), AFTER_HOURS, REASON, *CASES, ASKED} <= SPOKEN["reason"].keys()
    assert {*(case.skill for case in CASES.values()), *Terms().licences} <= SPOKEN["skill"].keys()
    assert set(get_args(Owner)) <= SPOKEN["owner"].keys() & SPOKEN["step"].keys()
    assert {*get_args(Standing)} <= SPOKEN["presence"].keys()
    assert SPOKEN["licence"].keys() == set(LICENCES)
    assert SPOKEN["wishes"]["kind"].keys() == set(get_args(Kind))
    assert SPOKEN["wishes"]["duty"].keys() == set(DUTIES)
    assert {f"<{mark}>" for mark in SPOKEN["mask"]} == {PHONE, PERSON, CARD, NUMBER, EMAIL, NAME}


def test_whatever_stands_in_the_log_is_said_in_words() -> None:
    rooms = "".join(file.read_text(encoding="utf-8") for file in WEB.parent.rglob("*.py"))
    acts = set(re.findall(r"""(?:audit\.write|trail\.write|\bnote)\([^"]*?"(\w+)", f?"\w+:""", rooms))
    subjects = set(re.findall(r"""(?:audit\.write|trail\.write|\bnote)\([^"]*?"\w+", f"(\w+):""", rooms))
    assert acts >= {"view", "sign_in", "password_reset", "setting"}
    assert acts <= SPOKEN["done"].keys()
    assert {*subjects, SUBJECT} <= SPOKEN["subject"].keys()
    assert {"before", "years", *Gone.__dataclass_fields__} <= SPOKEN["detail"].keys()


def test_every_number_that_can_be_set_has_its_words() -> None:
    assert SPOKEN["limits"]["routing"].keys() == Terms().value.keys() - {"licences"}
    assert SPOKEN["limits"]["appointments"].keys() == AppointmentTerms().value.keys()


def test_whatever_cannot_be_done_now_is_said_in_words() -> None:
    rooms = [file.read_text(encoding="utf-8") for file in WEB.parent.rglob("*.py")]
    whys = {why for room in rooms for why in re.findall(r'NotNow\("(\w+)"\)', room)}
    assert "slot_taken" in whys
    assert whys <= SPOKEN["error"]["not_now"].keys()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        *((ink, ground) for ink in ("ink", "quiet", "brand") for ground in ("card", "back", "tint")),
        *((ink, "brand-soft") for ink in ("ink", "quiet", "brand")),
        *((ink, f"{ink}-soft") for ink in ("up", "good", "warn")),
        *(("ink", f"{tone}-soft") for tone in ("up", "warn")),
        ("up", "card"),
        ("warn", "card"),
        ("ink", "mine"),
        ("brand-ink", "brand"),
        ("card", "up"),
        ("note-ink", "note"),
        ("whisper-ink", "whisper"),
    ],
)
def test_text_stands_out_from_its_ground(scheme: str, ink: str, ground: str) -> None:
    """WCAG 2.1, 1.4.3: at least 4.5 to 1."""
    assert contrast(STYLES["theme.css"], scheme, ink, ground) >= 4.5


@pytest.fixture
def web(tmp_path: Path) -> Path:
    (tmp_path / "index.html").write_text("<title>{{title}}</title>")
    (tmp_path / "vendor").mkdir()
    (tmp_path / "vendor" / "preact.js").write_text("export {};")
    return tmp_path


async def get(web: Path, address: str, **headers: str) -> httpx.Response:
    app = FastAPI()
    app.include_router(page_routes(web))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        return await client.get(address, headers=headers)


async def test_a_number_without_end_leads_nowhere(web: Path) -> None:
    assert (await get(web, f"/desk/work/{'1' * 5_000}")).status_code == 404


@pytest.mark.parametrize("address", ["/desk", "/desk/work", "/desk/work/12"])
async def test_every_view_is_the_same_shell(web: Path, address: str) -> None:
    shown = await get(web, address)
    assert shown.text == f"<title>{SPOKEN['title']}</title>"
    policy = shown.headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy


async def test_files_are_not_sent_again_while_they_are_the_same(web: Path) -> None:
    sent = await get(web, "/static/desk/vendor/preact.js")
    assert sent.headers["content-type"] == "text/javascript; charset=utf-8"
    again = await get(web, "/static/desk/vendor/preact.js", **{"If-None-Match": sent.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("name", ["package.json", "../routes/page.py", "vendor", "vendor/.lock-hash"])
async def test_nothing_but_the_pages_files_can_be_had(web: Path, name: str) -> None:
    answer = await get(web, f"/static/desk/{name}")
    assert answer.status_code == 404
    if ".." not in name:  # that is another address
        assert answer.json() == {"error": "not_found"}


async def test_a_desk_whose_modules_were_not_fetched_says_what_to_do(web: Path) -> None:
    (web / "vendor" / "preact.js").unlink()
    told = await get(web, "/desk")
    assert told.status_code == 503
    assert "make setup" in told.text
