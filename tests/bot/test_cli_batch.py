from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.bot.conftest import APPEAL, LIMITS, Done, Run, assert_contract


def write(path: Path, *lines: object) -> Path:
    path.write_text("".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines), encoding="utf-8")
    return path


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
    situation = {"country": "Finland", "application_registered": "2026-05", "mood": "afraid"}
    path = write(tmp_path / "in.jsonl", {"id": 1, "question": LIMITS, "situation": situation})
    (line,) = otkaz("ask", "--batch", str(path)).lines
    assert line["situation"] == {"country": None, "application_registered": "2026-05", "decision_notified": None}
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
