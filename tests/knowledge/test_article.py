from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.article import load_article
from knowledge.errors import ContentError

HEAD = """\
---
id: transfer-limits
title: How long do they have?
countries: [EU]
updated: 2026-11-22
asked:
  en:
    - dublin 6 months over
---
"""
BODY = """\
They have **6 months**. [@limit]
If they miss it, the claim is theirs. [@limit; @shiri]

A second paragraph. [@shiri]

## What to do now {#do-now}

- Count the days. [@limit]
* Ask a lawyer. [@help] [@shiri]
"""


def write(folder: Path, text: str, name: str = "transfer-limits") -> Path:
    path = folder / f"{name}.md"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_article_is_read_whole(tmp_path: Path) -> None:
    article = load_article(write(tmp_path, HEAD + BODY), "en", "dublin")
    assert (article.id, article.language, article.topic) == ("transfer-limits", "en", "dublin")
    assert article.meta.asked == {"en": ("dublin 6 months over",)}
    assert [section.key for section in article.all_sections] == ["short", "do-now"]
    assert [len(paragraph) for paragraph in article.short.paragraphs] == [2, 1]
    first, second, third, fourth, fifth = article.sentences
    assert first.text == "They have 6 months."
    assert second.citations == ("limit", "shiri")
    assert (first.line, third.line, fourth.line) == (10, 13, 17)
    assert [sentence.bullet for sentence in article.sentences] == [False, False, False, True, True]
    assert fourth.text == "Count the days."
    assert fifth.citations == ("help", "shiri")
    assert article.rules == ("limit", "shiri", "help")
    assert article.sections[0].heading == "What to do now"
    assert article.sections[0].line == 15


def test_windows_line_ends_are_read(tmp_path: Path) -> None:
    path = tmp_path / "transfer-limits.md"
    path.write_bytes((HEAD + BODY).replace("\n", "\r\n").encode())
    assert len(load_article(path, "en", "dublin").sentences) == 5


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (BODY, 1, "no front matter"),
        ("", 1, "no front matter"),
        (HEAD.removesuffix("---\n") + BODY.replace("---", ""), 1, "no front matter"),
        (HEAD, 10, "no short answer"),
        (HEAD + "\n## What {#what}\n\nA thing. [@limit]\n", 10, "no short answer"),
        (HEAD + BODY + "No source here.\n", 19, "a sentence without citation"),
        (HEAD + BODY + "Empty. [@]\n", 19, "an empty citation"),
        (HEAD + BODY + "Half empty. [@limit; ]\n", 19, "an empty citation"),
        (HEAD + BODY + "Two. [@limit] Sentences. [@limit]\n", 19, "a citation inside the line"),
        (HEAD + BODY + "[@limit]\n", 19, "a citation without a sentence"),
        (HEAD + BODY + "- [@limit]\n", 19, "a citation without a sentence"),
        (HEAD + BODY + "\n## A heading without key\n", 20, "## Title {#key}"),
        (HEAD + BODY + "\n### Too deep {#deep}\n", 20, "## Title {#key}"),
        (HEAD + BODY + "\n## Twice {#do-now}\n\nText. [@limit]\n", 20, "stands here twice"),
        (HEAD + BODY + "\n## Nothing {#nothing}\n", 20, "is empty"),
        (HEAD.replace("title: How long do they have?\n", "") + BODY, 2, "title: is missing"),
        (HEAD.replace("countries: [EU]", "countries: [EU]\ncountry: FI") + BODY, 5, "country: is not a known field"),
        (HEAD.replace("id: transfer-limits", "id: other-name") + BODY, 2, "differs from the file's name"),
        (HEAD.replace("2026-11-22", "2026-11-31") + BODY, 5, "2026-11-31"),
        (HEAD.replace("    - dublin 6 months over", "    - ''") + BODY, 8, "asked"),
        (HEAD.replace("title:", "id: again\ntitle:") + BODY, 3, "stands here twice"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, text: str, line: int, says: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(ContentError) as error:
        load_article(path, "en", "dublin")
    assert error.value.path == path
    assert says in error.value.problem
    assert error.value.line == line


def test_a_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    path = tmp_path / "transfer-limits.md"
    path.write_bytes(HEAD.encode() + "Срок 6 месяцев. [@limit]\n".encode("cp1251"))
    with pytest.raises(ContentError, match="UTF-8"):
        load_article(path, "ru", "dublin")
