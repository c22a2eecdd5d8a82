from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot import cli
from bot.contract import AnswerModel
from bot.settings import settings
from tests.conftest import CHECKOUT, TINY_CONTENT
from tests.making import replace

OTKAZ = Path(sys.executable).with_name("otkaz")
Environment = Callable[..., dict[str, str]]
APPEAL = "how many weeks do I have to appeal a dublin decision"
LIMITS = "time limit for my dublin transfer"


@dataclass(frozen=True)
class Done:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Done]


@pytest.fixture
def otkaz(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, tiny_home: Path
) -> Iterator[Run]:
    """Runs the command line in this process, over the tiny content."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OTKAZ_HOME", str(tiny_home))
    settings.cache_clear()

    def run(*arguments: str, given: bytes = b"") -> Done:
        monkeypatch.setattr(sys, "argv", ["otkaz", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given), encoding="utf-8"))
        code = 0
        try:
            cli.main()
        except SystemExit as exit_:
            code = exit_.code if isinstance(exit_.code, int) else int(exit_.code is not None)
        captured = capsys.readouterr()
        return Done(code, captured.out, captured.err)

    yield run
    settings.cache_clear()


def assert_contract(answer: dict[str, Any]) -> None:
    """The object is the contract's, and every sentence of it is cited."""
    AnswerModel.model_validate(answer)
    numbers = [citation["n"] for citation in answer["citations"]]
    assert numbers == list(range(1, len(numbers) + 1))
    for sentence in answer["sentences"]:
        assert sentence["citations"]
        assert set(sentence["citations"]) <= set(numbers)
    assert answer["disclaimer"]


def write(path: Path, *lines: object) -> Path:
    path.write_text("".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines), encoding="utf-8")
    return path


# One question


def test_an_answer_to_read(otkaz: Run) -> None:
    done = otkaz("ask", APPEAL)
    assert done.code == 0
    assert "at least 1 week and at most 3 weeks" in " ".join(done.out.split())
    assert "[1] Regulation (EU) 2024/1351, Art. 43(2) (from 1 July 2026)" in " ".join(done.out.split())
    assert "Finnish Refugee Advice Centre" in done.out
    assert "machine" in done.out
    assert done.err == ""


def test_an_answer_in_russian(otkaz: Run) -> None:
    done = otkaz("ask", "сколько недель на обжалование решения о передаче")
    assert "не меньше 1 недели и не больше 3 недель" in " ".join(done.out.split())
    assert "Регламент (ЕС) 2024/1351, ст. 43(2)" in " ".join(done.out.split())
    assert "Финский центр консультаций для беженцев" in done.out


def test_an_answer_as_json(otkaz: Run) -> None:
    done = otkaz("ask", "--json", APPEAL)
    assert_contract(done.json)
    assert done.json["outcome"] == "answered"
    assert done.json["articles"][0]["id"] == "appeal-transfer"
    citation = done.json["citations"][0]
    assert citation["rule"] == "appeal-window"
    assert citation["source"]["celex"] == "32024R1351"
    assert citation["url"] == "https://eur-lex.europa.eu/eli/reg/2024/1351/oj"
    assert citation["in_force"] == {"from": "2026-07-01", "to": None}
    assert citation["checked"] == "2026-11-21"
    assert done.json["contacts"] == ["fi-refugee-advice-centre"]
    assert done.json["situation"] == {"country": None, "application_registered": None, "decision_notified": None}


def test_the_language_of_the_answer_can_be_chosen(otkaz: Run) -> None:
    answer = otkaz("ask", "--json", "--language", "ru", APPEAL).json
    assert (answer["language"], answer["question_language"]) == ("ru", "en")
    assert "неделя" in answer["text"] or "недели" in answer["text"]


@pytest.mark.parametrize(
    ("registered", "says", "silent", "asks"),
    [
        (None, ["18 months", "3 years"], [], ["application_registered"]),
        ("2026-06-30", ["18 months"], ["3 years"], []),
        ("2026-07-01", ["3 years"], ["18 months"], []),
    ],
)
def test_the_date_decides(otkaz: Run, registered: str | None, says: list[str], silent: list[str], asks: list[str]) -> None:
    options = ["--registered", registered] if registered else []
    answer = otkaz("ask", "--json", "--country", "fi", *options, LIMITS).json
    assert all(text in answer["text"] for text in says)
    assert not any(text in answer["text"] for text in silent)
    assert answer["asks"] == asks
    assert answer["situation"]["country"] == "FI"
    assert answer["situation"]["application_registered"] == registered


def test_a_designated_publisher_comes_with_a_warning(otkaz: Run) -> None:
    question = "man jumped from kaliningrad train"
    (citation, *_) = otkaz("ask", "--json", question).json["citations"]
    assert citation["source"]["publisher"] == "Radio Free Europe/Radio Liberty"
    assert "undesirable" in citation["reader_warning"]
    assert "⚠" in otkaz("ask", question).out


def test_a_question_from_standard_input(otkaz: Run) -> None:
    assert otkaz("ask", "--json", "-", given=APPEAL.encode()).json["outcome"] == "answered"


def test_what_is_not_covered_is_said_kindly(otkaz: Run) -> None:
    answer = otkaz("ask", "--json", "who won the football match yesterday").json
    assert_contract(answer)
    assert (answer["outcome"], answer["sentences"], answer["citations"]) == ("not_covered", [], [])
    assert answer["text"]
    assert answer["contacts"]


@pytest.mark.parametrize(
    "question",
    ["", "   ", "\n\t", "🙂🙂🙂", "12345", "?!…", "word " * 4000, "\x00\x01\x02", "\udcff\udcfe", "\u200b"],
    ids=["empty", "spaces", "newlines", "emoji", "digits", "marks", "20,000 characters", "control", "bytes", "invisible"],
)
def test_a_message_without_a_question_exits_2_with_one_clear_line(otkaz: Run, question: str) -> None:
    for options in ([], ["--json"]):
        done = otkaz("ask", *options, "--", question)
        assert (done.code, done.out) == (2, "")
        assert len(done.err.splitlines()) == 1
        assert "question" in done.err
        assert "word word" not in done.err


@pytest.mark.parametrize(
    "question",
    ["appeal \x00\x07 window", "how do I appeal \udcff", "🙂 appeal 🙂", "<b>appeal</b> ' OR 1=1 --", "[red]appeal[/]"],
)
def test_odd_characters_in_a_question_do_no_harm(otkaz: Run, question: str) -> None:
    assert_contract(otkaz("ask", "--json", question).json)
    assert otkaz("ask", question).code == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["ask"], "Give one question"),
        (["ask", "x", "--batch", "y"], "Give one question"),
        (["ask", "--language", "xx", "x"], "xx"),
        (["ask", "--country", "Finland", "x"], "'Finland' is not a two-letter ISO code"),
        (["ask", "--country", "Ф1", "x"], "ISO code"),
        (["ask", "--registered", "yesterday", "x"], "'yesterday' is not a date"),
        (["ask", "--registered", "2026-02-30", "x"], "2026-02-30"),
        (["ask", "--notified", "01.07.2026", "x"], "--notified"),
        (["ask", "--nonsense", "x"], "--nonsense"),
        (["nonsense"], "nonsense"),
        (["ask", "--batch", "nowhere.jsonl"], "nowhere.jsonl: cannot be read"),
    ],
)
def test_bad_usage_exits_2_and_says_why(otkaz: Run, arguments: list[str], says: str) -> None:
    done = otkaz(*arguments)
    assert done.code == 2
    assert says in done.err
    assert "Traceback" not in done.err


def test_binary_on_standard_input_is_refused(otkaz: Run) -> None:
    done = otkaz("ask", "-", given=bytes(range(128, 256)))
    assert (done.code, done.out) == (2, "")
    assert "UTF-8" in done.err


# Batches


def test_a_batch_repeats_the_ids(otkaz: Run, tmp_path: Path) -> None:
    path = write(
        tmp_path / "in.jsonl",
        {"id": "a", "question": APPEAL},
        "",
        {"id": 7, "question": LIMITS, "situation": {"country": "FI", "application_registered": "2026-06-30"}},
        {"question": "срок передачи по дублину", "language": None, "situation": None, "history": None},
        {"id": "d", "question": "and in weeks?", "history": [{"user": APPEAL, "bot": "…"}], "unknown": "field"},
    )
    done = otkaz("ask", "--json", "--batch", str(path))
    assert done.code == 0
    assert [line["id"] for line in done.lines] == ["a", 7, None, "d"]
    for line in done.lines:
        assert_contract({key: value for key, value in line.items() if key != "id"})
    assert [line["articles"][0]["id"] for line in done.lines] == [
        "appeal-transfer",
        "transfer-time-limits",
        "transfer-time-limits",
        "appeal-transfer",
    ]
    assert done.lines[1]["situation"] == {
        "country": "FI",
        "application_registered": "2026-06-30",
        "decision_notified": None,
    }
    assert done.lines[2]["language"] == "ru"


def test_a_batch_from_standard_input(otkaz: Run) -> None:
    done = otkaz("ask", "--batch", "-", given=json.dumps({"id": 1, "question": APPEAL}).encode())
    assert [line["outcome"] for line in done.lines] == ["answered"]


def test_an_empty_batch_gives_nothing(otkaz: Run) -> None:
    assert otkaz("ask", "--json", "--batch", "-", given=b"\n\n") == Done(0, "", "")


def test_a_message_without_a_question_gets_a_kind_reply_in_a_batch(otkaz: Run, tmp_path: Path) -> None:
    bad = ["", "🙂", "word " * 4000, "слово " * 4000, "\x00\x01", "12"]
    path = write(tmp_path / "in.jsonl", *({"id": number, "question": text} for number, text in enumerate(bad)))
    done = otkaz("ask", "--json", "--batch", str(path))
    assert done.code == 0
    assert [line["id"] for line in done.lines] == list(range(len(bad)))
    for line in done.lines:
        assert_contract({key: value for key, value in line.items() if key != "id"})
        assert (line["outcome"], line["sentences"]) == ("not_covered", [])
        assert line["text"]
        assert "word word" not in json.dumps(line)
    assert [line["language"] for line in done.lines] == ["en", "en", "en", "ru", "en", "en"]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("not json", "JSON"),
        ('{"id": 1, "question": "x"', "JSON"),
        ("[]", "line"),
        ('"x"', "line"),
        ('{"id": 1}', "question: Field required"),
        ('{"question": 5}', "question"),
        ('{"question": null}', "question"),
        ('{"question": "x", "language": "xx"}', "language"),
        ('{"question": "x", "situation": {"application_registered": "soon"}}', "situation.application_registered"),
        ('{"question": "x", "situation": "in Finland"}', "situation"),
        ('{"question": "x", "history": "earlier"}', "history"),
        ('{"question": "\\ud800"}', "in.jsonl:2"),
    ],
)
def test_a_bad_line_exits_2_and_is_named(otkaz: Run, tmp_path: Path, line: str, says: str) -> None:
    path = write(tmp_path / "in.jsonl", {"id": "good", "question": APPEAL}, line, {"id": "also good", "question": APPEAL})
    done = otkaz("ask", "--json", "--batch", str(path))
    assert done.code == 2
    assert f"{path}:2: " in done.err
    assert says in done.err
    assert "Traceback" not in done.err
    assert [answer["id"] for answer in done.lines] == ["good", "also good"]


def test_what_fits_of_a_situation_is_kept(otkaz: Run, tmp_path: Path) -> None:
    situation = {"country": "Finland", "application_registered": "2026-06", "mood": "afraid"}
    path = write(tmp_path / "in.jsonl", {"id": 1, "question": LIMITS, "situation": situation})
    (line,) = otkaz("ask", "--batch", str(path)).lines
    assert line["situation"] == {"country": None, "application_registered": "2026-06-01", "decision_notified": None}
    assert "18 months" in line["text"]


@pytest.mark.parametrize("stream", [False, True])
def test_a_batch_that_is_not_text_exits_2(otkaz: Run, tmp_path: Path, stream: bool) -> None:
    data = bytes(range(256))
    path = tmp_path / "in.jsonl"
    path.write_bytes(data)
    done = otkaz("ask", "--batch", "-", given=data) if stream else otkaz("ask", "--batch", str(path))
    assert (done.code, done.out) == (2, "")
    assert "Traceback" not in done.err


def test_a_folder_is_no_batch(otkaz: Run, tmp_path: Path) -> None:
    assert otkaz("ask", "--batch", str(tmp_path)).code == 2


# The other commands


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
