from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.settings import settings
from knowledge.lemmas import Lemmas
from tests.bot.conftest import APPEAL, Done, Run, assert_contract
from tests.conftest import CHECKOUT, TINY_CONTENT
from tests.making import replace

OTKAZ = Path(sys.executable).with_name("otkaz")
Environment = Callable[..., dict[str, str]]


def test_status_says_what_is_known(otkaz: Run) -> None:
    found = otkaz("status", "--json").json
    assert set(found) == {"knowledge", "embeddings", "services"}
    assert found["knowledge"]["rules"] == 8
    assert found["knowledge"]["articles"] == {"en": 6, "ru": 6}
    assert found["knowledge"]["passages"] > 50
    assert found["embeddings"]["setting"] == "built-in"
    assert found["embeddings"]["fingerprint"].startswith("e5-small-")
    assert found["services"]["vector_store"] == "embedded"
    assert "knowledge" in otkaz("status").out


def test_status_never_shows_a_secret(otkaz: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTKAZ_TELEGRAM_TOKEN", "7012345678:very-secret")
    monkeypatch.setenv("OTKAZ_DATABASE_URL", "postgresql://otkaz:very-secret@db/otkaz")
    settings.cache_clear()
    for options in (["--json"], []):
        done = otkaz("status", *options)
        assert done.code == 0
        assert "very-secret" not in done.out + done.err


def test_nothing_ingested_exits_3_and_says_what_to_run(otkaz: Run, monkeypatch: pytest.MonkeyPatch, empty_home: Path) -> None:
    monkeypatch.setenv("OTKAZ_HOME", str(empty_home))
    settings.cache_clear()
    done = otkaz("ask", APPEAL)
    assert (done.code, done.out) == (3, "")
    assert "otkaz ingest" in done.err
    assert "problem" in otkaz("status", "--json").json["knowledge"]


def test_a_vector_store_that_does_not_answer_exits_3(otkaz: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTKAZ_CHROMA_URL", "http://127.0.0.1:9")
    settings.cache_clear()
    done = otkaz("ask", APPEAL)
    assert (done.code, done.out) == (3, "")
    assert "127.0.0.1:9 does not answer" in done.err


def test_a_bad_setting_exits_2(otkaz: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTKAZ_PRT", "1")
    settings.cache_clear()
    done = otkaz("ask", APPEAL)
    assert (done.code, done.out) == (2, "")
    assert "OTKAZ_PRT is not a setting" in done.err


def test_telegram_without_a_token_says_what_is_missing(otkaz: Run) -> None:
    done = otkaz("telegram")
    assert done.code == 2
    assert "OTKAZ_TELEGRAM_TOKEN is not set" in done.err


def test_check_is_quiet_about_sound_content(otkaz: Run) -> None:
    done = otkaz("check", str(TINY_CONTENT))
    assert (done.code, done.err) == (0, "")


def test_chat_answers_until_an_empty_line(otkaz: Run) -> None:
    said = f"{APPEAL}\n🙂\nand if I am late?\n\nnever asked\n"
    done = otkaz("chat", given=said.encode())
    assert done.code == 0
    assert "at least 1 week and at most 3 weeks" in " ".join(done.out.split())
    assert "in words" in done.out


def test_ingestion_from_the_command_line(
    otkaz: Run, monkeypatch: pytest.MonkeyPatch, empty_home: Path, content_folder: Path
) -> None:
    monkeypatch.setattr("ingest.build.build_lemmas", lambda _texts: Lemmas({}))  # reading dictionaries takes seconds
    monkeypatch.setenv("OTKAZ_HOME", str(empty_home))
    settings.cache_clear()
    folder = str(content_folder)
    dry = otkaz("ingest", folder, "--dry-run")
    assert "Dry run: nothing was written." in dry.out
    assert not (empty_home / "index").exists()
    first = otkaz("ingest", folder)
    assert first.code == 0
    assert "answers now" in first.out
    again = otkaz("ingest", folder)
    assert "Nothing changed" in again.out
    replace(content_folder / "articles/en/dublin/appeal-transfer.md", "Each country sets", "Every country sets")
    changed = otkaz("ingest", folder)
    assert "0 passages added, 1 changed, 0 removed" in changed.out
    assert "~ article/en/appeal-transfer/varies" in changed.out
    assert otkaz("ask", APPEAL).code == 0
    replace(content_folder / "rules/dublin.yaml", "checked: 2026-11-21", "checked: soon")
    broken = otkaz("ingest", folder)
    assert broken.code == 2
    assert f"{content_folder / 'rules/dublin.yaml'}:7: " in broken.err
    assert otkaz("ask", APPEAL).code == 0
    back = otkaz("ingest", "--rollback")
    assert back.code == 0
    assert "answers now" in back.out
    assert otkaz("ask", APPEAL).code == 0
    assert otkaz("ingest", "--rollback").code == 2


# Real processes


def command(environment: dict[str, str], folder: Path, *arguments: str | bytes, given: bytes = b"") -> Done:
    done = subprocess.run(
        [str(OTKAZ), *arguments], env=environment, cwd=folder, input=given, capture_output=True, check=False, timeout=120
    )
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


def test_a_real_command_answers_without_network_or_torch(
    tiny_home: Path, tmp_path: Path, command_environment: Environment
) -> None:
    environment = command_environment(OTKAZ_HOME=str(tiny_home))
    done = command(environment, tmp_path, "ask", "--json", APPEAL)
    assert (done.code, done.err) == (0, "")
    assert_contract(done.json)
    script = (
        "import sys; sys.argv = ['otkaz', 'ask', '--json', 'how do I appeal'];"
        "from bot.cli import main; main.__globals__['app'](standalone_mode=False);"
        "print(sorted({'torch', 'transformers', 'sklearn', 'simplemma'} & set(sys.modules)), file=sys.stderr)"
    )
    served = subprocess.run(
        [sys.executable, "-c", script], env=environment, cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    assert served.stderr.strip() == "[]"


def test_a_real_command_given_bytes_that_are_no_text(tiny_home: Path, tmp_path: Path, command_environment: Environment) -> None:
    environment = command_environment(OTKAZ_HOME=str(tiny_home))
    done = command(environment, tmp_path, "ask", b"\xff\xfe\x80")
    assert (done.code, done.out) == (2, "")
    assert "Traceback" not in done.err


def test_nothing_of_a_question_is_left_behind(tiny_home: Path, tmp_path: Path, command_environment: Environment) -> None:
    marked = "xyzzymarker"
    environment = command_environment(OTKAZ_HOME=str(tiny_home), OTKAZ_LOG_LEVEL="DEBUG")
    done = command(environment, tmp_path, "ask", "--json", f"how do I appeal {marked} my decision")
    assert done.code == 0
    assert marked not in done.err
    assert not list(tmp_path.iterdir())
    for path in (path for path in tiny_home.rglob("*") if path.is_file()):
        assert marked.encode() not in path.read_bytes(), path
