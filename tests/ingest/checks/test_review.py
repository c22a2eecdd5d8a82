from __future__ import annotations

from pathlib import Path

import pytest

from ingest.checks.review import outdated_review, unreviewed
from knowledge.content import Content, load_content
from tests.making import replace

APPEAL = "articles/ru/dublin/appeal-transfer.md"


def reviewed(folder: Path, day: str) -> Content:
    review = f"updated: 2026-11-22\nreview: {{date: {day}, outcome: all sentences stand in their rules}}"
    replace(folder / APPEAL, "updated: 2026-11-22", review)
    return load_content(folder)


def test_articles_without_a_second_reader_are_named(content_folder: Path, tiny_content: Content) -> None:
    assert len(list(unreviewed(tiny_content))) == len(tiny_content.articles)
    found = list(unreviewed(reviewed(content_folder, "2026-11-22")))
    assert len(found) == len(tiny_content.articles) - 1
    assert content_folder / APPEAL not in {path for path, _, _ in found}


@pytest.mark.parametrize(("day", "outdated"), [("2026-11-21", True), ("2026-11-22", False), ("2026-11-23", False)])
def test_a_review_counts_from_the_last_change_on(content_folder: Path, day: str, outdated: bool) -> None:
    found = list(outdated_review(reviewed(content_folder, day)))
    assert [path for path, _, _ in found] == ([content_folder / APPEAL] if outdated else [])
    assert all("changed on 2026-11-22, after its second reading on 2026-11-21" in message for _, _, message in found)


def test_without_a_review_there_is_none_to_be_outdated(tiny_content: Content) -> None:
    assert list(outdated_review(tiny_content)) == []
