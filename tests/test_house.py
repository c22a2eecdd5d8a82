"""The shape of the house: who may import whom, who reads the environment, how long a file may be."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import CHECKOUT

PACKAGES = ("bot", "ingest", "knowledge")
FILES = sorted(path for package in PACKAGES for path in (CHECKOUT / package).rglob("*.py"))
TESTS = sorted((CHECKOUT / "tests").rglob("*.py"))
LONGEST = 400
#: The one file of `bot` that may use `ingest`: the maintainers' commands live there.
COMMANDS = "bot/cli.py"
SETTINGS = "bot/settings.py"


def name(path: Path) -> str:
    return path.relative_to(CHECKOUT).as_posix()


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """Top-level package and line of every import, wherever in the file it stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name.split(".")[0], node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module.split(".")[0], node.lineno


def environment_reads(path: Path) -> list[int]:
    """Lines that touch os.environ, os.getenv and their kin."""
    forbidden = {"environ", "environb", "getenv", "getenvb", "putenv"}
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "os":
            found += [node.lineno] if node.attr in forbidden else []
        elif isinstance(node, ast.ImportFrom) and node.module == "os":
            found += [node.lineno for alias in node.names if alias.name in forbidden]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "load_dotenv":
            found.append(node.lineno)
    return found


def test_there_is_a_house() -> None:
    assert {path.parts[len(CHECKOUT.parts)] for path in FILES} == set(PACKAGES)
    assert len(FILES) > 40


@pytest.mark.parametrize("path", FILES, ids=name)
def test_imports_go_one_way(path: Path) -> None:
    package = name(path).split("/")[0]
    allowed = {"knowledge": {"knowledge"}, "ingest": {"ingest", "knowledge"}, "bot": {"bot", "knowledge"}}[package]
    if name(path) == COMMANDS:
        allowed = allowed | {"ingest"}
    wrong = [(imported, line) for imported, line in imports(path) if imported in PACKAGES and imported not in allowed]
    assert not wrong, f"{name(path)} imports {wrong}"
    assert "tests" not in {imported for imported, _ in imports(path)}


@pytest.mark.parametrize("path", FILES, ids=name)
def test_only_the_settings_read_the_environment(path: Path) -> None:
    if name(path) == SETTINGS:
        assert environment_reads(path)
    else:
        assert not environment_reads(path), f"{name(path)} reads the environment in lines {environment_reads(path)}"


@pytest.mark.parametrize("path", [*FILES, *TESTS], ids=name)
def test_no_file_is_too_long(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= LONGEST, f"{name(path)} has {lines} lines: split it"


@pytest.mark.parametrize("path", FILES, ids=name)
def test_nothing_deep_inside_asks_what_day_it_is(path: Path) -> None:
    # Doors may; what they call gets its day from them. Times of building and measuring are no days of law.
    if name(path) == COMMANDS or name(path).startswith(("bot/web/", "bot/telegram/")):
        return
    calls = [
        node.lineno
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "today"
    ]
    assert not calls, f"{name(path)} asks for today in lines {calls}"


def test_importing_everything_opens_no_connection(tmp_path: Path, command_environment: Callable[..., dict[str, str]]) -> None:
    files = [path for path in FILES if path.stem != "__main__"]
    modules = [name(path).removesuffix(".py").replace("/", ".").removesuffix(".__init__") for path in files]
    script = (
        "import importlib, socket, sys\n"
        "def refuse(*args, **kwargs): raise AssertionError('a connection at import')\n"
        "for name in ('connect', 'connect_ex', 'bind', 'sendto'): setattr(socket.socket, name, refuse)\n"
        "socket.getaddrinfo = socket.create_connection = refuse\n"
        f"for module in {modules!r}: importlib.import_module(module)\n"
        "print('imported')\n"
    )
    environment = command_environment(OTKAZ_HOME=str(tmp_path / "home"))
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=CHECKOUT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "imported"
    assert not (tmp_path / "home").exists()
