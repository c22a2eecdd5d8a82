from __future__ import annotations

import json
from pathlib import Path

import pytest

from knowledge.content import Content
from knowledge.snapshot import load_content_snapshot, save_content


def assert_same(loaded: Content, content: Content) -> None:
    assert dict(loaded.sources) == dict(content.sources)
    assert dict(loaded.rules) == dict(content.rules)
    assert dict(loaded.articles) == dict(content.articles)
    assert dict(loaded.contacts) == dict(content.contacts)
    assert dict(loaded.designations) == dict(content.designations)
    assert dict(loaded.glossary) == dict(content.glossary)
    assert dict(loaded.deadlines) == dict(content.deadlines)
    assert dict(loaded.premises) == dict(content.premises)


def test_content_survives_its_file(tiny_content: Content, tmp_path: Path) -> None:
    save_content(tiny_content, tmp_path / "content.json")
    loaded = load_content_snapshot(tmp_path / "content.json")
    assert_same(loaded, tiny_content)
    assert list(loaded.rules) == list(tiny_content.rules)


def test_the_full_content_survives_too(full_content: Content, tmp_path: Path) -> None:
    save_content(full_content, tmp_path / "content.json")
    assert_same(load_content_snapshot(tmp_path / "content.json"), full_content)


def test_a_snapshot_from_before_the_glossary_can_still_be_read(tiny_content: Content, tmp_path: Path) -> None:
    path = tmp_path / "content.json"
    save_content(tiny_content, path)
    older = json.loads(path.read_bytes())
    del older["glossary"], older["premises"]
    path.write_text(json.dumps(older), encoding="utf-8")
    assert load_content_snapshot(path).glossary == load_content_snapshot(path).premises == {}


def test_only_ingestion_needs_examples_and_places(tiny_content: Content, tmp_path: Path) -> None:
    save_content(tiny_content, tmp_path / "content.json")
    loaded = load_content_snapshot(tmp_path / "content.json")
    assert loaded.outside == ()
    assert loaded.triage == ()
    assert loaded.places == {}


def test_a_damaged_file_is_not_taken_for_content(tiny_content: Content, tmp_path: Path) -> None:
    path = tmp_path / "content.json"
    save_content(tiny_content, path)
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(ValueError, match="JSON"):
        load_content_snapshot(path)
