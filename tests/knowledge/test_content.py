from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.content import Content, content_digest, load_content, read_content
from knowledge.errors import ContentError
from tests.conftest import TINY_CONTENT
from tests.making import replace


def test_everything_is_loaded(tiny_content: Content) -> None:
    assert set(tiny_content.sources) == {"eu-604-2013", "eu-2024-1351", "press-train-leap"}
    assert len(tiny_content.rules) == 8
    assert set(tiny_content.contacts) == {"fi-refugee-advice-centre"}
    assert set(tiny_content.designations) == {"rferl"}
    assert set(tiny_content.glossary) == {"dublin-transfer", "summons"}
    assert {example.label for example in tiny_content.outside} == {"everyday", "other-law"}
    assert {example.label for example in tiny_content.triage} == {"calm", "urgent-removal", "boundary-forgery"}
    assert {language for language, _ in tiny_content.articles} == {"en", "ru"}
    assert set(tiny_content.article_ids) == {
        "transfer-time-limits",
        "appeal-transfer",
        "train-leap-case",
        "undesirable-publishers",
        "urgent-removal",
        "boundary-forgery",
    }
    assert tiny_content.articles["ru", "appeal-transfer"].topic == "dublin"


def test_every_entry_knows_its_place(tiny_content: Content) -> None:
    place = tiny_content.places["rule", "new-transfer-limit"]
    assert place.path.name == "dublin.yaml"
    assert place.path.read_text(encoding="utf-8").splitlines()[place.line - 1] == "- id: new-transfer-limit"


def test_an_article_in_its_language_else_in_any(content_folder: Path) -> None:
    (content_folder / "articles/ru/dublin/appeal-transfer.md").unlink()
    content = load_content(content_folder)
    assert content.article("train-leap-case", "ru") is content.articles["ru", "train-leap-case"]
    assert content.article("appeal-transfer", "ru") is content.articles["en", "appeal-transfer"]
    assert content.article("nothing", "en") is None


def test_a_rule_leads_to_its_own_address_else_to_its_source(content_folder: Path) -> None:
    replace(content_folder / "rules/russia.yaml", "  topic: case\n", "  topic: case\n  url: https://deep.example/1\n")
    content = load_content(content_folder)
    assert content.rule_url(content.rules["leap-from-train"]) == "https://deep.example/1"
    assert content.rule_url(content.rules["undesirable-links"]) == "https://www.rferl.org/a/33581198.html"


@pytest.mark.parametrize(
    "url",
    [
        "https://rferl.org/a/33581198.html",
        "https://www.rferl.org/a/33581198.html",
        "http://SVOBODA.ORG",
        "https://deep.sub.svoboda.org:8443/x?y#z",
        "https://user@www.rferl.org/",
    ],
)
def test_a_designated_publisher_is_known_by_its_domains(tiny_content: Content, url: str) -> None:
    assert tiny_content.designation_of(url) is tiny_content.designations["rferl"]


@pytest.mark.parametrize(
    "url",
    [
        "https://notrferl.org/",
        "https://rferl.org.example.com/",
        "https://example.com/rferl.org",
        "https://example.com/?to=https://www.rferl.org/",
        "https://org/",
        "https://eur-lex.europa.eu/",
        "",
        None,
    ],
)
def test_other_addresses_are_not_designated(tiny_content: Content, url: str | None) -> None:
    assert tiny_content.designation_of(url) is None


@pytest.mark.parametrize(
    ("file", "old", "new", "kind"),
    [
        ("sources.yaml", "- id: eu-2024-1351", "- id: eu-604-2013", "source"),
        ("rules/dublin.yaml", "- id: appeal-window", "- id: old-transfer-limit", "rule"),
    ],
)
def test_a_doubled_id_names_both_places(content_folder: Path, file: str, old: str, new: str, kind: str) -> None:
    line = replace(content_folder / file, old, new)
    with pytest.raises(ContentError) as error:
        load_content(content_folder)
    assert (error.value.path, error.value.line) == (content_folder / file, line)
    assert f"{kind} '{new.removeprefix('- id: ')}' exists already ({Path(file).name}:1)" in error.value.problem


def test_ids_are_unique_over_all_files_of_a_kind(content_folder: Path) -> None:
    text = (content_folder / "rules/dublin.yaml").read_text(encoding="utf-8")
    (content_folder / "rules/zz-copy.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match=r"zz-copy\.yaml:1: rule 'old-transfer-limit' exists already"):
        load_content(content_folder)


def test_an_article_id_is_unique_over_all_topics(content_folder: Path) -> None:
    text = (content_folder / "articles/en/dublin/appeal-transfer.md").read_text(encoding="utf-8")
    (content_folder / "articles/en/safety/appeal-transfer.md").write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match="exists already in dublin"):
        load_content(content_folder)


@pytest.mark.parametrize("path", ["articles/en/stray.md", "articles/de/dublin/appeal-transfer.md", "articles/en/a/b/deep.md"])
def test_an_article_where_none_is_read_is_a_fault(content_folder: Path, path: str) -> None:
    stray = content_folder / path
    stray.parent.mkdir(parents=True, exist_ok=True)
    stray.write_text("text", encoding="utf-8")
    with pytest.raises(ContentError) as error:
        load_content(content_folder)
    assert error.value.path == stray


def test_all_faults_are_reported_and_the_rest_is_loaded(content_folder: Path) -> None:
    replace(content_folder / "rules/dublin.yaml", "checked: 2026-11-21", "checked: soon")
    replace(content_folder / "contacts.yaml", "country: FI", "country: Finland")
    (content_folder / "designations.yaml").write_bytes(b"\xff\xfe")
    replace(content_folder / "articles/en/dublin/appeal-transfer.md", " [@appeal-window]", "")
    faults: list[ContentError] = []
    content = read_content(content_folder, faults.append)
    assert [fault.path.name for fault in faults] == ["dublin.yaml", "appeal-transfer.md", "contacts.yaml", "designations.yaml"]
    assert len(content.rules) == 7
    assert len(content.articles) == 11
    assert content.contacts == {}


def test_the_digest_depends_on_texts_and_names_only(content_folder: Path) -> None:
    before = content_digest(content_folder)
    assert before == content_digest(TINY_CONTENT)
    (content_folder / "notes.txt").write_text("not content", encoding="utf-8")
    assert content_digest(content_folder) == before
    article = content_folder / "articles/en/dublin/appeal-transfer.md"
    replace(article, "You can appeal", "You may appeal")
    changed = content_digest(content_folder)
    assert changed != before
    replace(article, "You may appeal", "You can appeal")
    assert content_digest(content_folder) == before
    (content_folder / "contacts.yaml").rename(content_folder / "other.yaml")
    assert content_digest(content_folder) not in (before, changed)
