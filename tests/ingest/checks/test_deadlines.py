from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ingest.check import check
from ingest.checks import deadlines
from knowledge.content import Content
from tests.making import replace

TODAY = date(2026, 11, 22)


def faults(folder: Path) -> list[tuple[str, int, str]]:
    """File, line and message of every error about a deadline."""
    return [(each.path.name, each.line, each.message) for each in check(folder, TODAY).errors if "deadline" in each.message]


def test_the_tiny_and_the_full_deadlines_are_sound(tiny_content: Content, full_content: Content) -> None:
    for content in (tiny_content, full_content):
        for checked in (
            deadlines.unknown_rules,
            deadlines.numbers_without_rule,
            deadlines.languages_differ,
            deadlines.impossible,
        ):
            assert list(checked(content)) == []


def line_of(folder: Path, deadline_id: str) -> int:
    lines = (folder / "deadlines.yaml").read_text(encoding="utf-8").splitlines()
    return lines.index(f"- id: {deadline_id}") + 1


@pytest.mark.parametrize(
    ("deadline_id", "old", "new", "says"),
    [
        ("eu-appeal", "rules: [appeal-window]", "rules: [apeal-window]", "did you mean 'appeal-window'"),
        ("eu-appeal", "rules: [appeal-window]", "rules: [nothing-like-it]", "unknown rule 'nothing-like-it'"),
        ("fi-appeal", "instead_of: eu-appeal", "instead_of: eu-apeal", "unknown deadline 'eu-apeal'"),
        ("eu-appeal", "length: 1", "length: 2", "2 weeks to 3 weeks stands in none of its rules (appeal-window)"),
        ("eu-appeal", "longest: 3", "longest: 4", "1 weeks to 4 weeks stands in none"),
        ("eu-transfer", "length: 6", "length: 7", "7 months stands in none"),
        ("eu-transfer", "what follows.", "what follows in 9 days.", "passed: 9 stands in none of new-transfer-limit"),
        ("eu-transfer", "You are transferred.", "You are transferred in 6 months.", "action: 6 stands in one language only"),
        ("fi-appeal", "before 1 July 2026.", "before 2 July 2026.", "caution: 2026-07-02 stands in none of which-dublin-law"),
        ("eu-transfer", "unit: months", "unit: weeks", "6 weeks stands in none of its rules (new-transfer-limit)"),
        ("fi-appeal", "country: FI", "country: US", "the time zone of US is not known"),
    ],
)
def test_what_is_wrong_is_named_with_file_and_line(
    deadline_id: str, old: str, new: str, says: str, content_folder: Path
) -> None:
    path = content_folder / "deadlines.yaml"
    assert faults(content_folder) == []
    replace(path, old, new)
    found = faults(content_folder)
    assert any(
        says in message and name == path.name and line == line_of(content_folder, deadline_id) for name, line, message in found
    )


def test_a_missing_translation_is_named_with_its_own_line(content_folder: Path) -> None:
    path = content_folder / "deadlines.yaml"
    line = replace(path, '{en: "Appeal.", ru: "Подать жалобу."}', '{en: "Appeal."}')
    assert faults(content_folder) == [
        (path.name, line, "deadline: action: no text in ru: add the translation (found {'en': 'Appeal.'})")
    ]


def test_a_national_form_must_not_hide_a_shorter_limit(content_folder: Path) -> None:
    path = content_folder / "deadlines.yaml"
    text = path.read_text(encoding="utf-8")
    first, second = text.split("- id: fi-appeal")
    path.write_text(first + "- id: fi-appeal" + second.replace("length: 1\n  longest: 3", "length: 3", 1), encoding="utf-8")
    assert any(
        "is longer than 'eu-appeal': it must not stand in its stead" in message for _, _, message in faults(content_folder)
    )


def test_a_doubled_deadline_is_refused(content_folder: Path) -> None:
    path = content_folder / "deadlines.yaml"
    replace(path, "- id: fi-appeal", "- id: eu-appeal")
    assert any("'eu-appeal' exists already (deadlines.yaml:1)" in message for _, _, message in faults(content_folder))
