from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app, main
from bot.settings import settings
from ingest.changes import KnowledgeChanges, changes
from knowledge.errors import ContentError
from knowledge.index import Library
from tests.conftest import TINY_CONTENT
from tests.making import replace

DUBLIN, RUSSIA = "rules/dublin.yaml", "rules/russia.yaml"
NEW_HOLDS = "{from: 2026-07-01, to: null, compared_with: application_registered}"
EXTRA = """
- id: extra-rule
  topic: transfer
  source: eu-2024-1351
  pinpoint: Art. 47
  countries: [EU]
  holds: {from: 2026-07-01, to: null, compared_with: application_registered}
  replaces: [new-transfer-limit]
  checked: 2026-11-21
  text:
    en: The transfer takes place within 5 months of acceptance.
    ru: Передача происходит в течение 5 месяцев после согласия.
"""


def found(folder: Path, home: Path) -> KnowledgeChanges:
    return changes(folder, Library(home).current())


@pytest.fixture
def at_home(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Path], None]]:
    """Lets commands work in a home; the settings are read anew before and after."""

    def move(home: Path) -> None:
        monkeypatch.setenv("OTKAZ_HOME", str(home))
        settings.cache_clear()

    yield move
    settings.cache_clear()


def run(folder: Path, *options: str) -> str:
    result = CliRunner().invoke(app, ["changes", str(folder), *options])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_nothing_changed(tiny_home: Path) -> None:
    nothing = found(TINY_CONTENT, tiny_home)
    assert nothing.rules == ()
    assert not nothing.passages.any
    assert nothing.embedded == 0


def test_a_changed_rule_names_its_fields_and_the_articles_that_cite_it(content_folder: Path, tiny_home: Path) -> None:
    replace(content_folder / DUBLIN, "at most 3 years if the person", "at most 3 years when the person")
    (change,) = found(content_folder, tiny_home).rules
    assert (change.rule, change.kind, change.fields) == ("new-transfer-limit", "changed", ("text",))
    assert change.articles == change.untouched == ("transfer-time-limits",)


def test_a_rule_that_gets_a_last_day_is_closed(content_folder: Path, tiny_home: Path) -> None:
    replace(content_folder / DUBLIN, NEW_HOLDS, NEW_HOLDS.replace("to: null", "to: 2027-01-31"))
    (change,) = found(content_folder, tiny_home).rules
    assert (change.rule, change.kind, change.fields) == ("new-transfer-limit", "closed", ("holds",))
    assert str(change.ends) == "2027-01-31"


def test_another_last_day_is_a_change(content_folder: Path, tiny_home: Path) -> None:
    replace(content_folder / DUBLIN, "to: 2026-06-30", "to: 2026-06-11")
    assert [(each.rule, each.kind) for each in found(content_folder, tiny_home).rules] == [("old-transfer-limit", "changed")]


def test_an_added_rule_is_cited_by_nobody_yet(content_folder: Path, tiny_home: Path) -> None:
    path = content_folder / DUBLIN
    path.write_text(path.read_text(encoding="utf-8") + EXTRA, encoding="utf-8")
    extra = found(content_folder, tiny_home)
    (change,) = extra.rules
    assert (change.rule, change.kind, change.fields, change.articles) == ("extra-rule", "added", (), ())
    assert (len(extra.passages.added), extra.embedded) == (2, 2)


def test_a_removed_rule_names_who_cited_it(content_folder: Path, tiny_home: Path) -> None:
    replace(content_folder / RUSSIA, "- id: leap-from-train", "- id: train-leap")
    for language in ("en", "ru"):
        path = content_folder / f"articles/{language}/procedure/train-leap-case.md"
        path.write_text(path.read_text(encoding="utf-8").replace("@leap-from-train", "@train-leap"), encoding="utf-8")
    renamed = found(content_folder, tiny_home).rules
    assert [(each.rule, each.kind, each.articles) for each in renamed] == [
        ("train-leap", "added", ("train-leap-case",)),
        ("leap-from-train", "removed", ("train-leap-case",)),
    ]


def test_an_article_that_changed_too_needs_no_second_look(content_folder: Path, tiny_home: Path) -> None:
    replace(content_folder / DUBLIN, "at least 1 week and at most 3 weeks", "between 1 week and 3 weeks")
    replace(content_folder / "articles/en/dublin/appeal-transfer.md", "You can appeal against", "You may appeal against")
    (change,) = found(content_folder, tiny_home).rules
    assert (change.rule, change.articles, change.untouched) == ("appeal-window", ("appeal-transfer",), ())


def test_texts_that_stand_already_are_not_embedded(content_folder: Path, tiny_home: Path) -> None:
    replace(content_folder / DUBLIN, "pinpoint: Art. 43(2)", "pinpoint: Art. 43(3)")
    changed = found(content_folder, tiny_home)
    assert [change.fields for change in changed.rules] == [("pinpoint",)]
    assert changed.embedded == 0


def test_for_people(content_folder: Path, tiny_home: Path, at_home: Callable[[Path], None]) -> None:
    at_home(tiny_home)
    replace(content_folder / DUBLIN, NEW_HOLDS, NEW_HOLDS.replace("to: null", "to: 2027-01-31"))
    path = content_folder / DUBLIN
    path.write_text(path.read_text(encoding="utf-8") + EXTRA, encoding="utf-8")
    assert run(content_folder).splitlines() == [
        "+ added extra-rule",
        "    cited in no article",
        "x closed new-transfer-limit: holds until 2027-01-31",
        "    cited in transfer-time-limits",
        f"Since {Library(tiny_home).current_id()}: rules 1 added, 0 changed, 1 closed, 0 removed; 2 passages to embed anew.",
    ]


def test_for_programs(content_folder: Path, tiny_home: Path, at_home: Callable[[Path], None]) -> None:
    at_home(tiny_home)
    replace(content_folder / DUBLIN, NEW_HOLDS, NEW_HOLDS.replace("to: null", "to: 2027-01-31"))
    value = json.loads(run(content_folder, "--json"))
    assert value["generation"] == Library(tiny_home).current_id()
    assert value["rules"]["closed"] == [
        {
            "rule": "new-transfer-limit",
            "fields": ["holds"],
            "ends": "2027-01-31",
            "articles": ["transfer-time-limits"],
            "untouched": ["transfer-time-limits"],
        }
    ]
    assert value["rules"]["added"] == value["rules"]["changed"] == value["rules"]["removed"] == []
    assert value["passages"] == {"added": 0, "changed": 0, "removed": 0, "embedded": 0}


def test_wrong_content_is_named(content_folder: Path, tiny_home: Path) -> None:
    line = replace(content_folder / DUBLIN, "checked: 2026-11-21", "checked: soon")
    with pytest.raises(ContentError) as error:
        found(content_folder, tiny_home)
    assert (error.value.path.name, error.value.line) == ("dublin.yaml", line)


def test_without_a_generation_there_is_nothing_to_compare_with(
    tmp_path: Path, at_home: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    at_home(tmp_path)
    monkeypatch.setattr("sys.argv", ["otkaz", "changes", str(TINY_CONTENT)])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 3
    assert "run `otkaz ingest`" in capsys.readouterr().err
