"""The project's own papers: commands, settings, sample answers and files say what is true."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from rich.console import Console

from bot.answering.assistant import Assistant
from bot.answering.question import Question
from bot.console import show
from bot.settings import PREFIX, Settings
from knowledge.content import Content
from tests.conftest import CHECKOUT
from tests.making import TODAY

README = (CHECKOUT / "README.md").read_text(encoding="utf-8")
ENV_EXAMPLE = (CHECKOUT / ".env.example").read_text(encoding="utf-8")
MAKEFILE = (CHECKOUT / "Makefile").read_text(encoding="utf-8")
COMPOSE = yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text(encoding="utf-8"))
SETTINGS = sorted(PREFIX + name.upper() for name in Settings.model_fields)
LEFT_OUT = "…"
#: Written in pieces, so that this file does not trip over itself.
MACHINE_PATHS = re.compile(r"(?<![\w.~/-])/(?:wo" + "rk|ro" + r"ot|Us" + r"ers|ho" + r"me/\w+)/")
PACKAGE_HOSTS = re.compile(
    "|".join(name.replace("@", r"\.") for name in ("py" + "pi@org", "python" + "hosted@org", "download@py" + "torch@org"))
    + "|registry" + r"\.npmjs|hugging" + r"face\.co/"
)  # fmt: skip


def committed() -> Iterator[tuple[Path, str]]:
    """Every text file of the project, with its text: what git knows or would add; without git, what lies here."""
    if (CHECKOUT / ".git").exists() and shutil.which("git"):
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=True).stdout.split("\0")
        paths = [CHECKOUT / name for name in listed if name]
    else:
        ignored = {".venv", "var", "build", "dist", "__pycache__"}
        inside = (path for path in CHECKOUT.rglob("*") if not ignored & set(path.relative_to(CHECKOUT).parts))
        paths = [path for path in inside if not any(part.endswith(("_cache", ".egg-info")) for part in path.parts)]
    for path in paths:
        if path.is_file():
            data = path.read_bytes()
            if b"\0" not in data:
                yield path.relative_to(CHECKOUT), data.decode("utf-8", errors="replace")


def targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))


def code_blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.DOTALL | re.MULTILINE)


def sample() -> tuple[str, str]:
    """The question and the pasted answer of the README."""
    block = next(block for block in code_blocks("text") if block.startswith("$ "))
    command, _, pasted = block.partition("\n")
    match = re.fullmatch(r'\$ \.venv/bin/otkaz ask "(.+)"', command)
    assert match, command
    return match[1], pasted


def plain(text: str) -> str:
    return " ".join(text.split())


def printed(assistant: Assistant, question: str) -> str:
    """What `otkaz ask` prints in a terminal as wide as the README's sample."""
    screen = io.StringIO()
    answer = assistant.ask(Question(question, TODAY))
    show(answer, assistant.engine.content, Console(file=screen, width=100, highlight=False))
    return screen.getvalue()


@pytest.mark.parametrize("paper", ["README.md", "CONTRIBUTING.md", "SECURITY.md", ".ci/run"])
def test_every_make_command_named_exists(paper: str) -> None:
    named = set(re.findall(r"\bmake ([a-z]+)\b", "\n".join(_code(CHECKOUT / paper))))
    assert named <= targets()


def test_the_readme_gives_the_two_commands() -> None:
    assert re.findall(r"^make (\w+) ", "\n".join(code_blocks("sh")), re.MULTILINE) == ["run", "test"]
    assert {"run", "test"} <= targets()


def test_ci_runs_the_test_command_last() -> None:
    script = CHECKOUT / ".ci" / "run"
    lines = [line for line in script.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    assert lines[0] == "set -euo pipefail"
    assert lines[-1] == "make test"
    assert script.stat().st_mode & 0o111


@pytest.mark.parametrize("setting", SETTINGS)
def test_every_setting_is_in_the_example_and_in_the_table(setting: str) -> None:
    assert re.search(rf"^#{setting}=", ENV_EXAMPLE, re.MULTILINE)
    assert re.search(rf"^\|.*`{setting}`.*\|.*\|.*\|$", README, re.MULTILINE)


def test_no_paper_names_a_setting_that_is_not_there() -> None:
    for text in (README, ENV_EXAMPLE, str(COMPOSE)):
        assert set(re.findall(rf"{PREFIX}[A-Z_]+", text)) <= set(SETTINGS)


def test_the_example_sets_nothing() -> None:
    assert [line for line in ENV_EXAMPLE.splitlines() if line.strip() and not line.startswith("#")] == []


def test_a_copied_example_starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Uncommented as it is, the example gives the defaults: nothing in it passes as a value that is none."""
    lines = re.findall(rf"^#({PREFIX}\w+=\S+)$", ENV_EXAMPLE, re.MULTILINE)
    (tmp_path / ".env").write_text("\n".join(lines) + "\n", encoding="utf-8")
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    changed = Settings()
    monkeypatch.chdir(tmp_path.parent)
    assert changed == Settings()


def test_compose_has_its_services_and_profiles() -> None:
    services = COMPOSE["services"]
    profiles = {name: service.get("profiles", []) for name, service in services.items()}
    assert profiles == {"web": [], "bot": ["telegram"], "ingest": ["scale"], "chroma": ["scale"], "postgres": ["scale"]}
    for name, service in services.items():
        assert service["read_only"], name
        assert service["cap_drop"] == ["ALL"], name
        assert "/tmp" in service["tmpfs"], name
        volume = service["volumes"][0].partition(":")[0]
        assert volume in COMPOSE["volumes"], name


def test_compose_holds_no_secret() -> None:
    for name, service in COMPOSE["services"].items():
        for variable, value in service.get("environment", {}).items():
            if re.search("TOKEN|SECRET|PASSWORD|KEY", variable):
                assert re.fullmatch(r"\$\{\w+:-\}", value), (name, variable)


def test_the_web_service_never_sees_the_token() -> None:
    secret = re.compile("TELEGRAM|SECRET|KEY|DATABASE")
    assert not [name for name in COMPOSE["services"]["web"]["environment"] if secret.search(name)]


def test_the_image_is_built_from_what_is_there() -> None:
    ignore = (CHECKOUT / ".dockerignore").read_text(encoding="utf-8")
    for name in re.findall(r"^!(\S+)$", ignore, re.MULTILINE):
        assert (CHECKOUT / name).exists(), name
    dockerfile = (CHECKOUT / "Dockerfile").read_text(encoding="utf-8")
    stages = re.findall(r"^FROM \S+ AS (\w+)$", dockerfile, re.MULTILINE)
    assert stages[-1] == "serve"
    built = {build["target"] for service in COMPOSE["services"].values() if (build := service.get("build"))}
    assert built <= set(stages)
    assert "USER otkaz" in dockerfile
    assert "/readyz" in dockerfile


def test_no_file_names_a_machine_or_a_package_host() -> None:
    found = [
        f"{path}:{number}: {line.strip()[:80]}"
        for path, text in committed()
        for number, line in enumerate(text.splitlines(), start=1)
        if MACHINE_PATHS.search(line) or PACKAGE_HOSTS.search(line)
    ]
    assert found == []


def test_the_licences_are_there() -> None:
    licence = (CHECKOUT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in licence
    assert licence.rstrip().endswith("limitations under the License.")
    assert "https://creativecommons.org/licenses/by/4.0/" in (CHECKOUT / "LICENSE-content.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("paper", sorted(path.name for path in CHECKOUT.glob("*.md")))
def test_every_link_to_a_file_leads_somewhere(paper: str) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", (CHECKOUT / paper).read_text(encoding="utf-8"))
    assert [link for link in links if not (CHECKOUT / link).exists()] == []


def test_the_readme_claims_no_more_than_there_is(full_content: Content) -> None:
    claim = re.search(r"more than (\d+) rules from more than (\d+) sources, and (\d+) questions", README)
    assert claim
    rules, sources, questions = map(int, claim.groups())
    assert len(full_content.rules) > rules
    assert len(full_content.sources) > sources
    assert len(full_content.article_ids) >= questions


def test_the_sample_answer_is_what_is_answered(assistant: Assistant) -> None:
    question, pasted = sample()
    answer = printed(assistant, question)
    output = plain(answer)
    parts = [plain(part) for part in re.split(rf"^{LEFT_OUT}$", pasted, flags=re.MULTILINE)]
    places = [output.find(part) for part in parts]
    true = -1 not in places and places == sorted(places) and places[0] == 0 and output.endswith(parts[-1])
    assert true, f"The README's sample is out of date. Paste the answer anew, whole parts left out as {LEFT_OUT}:\n{answer}"


def test_the_russian_sample_answer_is_what_is_answered(assistant: Assistant) -> None:
    match = re.search(r'`\.venv/bin/otkaz ask "([^"]+)"`\n\n((?:>.*\n)+)', README)
    assert match
    pasted = plain(re.sub("^>", " ", match[2], flags=re.MULTILINE))
    assert pasted.endswith(f" {LEFT_OUT}")
    assert plain(printed(assistant, match[1])).startswith(pasted.removesuffix(f" {LEFT_OUT}"))


def test_the_picture_is_drawn() -> None:
    from xml.etree import ElementTree

    named = re.findall(r"!\[[^\]]+\]\(([^)]+\.svg)\)", README)
    assert named == ["docs/house.svg"]
    assert _texts(ElementTree.parse(CHECKOUT / named[0]).getroot()) >= {"Sources", "Rules", "Articles", "Passages", "Answers"}


def _texts(element: Any) -> set[str]:
    return {part.text for part in element.iter() if part.text}


def _code(path: Path) -> list[str]:
    """The code of a Markdown file, inline and in blocks; of a script, its lines."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".md":
        return [line for line in text.splitlines() if not line.startswith(("#", "echo"))]
    blocks = re.findall(r"^```\w+\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    return [*blocks, *re.findall(r"`([^`\n]+)`", text)]
