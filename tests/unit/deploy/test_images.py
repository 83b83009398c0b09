"""The images' recipes: what they copy is there, is all that is needed, and is taken into the build at all."""

import ast
import re
import subprocess
from fnmatch import fnmatch
from pathlib import Path

import pytest
import yaml

from gateway.model import dialogue_folders
from gateway.processes import rasa_environment

ROOT = Path(__file__).parents[3]
DEPLOY = ROOT / "deploy"
RECIPES = ("services.Dockerfile", "rasa.Dockerfile")
PROCESS = {
    *("PATH", "HOME", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE", "MPLCONFIGDIR", "OPENBLAS_CORETYPE"),
    *("PIP_NO_CACHE_DIR", "PIP_DISABLE_PIP_VERSION_CHECK", "OPENBLAS_NUM_THREADS"),
    *("POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD", "HTTPS_PROXY"),
}
"""Variables that are read by Python, its libraries and other programs, not by us."""
IMPORTED = re.compile(r"(?m)^\s*(?:from|import) (\w+)")


def recipe(name: str) -> str:
    """Its lines, those that go on joined."""
    return re.sub(r"\\\n\s*", "", (DEPLOY / name).read_text(encoding="utf-8"))


def last_stage(name: str) -> str:
    return recipe(name).rpartition("\nFROM ")[2]


def copied(text: str) -> set[str]:
    """What COPY takes from the checkout."""
    lines = re.findall(r"(?m)^COPY (?!--from)(.+)$", text)
    return {source for line in lines for source in line.split()[:-1]}


def ignored(path: str) -> bool:
    """Whether .dockerignore keeps it out: all but the folders it names again."""
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    kept = {line[1:] for line in lines if line.startswith("!")}
    late = [line for line in lines if line and line[0] not in "#!*"]
    return path.split("/")[0] not in kept or any(fnmatch(path, pattern) for pattern in late)


@pytest.mark.parametrize("name", RECIPES)
def test_what_is_copied_is_there_and_not_ignored(name: str) -> None:
    tracked = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.splitlines()
    for source in copied(recipe(name)):
        assert any(path == source or path.startswith(f"{source}/") for path in tracked), source
        assert not ignored(source), source


@pytest.mark.parametrize("name", RECIPES)
def test_it_runs_as_nobody_who_may_do_anything(name: str) -> None:
    assert re.search(r"(?m)^USER 10001:10001$", last_stage(name))
    assert "build-essential" not in last_stage(name)


@pytest.mark.parametrize(("name", "version"), [(RECIPES[0], "3.12"), (RECIPES[1], "3.10")])
def test_it_has_the_python_of_the_checkout(name: str, version: str) -> None:
    assert set(re.findall(r"(?m)^FROM python:([\d.]+)-", recipe(name))) == {version}
    assert version in {each[:4] for each in (ROOT / ".python-version").read_text().split()}


def rooms_imported(folders: set[str]) -> set[str]:
    """The rooms that the files below these folders import."""
    rooms = {path.name for path in ROOT.iterdir() if (path / "__init__.py").exists()} - {"tests"}
    files = [path for folder in folders for path in sources(ROOT / folder)]
    return rooms & {name for path in files for name in IMPORTED.findall(path.read_text(encoding="utf-8"))}


def sources(place: Path) -> list[Path]:
    return [place] if place.is_file() else sorted(place.rglob("*.py"))


@pytest.mark.parametrize("name", RECIPES)
def test_every_room_that_is_imported_is_in_the_image(name: str) -> None:
    inside = copied(last_stage(name))
    assert rooms_imported(inside) <= {source.split("/")[0] for source in inside}


def modules_of_market(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return {module for module in named if module.split(".")[0] == "market"}


def test_the_brain_needs_no_more_of_the_market_than_it_gets() -> None:
    inside = copied(last_stage("rasa.Dockerfile"))
    for folder in ("bot", "market/names"):
        for path in sources(ROOT / folder):
            for module in modules_of_market(path):
                place = module.replace(".", "/")
                assert {
                    place,
                    f"{place}.py",
                    f"{place}/__init__.py",
                    "/".join(place.split("/")[:2]),
                } & inside, module


def test_the_model_is_trained_from_the_folders_that_the_checkout_trains_from() -> None:
    [command] = re.findall(r"\$\((find data .+?) \| sort -u\)", recipe("rasa.Dockerfile"))
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, check=True, capture_output=True, text=True)
    assert sorted(set(done.stdout.split())) == [
        str(path.relative_to(ROOT)) for path in dialogue_folders(ROOT)
    ]


def test_rasa_is_as_quiet_and_quick_as_under_the_supervisor() -> None:
    wanted = rasa_environment({}).keys() & {
        *("RASA_TELEMETRY_ENABLED", "SQLALCHEMY_SILENCE_UBER_WARNING", "TF_CPP_MIN_LOG_LEVEL"),
        *("PYTHONWARNINGS", "OPENBLAS_NUM_THREADS"),
    }
    assert all(f"{name}=" in last_stage("rasa.Dockerfile") for name in wanted)


def variables() -> set[str]:
    """Every variable that something in deploy/ sets."""
    found = {name for text in map(recipe, RECIPES) for name in re.findall(r"(?:ENV|\s)([A-Z_]{4,})=", text)}
    for path in [DEPLOY / "compose.yaml", *DEPLOY.rglob("kubernetes/**/*.yaml")]:
        for document in yaml.safe_load_all(path.read_text(encoding="utf-8")):
            found |= set(named(document))
    return found


def named(node: object) -> list[str]:
    """Names of variables anywhere in a document: keys of data and environment, items of env."""
    if isinstance(node, list):
        return [name for each in node for name in named(each)]
    if not isinstance(node, dict):
        return []
    maps = [node.get(key) for key in ("environment", "data", "stringData")]
    items = node.get("env", ())
    here = [name for each in maps if isinstance(each, dict) for name in each]
    here += [each["name"] for each in items]
    return here + [name for each in node.values() for name in named(each)]


def test_every_variable_is_a_setting_of_ours_or_of_a_program_we_run() -> None:
    explained = set(re.findall(r"(?m)^([A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8")))
    quiet = {
        name for name in rasa_environment({}) if name.startswith(("RASA_T", "SQLALCHEMY", "TF_", "PYTHONW"))
    }
    assert variables() - explained <= PROCESS | quiet
    assert {"DATABASE_URL", "DRAIN_NOTICE", "RASA_TOKEN"} <= variables()
