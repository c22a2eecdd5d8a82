from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ingest.check import check
from ingest.checks import premises
from knowledge.content import Content
from tests.making import replace

TODAY = date(2026, 11, 22)


def faults(folder: Path) -> list[tuple[str, int, str]]:
    """File, line and message of every error in the premises."""
    errors = check(folder, TODAY, warnings=False).errors
    return [(each.path.name, each.line, each.message) for each in errors if each.path.name == "premises.yaml"]


def test_the_tiny_and_the_full_premises_are_sound(tiny_content: Content, full_content: Content) -> None:
    for content in (tiny_content, full_content):
        assert content.premises
        for checked in (premises.unknown_names, premises.numbers_without_rule, premises.languages_differ):
            assert list(checked(content)) == []
        assert list(premises.not_recognised(content, TODAY)) == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("      rules: [appeal-window]", "      rules: [apeal-window]", "did you mean 'appeal-window'"),
        ("article: appeal-transfer", "article: appeal-transfers", "unknown article 'appeal-transfers'"),
        ("at most 3 weeks to appeal.", "at most 4 weeks to appeal.", "4 stands in none of appeal-window"),
        ("не больше 3 недель.", "не больше 5 недель.", "3, 5 stands in one language only"),
        ("I have 2 months to appeal the", "I have some time to appeal the", "is not recognised: mend the patterns"),
        ("I have 2 weeks to appeal", "I have 9 weeks to appeal", "is right, but taken for it"),
        ("at least 1 week and", "at least 1 week, as an AI, and", "speaks to a machine"),
    ],
)
def test_what_is_wrong_is_named_with_file_and_line(old: str, new: str, says: str, content_folder: Path) -> None:
    assert faults(content_folder) == []
    replace(content_folder / "premises.yaml", old, new)
    found = faults(content_folder)
    assert any(line == 1 and says in message for _, line, message in found), found


def test_a_rule_that_goes_is_missed_and_nothing_else_breaks(content_folder: Path) -> None:
    replace(content_folder / "premises.yaml", "rules: [old-transfer-limit]}", "rules: [gone]}")
    assert [line for _, line, message in faults(content_folder) if "unknown rule 'gone'" in message] == [18]
