from __future__ import annotations

from pathlib import Path

import pytest

from ingest.checks.force import out_of_force
from knowledge.content import Content, load_content
from tests.making import replace

DUBLIN, RUSSIA, SOURCES = "rules/dublin.yaml", "rules/russia.yaml", "sources.yaml"
LIMITS, CASE = "articles/en/dublin/transfer-time-limits.md", "articles/en/safety/undesirable-publishers.md"
LINKS = "{from: 2024-02-02, to: null, compared_with: event}"


def lines(folder: Path) -> dict[tuple[str, int], str]:
    """What is found, but for the tiny content's one rule that rests on repealed law whenever a case began."""
    found = out_of_force(load_content(folder))
    return {
        (path.relative_to(folder).as_posix(), line): message
        for path, line, message in found
        if "'forged-papers'" not in message
    }


def test_a_rule_whose_source_was_repealed_is_named(tiny_content: Content) -> None:
    found = [message for _, _, message in out_of_force(tiny_content)]
    assert len(found) == 2  # one sentence in each language
    assert all(message.startswith("rule 'forged-papers' held until 2026-06-30") for message in found)


def test_what_holds_is_fine_and_so_is_old_law_for_old_cases(content_folder: Path) -> None:
    # The old transfer limit ended on 30 June 2026, but compares the application's date.
    assert lines(content_folder) == {}


def test_a_rule_that_ended_before_the_article_is_named_at_its_sentences(content_folder: Path) -> None:
    replace(content_folder / RUSSIA, LINKS, LINKS.replace("null", "2026-11-21"))
    found = lines(content_folder)
    sentence = (content_folder / CASE).read_text(encoding="utf-8").splitlines().index("---", 1) + 2
    assert (CASE, sentence) in found
    assert "rule 'undesirable-links' held until 2026-11-21, the article is of 2026-11-22" in found[CASE, sentence]
    assert len(found) == 4  # two sentences in each language


@pytest.mark.parametrize("end", ["2026-11-22", "2026-12-31"])
def test_a_rule_still_held_on_the_article_s_day(content_folder: Path, end: str) -> None:
    replace(content_folder / RUSSIA, LINKS, LINKS.replace("null", end))
    assert lines(content_folder) == {}


def test_a_source_that_ended_takes_its_rules_along(content_folder: Path) -> None:
    url = "url: https://www.rferl.org/a/33581198.html\n"
    replace(content_folder / SOURCES, url, f"{url}  in_force: {{from: 2025-07-01, to: 2026-10-31}}\n")
    assert {name for name, _ in lines(content_folder)} >= {CASE, "articles/en/procedure/train-leap-case.md"}


def test_the_earlier_end_is_named(content_folder: Path) -> None:
    replace(content_folder / RUSSIA, LINKS, LINKS.replace("null", "2026-11-01"))
    url = "url: https://www.rferl.org/a/33581198.html\n"
    replace(content_folder / SOURCES, url, f"{url}  in_force: {{from: 2020-07-01, to: 2026-10-31}}\n")
    assert all("held until 2026-10-31" in message for message in lines(content_folder).values())


def test_the_section_for_the_old_law_may_cite_it(content_folder: Path) -> None:
    replace(content_folder / RUSSIA, LINKS, LINKS.replace("null", "2026-11-01"))
    before = lines(content_folder)
    for language in ("en", "ru"):
        path = content_folder / f"articles/{language}/dublin/transfer-time-limits.md"
        replace(path, "abscond. [@old" if language == "en" else "скрылись. [@old", "x. [@undesirable-links; @old")
    assert lines(content_folder) == before


def test_an_unknown_rule_or_source_is_left_to_other_checks(content_folder: Path) -> None:
    replace(content_folder / LIMITS, "[@which-dublin-law]", "[@no-such-rule]")
    replace(content_folder / RUSSIA, "source: press-train-leap", "source: nowhere")
    assert lines(content_folder) == {}
