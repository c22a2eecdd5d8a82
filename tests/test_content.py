"""The project's own content, as its files are now."""

from __future__ import annotations

from collections import Counter
from datetime import date
from urllib.parse import urlsplit

import pytest

from ingest.check import check
from knowledge.content import CONTENT_FOLDER, Content
from knowledge.passage import TRIAGE_TOPIC, passages

#: What the issue wants at least: articles in each language, and ways of asking for each of them.
ARTICLES, ASKED = 26, 8


def test_the_check_finds_no_error() -> None:
    report = check(CONTENT_FOLDER, date.today(), warnings=False)
    assert not report.errors, "\n".join(map(str, report.errors[:20]))


def test_every_article_stands_in_both_languages(full_content: Content) -> None:
    by_language = {
        language: {article for spoken, article in full_content.articles if spoken == language} for language in ("en", "ru")
    }
    assert by_language["en"] == by_language["ru"]
    assert len(by_language["en"]) >= ARTICLES


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_article_has_enough_ways_of_asking(full_content: Content, language: str) -> None:
    asked: Counter[str] = Counter()
    for article in full_content.articles.values():
        asked[article.id] += len((article.meta.asked or {}).get(language, ()))
    topics = {article.id: article.topic for article in full_content.articles.values()}
    few = {article: asked[article] for article, topic in topics.items() if topic != TRIAGE_TOPIC and asked[article] < ASKED}
    assert not few


def test_every_rule_leads_to_an_address_and_speaks_both_languages(full_content: Content) -> None:
    for rule in full_content.rules.values():
        assert urlsplit(full_content.rule_url(rule)).hostname, rule.id
        assert rule.text["en"] != rule.text["ru"], rule.id
        assert any("а" <= letter <= "я" for letter in rule.text["ru"].lower()), rule.id


def test_both_reports_of_the_leap_are_sources_and_the_banned_one_is_marked(full_content: Content) -> None:
    urls = [source.url for source in full_content.sources.values()]
    assert any("33581198" in url for url in urls)
    assert any("draft-dodger-jumped-moving-train-190627683" in url for url in urls)
    (report,) = [url for url in urls if "33581198" in url]
    designation = full_content.designation_of(report)
    assert designation is not None
    assert designation.status == "undesirable"


def test_designated_domains_can_be_found_in_addresses(full_content: Content) -> None:
    for designation in full_content.designations.values():
        for domain in designation.domains:
            assert domain == domain.lower().removeprefix("www."), designation.id
            assert full_content.designation_of(f"https://www.{domain}/page") is not None, domain


def test_every_emergency_and_boundary_has_its_block(full_content: Content) -> None:
    labels = {example.label for example in full_content.triage} - {"calm"}
    assert labels
    blocks = {article for (_, article), found in full_content.articles.items() if found.topic == TRIAGE_TOPIC}
    assert labels <= blocks


def test_passages_have_unique_ids(full_content: Content) -> None:
    ids = [passage.id for passage in passages(full_content)]
    assert len(ids) == len(set(ids)) > 1500
