"""The house rules that no other tool checks, over every file that git knows or would take."""

import ast
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LONGEST_FILE = 300  # lines
LONGEST_FUNCTION = 25  # lines of its body, docstring left out
ASSERT = "assert"
BANNED_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "base", "misc", "process_data"}
TEXT = {
    ".py",
    ".md",
    ".yml",
    ".yaml",
    ".toml",
    ".css",
    ".js",
    ".html",
    ".json",
    ".csv",
    ".txt",
    ".example",
    "",
}
LOCKS = ("locks/rasa.txt", "locks/services.txt", "locks/node.txt")
FOREIGN_PLACES = re.compile(r"(?<![\w}])/(?:root|home/\w+|work|Users)/")  # /desk/work/ is ours
SECRETS = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY|AKIA[0-9A-Z]{16}|\bghp_\w{30,}|\b\d{8,10}:AA[\w-]{33}\b")


@cache
def files() -> tuple[Path, ...]:
    """Relative paths of what is tracked or new and not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return tuple(path for line in listed.stdout.splitlines() if (ROOT / (path := Path(line))).is_file())


def sources(*suffixes: str) -> list[Path]:
    return [path for path in files() if path.suffix in suffixes]


def read(path: Path) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [
        node
        for node in ast.walk(ast.parse(read(path)))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_every_module_says_in_its_first_line_what_it_is_for() -> None:
    silent = [path for path in sources(".py") if not read(path).startswith('"""')]
    assert not silent


def test_no_file_is_longer_than_one_can_hold_in_mind() -> None:
    long = {
        str(path): count
        for path in sources(".py", ".css", ".js")
        if (count := read(path).count("\n")) > LONGEST_FILE
    }
    assert not long


def test_no_function_is_longer_than_a_screen() -> None:
    long = {
        f"{path}:{function.name}": body_lines(function)
        for path in sources(".py")
        if path.parts[0] != "tests" and "versions" not in path.parts  # a migration is one list of statements
        for function in functions(path)
        if body_lines(function) > LONGEST_FUNCTION
    }
    assert not long


def test_nothing_is_named_after_nothing() -> None:
    nameless = [path for path in files() if BANNED_NAMES & {*path.parts[:-1], path.stem}]
    assert not nameless


def test_locks_name_no_host() -> None:
    for lock in (*LOCKS, "desk/web/package-lock.json"):
        assert not re.search(r"https?://|--index-url|--find-links", read(Path(lock)))


def test_every_pin_of_the_locks_has_its_hash() -> None:
    for lock in LOCKS:
        pins = re.split(r"(?m)^(?=[a-z0-9])", read(Path(lock)))
        assert not [pin.split()[0] for pin in pins if pin.strip() and "--hash=sha256:" not in pin]


def _is_worded(keyword: ast.keyword) -> bool:
    """Whether an argument of `utter_message` may hold words; a mark beside the words holds none."""
    marks = keyword.arg == "json_message" and ast.unparse(keyword.value) == "marked"
    return keyword.arg in {"text", "json_message"} and not marks


def test_no_action_utters_words_of_its_own() -> None:
    spoken = [
        f"{path}:{node.lineno}"
        for path in sources(".py")
        if path.parts[0] == "actions"
        for node in ast.walk(ast.parse(read(path)))
        if isinstance(node, ast.Call)
        and getattr(node.func, "attr", "") == "utter_message"
        and (node.args or [each for each in node.keywords if _is_worded(each)])
    ]
    assert not spoken


def test_every_setting_is_explained_in_the_readme() -> None:
    readme = read(Path("README.md"))
    settings = re.findall(r"(?m)^([A-Z_]+)=", read(Path(".env.example")))
    groups = {name.split("_")[0] + "_" for name in settings if name.startswith(("WECHAT", "TELEGRAM"))}
    missing = [
        name
        for name in settings
        if name not in readme and not any(name.startswith(group) for group in groups)
    ]
    assert not missing


def test_every_command_of_the_documents_exists() -> None:
    targets = set(re.findall(r"(?m)^([a-z-]+):", read(Path("Makefile"))))
    named = {
        (str(path), target)
        for path in sources(".md")
        for target in re.findall(r"`make ([a-z-]+)|(?m:^make ([a-z-]+))", read(path))
        for target in target
        if target
    }
    assert not {(path, target) for path, target in named if target not in targets}


def test_no_file_knows_this_machine_or_holds_a_secret() -> None:
    here = Path(__file__).relative_to(ROOT)
    telling = [
        path
        for path in files()
        if path.suffix in TEXT and path != here
        if FOREIGN_PLACES.search(text := (ROOT / path).read_text(encoding="utf-8", errors="replace"))
        or SECRETS.search(text)
    ]
    assert not telling


def test_no_code_is_commented_out() -> None:
    pattern = re.compile(
        r"^\s*#\s*(def |class |import |from \w+ import|return |if .*:$|for .*:$|\w+ = \w+\()"
    )
    dead = [
        f"{path}:{number}"
        for path in sources(".py")
        for number, line in enumerate(read(path).splitlines(), 1)
        if pattern.match(line)
    ]
    assert not dead


def test_no_test_asserts_nothing() -> None:
    uses = [
        (path, function.name, names_used(function))
        for path in sources(".py")
        if path.parts[0] == "tests"
        for function in functions(path)
    ]
    checking = {ASSERT, "raises", "expect"}  # pytest's and playwright's
    while more := {name for _, name, used in uses if used & checking} - checking:
        checking |= more
    tests = [(path, name, used) for path, name, used in uses if name.startswith("test_")]
    assert not [f"{path}:{name}" for path, name, used in tests if not used & checking]


def names_used(function: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    """What it calls, by name, and ASSERT where it asserts itself."""
    nodes = list(ast.walk(function))
    called = [node.func for node in nodes if isinstance(node, ast.Call)]
    asserts = {ASSERT} if any(isinstance(node, ast.Assert) for node in nodes) else set()
    return asserts | {str(getattr(each, "attr", getattr(each, "id", ""))) for each in called}


@pytest.mark.parametrize("room", ["market", "conversations", "channels", "notices"])
def test_settings_reach_a_room_by_constructor_not_by_environment(room: str) -> None:
    settings = re.findall(r"(?m)^([A-Z_]+)=", read(Path(".env.example")))
    readers = [
        path
        for path in sources(".py")
        if path.parts[0] == room and "environ" in read(path)
        if any(f'"{name}"' in read(path) for name in settings)
    ]
    assert not readers
