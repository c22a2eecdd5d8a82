from __future__ import annotations

from pathlib import Path

import pytest

from ingest.checks.glossary import doubled_terms
from knowledge.content import Content, load_content
from tests.making import replace


def test_terms_that_stand_once_are_fine(tiny_content: Content, full_content: Content) -> None:
    assert list(doubled_terms(tiny_content)) == []
    assert list(doubled_terms(full_content)) == []


@pytest.mark.parametrize("term", ["депорт", "Депорт", '"депорт!"'])
def test_a_term_under_two_concepts_is_named_at_the_second(content_folder: Path, term: str) -> None:
    path = content_folder / "glossary.yaml"
    replace(path, "ru: [повестка]", f"ru: [повестка, {term}]")
    ((where, line, message),) = doubled_terms(load_content(content_folder))
    assert (where, path.read_text(encoding="utf-8").splitlines()[line - 1]) == (path, "- id: summons")
    assert "(ru) stands under 'dublin-transfer' too" in message


def test_the_same_word_in_two_languages_is_fine(content_folder: Path) -> None:
    replace(content_folder / "glossary.yaml", "uk: [повістка]", "uk: [депорт]")
    assert list(doubled_terms(load_content(content_folder))) == []
