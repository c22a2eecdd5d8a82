from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from ingest.check import check
from tests.conftest import TINY_CONTENT
from tests.making import TODAY, replace

SOURCES, DUBLIN, RUSSIA = "sources.yaml", "rules/dublin.yaml", "rules/russia.yaml"
LIMITS, LIMITS_RU = "articles/en/dublin/transfer-time-limits.md", "articles/ru/dublin/transfer-time-limits.md"
APPEAL, APPEAL_RU = "articles/en/dublin/appeal-transfer.md", "articles/ru/dublin/appeal-transfer.md"


@dataclass(frozen=True)
class Broken:
    """An edit that breaks the tiny content: in `file`, `old` becomes `new`; the fault stands on the line of `at`."""

    file: str
    old: str
    new: str
    at: str
    says: str


BROKEN = {
    "unknown rule": Broken(
        APPEAL,
        "3 weeks for it. [@appeal-window]",
        "3 weeks for it. [@appeal-windw]",
        "appeal-windw",
        "did you mean 'appeal-window'?",
    ),
    "unknown source": Broken(
        DUBLIN, "  source: eu-2024-1351", "  source: eu-2024-1352", "- id: new-transfer-limit", "unknown source 'eu-2024-1352'"
    ),
    "unknown further source": Broken(
        DUBLIN,
        "{source: eu-604-2013, pin",
        "{source: eu-605-2013, pin",
        "- id: which-dublin-law",
        "unknown source 'eu-605-2013'",
    ),
    "unknown replaced rule": Broken(
        DUBLIN, "[old-transfer-limit]", "[older-limit]", "- id: new-transfer-limit", "unknown rule 'older-limit' under replaces"
    ),
    "unknown contact": Broken(LIMITS, "fi-refugee-advice-centre", "fi-advice", "id: ", "unknown contact 'fi-advice'"),
    "unknown related article": Broken(LIMITS, "[appeal-transfer]", "[appeal]", "id: ", "unknown article 'appeal'"),
    "missing address": Broken(
        SOURCES, "  url: https://eur-lex.europa.eu/eli/reg/2024/1351/oj\n", "", "- id: eu-2024-1351", "url: is missing: add it"
    ),
    "not an address": Broken(SOURCES, "url: https://www.rferl", "url: www.rferl", "url: www.rferl", "url"),
    "missing translation of a rule": Broken(
        RUSSIA,
        "    ru: >-\n      Человек с повесткой прыгнул с калининградского поезда у Кибартая 17 июня 2025 года.\n",
        "",
        "  text:",
        "no text in ru: add the translation",
    ),
    "missing translation of a source": Broken(
        SOURCES, ', ru: "Регламент (ЕС) № 604/2013"', "", '  title: {en: "Regulation (EU) No 604', "no text in ru"
    ),
    "empty citation": Broken(
        APPEAL, "transfer decision. [@appeal-window]", "transfer decision. [@]", "decision. [@]", "an empty citation"
    ),
    "doubled id of a rule": Broken(
        DUBLIN,
        "- id: appeal-window",
        "- id: which-dublin-law",
        "\n- id: which-dublin-law\n  topic: appeal",
        "exists already (dublin.yaml:",
    ),
    "doubled id of a source": Broken(
        SOURCES, "- id: eu-2024-1351", "- id: eu-604-2013", "\n- id: eu-604-2013", "exists already (sources.yaml:1)"
    ),
    "a period that ends before it begins": Broken(
        DUBLIN,
        "{from: 2014-01-01, to: 2026-06-30,",
        "{from: 2026-06-30, to: 2014-01-01,",
        "  holds: {from: 2026-06-30",
        "before it begins",
    ),
    "a day that is not in the calendar": Broken(DUBLIN, "to: 2026-06-30", "to: 2026-06-31", "to: 2026-06-31", "2026-06-31"),
    "a month that is not in the calendar": Broken(
        LIMITS, "updated: 2026-11-22", "updated: 2026-13-22", "updated:", "2026-13-22"
    ),
    "checked in the future": Broken(
        RUSSIA, "checked: 2026-11-21", "checked: 2026-11-23", "- id: leap-from-train", "checked on 2026-11-23, which is not yet"
    ),
    "updated in the future": Broken(APPEAL_RU, "2026-11-22", "2027-01-01", "id: ", "updated on 2027-01-01, which is not yet"),
    "in force before its source": Broken(
        DUBLIN,
        "{from: 2026-07-01, to: null, compared_with: application_registered}",
        "{from: 2026-06-01, to: null, compared_with: application_registered}",
        "- id: new-transfer-limit",
        "before its source 'eu-2024-1351' (2026-07-01)",
    ),
    "a sentence without citation": Broken(
        APPEAL,
        "You can appeal against the transfer decision. [@appeal-window]",
        "You can appeal.",
        "You can appeal.",
        "without citation",
    ),
    "a bullet without citation": Broken(
        APPEAL, "3 weeks. [@appeal-window]\n", "3 weeks. [@appeal-window]\n- Ask.\n", "- Ask.", "without citation"
    ),
    "a number that stands in none of its rules": Broken(
        APPEAL,
        "at most 3 weeks for",
        "at most 4 weeks for",
        "at most 4 weeks for",
        "4 stands in none of the cited rules (appeal-window)",
    ),
    "a number in words that stands in none of its rules": Broken(
        APPEAL,
        "You can appeal against",
        "You have five weeks to appeal against",
        "five weeks",
        "5 stands in none of the cited rules",
    ),
    "a date that stands in none of its rules": Broken(
        LIMITS_RU,
        "до 1 июля 2026 года. [",
        "до 2 июля 2026 года. [",
        "до 2 июля",
        "2026-07-02 stands in none of the cited rules",
    ),
    "old law in the section for the new": Broken(
        LIMITS,
        "at most 3 years if you abscond. [@new-transfer-limit]",
        "18 months if you abscond. [@old-transfer-limit]",
        "## If it was registered from",
        "rule 'old-transfer-limit' is old law: it cannot stand under {#from}",
    ),
    "new law in the section for the old": Broken(
        LIMITS,
        "18 months if you abscond. [@old-transfer-limit]",
        "at most 3 years if you abscond. [@new-transfer-limit]",
        "## If your application was registered before",
        "rule 'new-transfer-limit' is new law: it cannot stand under {#before}",
    ),
    "a doubled key": Broken(
        DUBLIN, "  topic: appeal\n", "  topic: appeal\n  topic: x\n", "  topic: x", "the key 'topic' stands here twice"
    ),
    "a doubled key in front matter": Broken(
        APPEAL,
        "countries: [EU]",
        "countries: [EU]\ncountries: [FI]",
        "countries: [FI]",
        "the key 'countries' stands here twice",
    ),
    "broken syntax": Broken(DUBLIN, "  source: eu-604-2013", "  source: [eu-604", "  pinpoint", "not valid YAML"),
    "an unknown field": Broken(
        DUBLIN, "  topic: appeal\n", "  topic: appeal\n  adress: x\n", "  adress: x", "adress: is not a known field"
    ),
    "a section without key": Broken(APPEAL, " {#varies}", "", "## What differs", "## Title {#key}"),
    "a heading without text": Broken(
        APPEAL,
        "- Each country sets its own window between 1 week and 3 weeks. [@appeal-window]\n",
        "",
        "## What differs",
        "is empty",
    ),
    "an id that differs from the file": Broken(
        APPEAL, "id: appeal-transfer", "id: appeal", "id: appeal", "differs from the file's name"
    ),
    "a number in one language only": Broken(
        DUBLIN, "не больше 3 недель", "не больше трех", "- id: appeal-window", "3 stands in en and not in ru"
    ),
    "a section in one language only": Broken(LIMITS_RU, "{#do-now}", "{#who-helps}", "Когда другая страна", "sections differ"),
    "a sentence in one language only": Broken(
        APPEAL_RU, "Решение о передаче можно обжаловать. [@appeal-window]\n", "", "На это", "in English 2"
    ),
    "other citations in the other language": Broken(
        APPEAL_RU, "обжаловать. [@appeal-window]", "обжаловать. [@which-dublin-law]", "[@which-dublin-law]", "citations differ"
    ),
    "other contacts in the other language": Broken(
        APPEAL_RU, "contacts: [fi-refugee-advice-centre]\n", "", "id: ", "'contacts' differs from the English version"
    ),
    "an unknown language of an example": Broken("scope.yaml", "language: en", "language: xx", "language: xx", "language"),
    "a contact without a country": Broken("contacts.yaml", "  country: FI\n", "", "- id: fi-", "country: is missing"),
    "a designation of unknown status": Broken(
        "designations.yaml", "status: undesirable", "status: bad", "status: bad", "status"
    ),
}


def run(folder: Path) -> tuple[int, list[str], str]:
    """`otkaz check`: exit code, error lines, summary."""
    result = CliRunner().invoke(app, ["check", str(folder)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stderr.splitlines(), result.stdout.splitlines()[-1]


def line_of(path: Path, text: str) -> int:
    content = path.read_text(encoding="utf-8")
    assert text in content
    start = content.index(text)
    return content[: start + (text[0] == "\n")].count("\n") + 1


def test_the_tiny_content_is_sound() -> None:
    code, errors, summary = run(TINY_CONTENT)
    assert (code, errors) == (0, [])
    held = r"8 rules \(0 never cited\), 3 sources, 12 articles, 1 contacts, \d+ deadlines, 2 glossary entries: 0 errors"
    assert re.match(held, summary), summary


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN.keys())
def test_each_kind_of_broken_content_exits_2_with_file_and_line(content_folder: Path, broken: Broken) -> None:
    path = content_folder / broken.file
    replace(path, broken.old, broken.new)
    line = line_of(path, broken.at)
    code, errors, _ = run(content_folder)
    assert code == 2
    wanted = [error for error in errors if error.startswith(f"{path}:") and broken.says in error]
    assert wanted, f"no error of {path} says {broken.says!r}: {errors}"
    found = int(re.match(rf"{re.escape(str(path))}:(\d+): ", wanted[0])[1])  # type: ignore[index]
    # A fault below a heading or an id stands on its own line, just after it.
    assert line <= found <= line + (2 if broken.at.startswith("##") else 0)


def write_latin(path: Path) -> None:
    path.write_bytes(path.read_text(encoding="utf-8").encode("cp1251", errors="replace"))


DAMAGES: dict[str, tuple[str, Callable[[Path], object], str]] = {
    "a rules file that is not UTF-8": (RUSSIA, write_latin, "not UTF-8"),
    "an article that is not UTF-8": (APPEAL_RU, write_latin, "not UTF-8"),
    "an article without front matter": (
        APPEAL,
        lambda path: path.write_text("Text. [@x]\n", encoding="utf-8"),
        "no front matter",
    ),
    "an empty article": (APPEAL, lambda path: path.write_bytes(b""), "no front matter"),
    "a rules file with a mapping": (DUBLIN, lambda path: path.write_text("id: x\n", encoding="utf-8"), "expected a list"),
    "a binary rules file": (DUBLIN, lambda path: path.write_bytes(bytes(range(256))), "not UTF-8"),
    "an alias that contains itself": (DUBLIN, lambda path: path.write_text("- &a [*a]\n", encoding="utf-8"), "alias"),
}


@pytest.mark.parametrize(("file", "damage", "says"), DAMAGES.values(), ids=DAMAGES.keys())
def test_a_damaged_file_exits_2_and_is_named(
    content_folder: Path, file: str, damage: Callable[[Path], object], says: str
) -> None:
    damage(content_folder / file)
    code, errors, _ = run(content_folder)
    assert code == 2
    assert any(error.startswith(f"{content_folder / file}:1: ") and says in error for error in errors), errors


def test_a_missing_translation_of_an_article_names_the_file_to_write(content_folder: Path) -> None:
    (content_folder / APPEAL_RU).unlink()
    code, errors, _ = run(content_folder)
    assert code == 2
    assert any(error.startswith(f"{content_folder / APPEAL}:2: ") and APPEAL_RU in error for error in errors), errors


def test_an_article_that_would_be_ignored_is_a_fault(content_folder: Path) -> None:
    stray = content_folder / "articles" / "en" / "stray.md"
    stray.write_text("text", encoding="utf-8")
    code, errors, _ = run(content_folder)
    assert code == 2
    assert any(error.startswith(f"{stray}:1: ") for error in errors), errors


@pytest.mark.parametrize("name", ["", "nowhere"])
def test_a_folder_without_content_is_not_sound(tmp_path: Path, name: str) -> None:
    code, errors, _ = run(tmp_path / name)
    assert code == 2
    assert "no content in this folder" in errors[0]


def test_all_faults_are_listed_in_the_order_of_the_files(content_folder: Path) -> None:
    replace(content_folder / APPEAL, "at most 3 weeks for", "at most 4 weeks for")
    replace(content_folder / DUBLIN, "checked: 2026-11-21", "checked: 2026-11-30")
    replace(content_folder / SOURCES, "kind: regulation", "kind: rumour")
    code, errors, summary = run(content_folder)
    assert code == 2
    assert f": {len(errors)} errors" in summary
    assert errors == sorted(errors)
    assert {Path(error.split(":")[0]).name for error in errors} >= {"appeal-transfer.md", "dublin.yaml", "sources.yaml"}


def test_a_file_that_does_not_parse_does_not_drown_the_rest(content_folder: Path) -> None:
    replace(content_folder / DUBLIN, "- id: old-transfer-limit", "- id: [old")
    errors = check(content_folder, TODAY).errors
    assert [error.path.name for error in errors] == ["dublin.yaml"]


def test_today_is_given(content_folder: Path) -> None:
    assert check(content_folder, TODAY).errors == ()
    late = check(content_folder, date(2026, 11, 20)).errors
    assert {"checked" in error.message or "updated" in error.message for error in late} == {True}


def warnings_of(folder: Path) -> list[str]:
    report = check(folder, TODAY)
    assert report.errors == ()
    return [str(warning) for warning in report.warnings]


def test_warnings_do_not_fail_the_check(content_folder: Path) -> None:
    replace(
        content_folder / LIMITS,
        "    - how long can they wait before the transfer\n",
        "    - how many WEEKS do I have to appeal?\n",
    )
    code, errors, summary = run(content_folder)
    assert (code, errors) == (0, [])
    assert "0 errors" in summary
    assert any("is also asked in 'appeal-transfer'" in warning for warning in warnings_of(content_folder))


def test_a_source_nothing_rests_on_is_a_warning(content_folder: Path) -> None:
    path = content_folder / SOURCES
    entry = path.read_text(encoding="utf-8").split("\n\n")[1].replace("- id: eu-2024-1351", "- id: unused")
    path.write_text(path.read_text(encoding="utf-8") + "\n" + entry + "\n", encoding="utf-8")
    line = line_of(path, "- id: unused")
    assert any(warning.startswith(f"{path}:{line}: ") and "'unused'" in warning for warning in warnings_of(content_folder))


def test_a_rule_past_its_review_names_the_articles_that_cite_it(content_folder: Path) -> None:
    replace(content_folder / RUSSIA, "  topic: case\n", "  topic: case\n  review_by: 2026-11-01\n")
    assert any("was to be reviewed by 2026-11-01; cited in train-leap-case" in each for each in warnings_of(content_folder))


def test_an_older_translation_is_a_warning(content_folder: Path) -> None:
    replace(content_folder / APPEAL_RU, "updated: 2026-11-22", "updated: 2026-11-20")
    assert any("older (2026-11-20) than its en version" in warning for warning in warnings_of(content_folder))


def kinds_of(folder: Path) -> dict[str, int]:
    return {kind: count for (kind, _warning), count in check(folder, TODAY).kinds.items()}


def test_every_kind_of_check_takes_part(content_folder: Path) -> None:
    asked = "    - how long can they wait before the transfer\n"
    replace(content_folder / LIMITS, asked, f"{asked}    - how many weeks do I have to appeal it\n")
    replace(content_folder / APPEAL, "updated: 2026-11-22", "updated: 2026-11-22\nreview: {date: 2026-11-20, outcome: fine}")
    replace(content_folder / "contacts.yaml", "website: https://www.pakolaisneuvonta.fi/", "website: null")
    replace(content_folder / "glossary.yaml", "[повестка]", "[повестка, депорт]")
    replace(content_folder / RUSSIA, "from: 2024-02-02, to: null", "from: 2024-02-02, to: 2026-11-01")
    replace(content_folder / APPEAL, "You can appeal against", f"You can {'internationally ' * 60}appeal against")
    kinds = kinds_of(content_folder)
    assert kinds.keys() >= {
        "similar question",
        "no second reader",
        "changed since its review",
        "unreachable contact",
        "doubled term",
        "out of force",
        "hard to read",
    }
    assert kinds["no second reader"] == 11


def test_the_summary_counts_by_kind_errors_first(content_folder: Path) -> None:
    replace(content_folder / APPEAL, "at most 3 weeks for", "at most 4 weeks for")
    lines = CliRunner().invoke(app, ["check", str(content_folder)]).stdout.splitlines()
    kinds = [line for line in lines if re.match(r" +\d+ ", line)]
    assert [line.split() for line in kinds[:2]] == [["1", "languages", "differ"], ["1", "number", "without", "rule"]]
    assert all(line.endswith(" (warning)") for line in kinds[2:])
    assert lines[-2] == kinds[-1]


def test_json_has_what_the_text_has(content_folder: Path) -> None:
    line = replace(content_folder / DUBLIN, "checked: 2026-11-21", "checked: 2026-11-30")
    result = CliRunner().invoke(app, ["check", str(content_folder), "--json"])
    assert result.exit_code == 2
    value = json.loads(result.stdout)
    assert value["counts"].items() >= {"rules": 8, "never_cited": 0, "sources": 3, "articles": 12, "glossary": 2}.items()
    assert (value["errors"], value["warnings"]) == (1, len(value["faults"]) - 1)
    assert value["kinds"][0] == {"kind": "impossible date", "warning": False, "count": 1}
    assert sum(kind["count"] for kind in value["kinds"]) == len(value["faults"])
    (fault,) = (fault for fault in value["faults"] if not fault["warning"])
    assert fault["path"] == str(content_folder / DUBLIN)
    assert fault["line"] <= line
    assert fault["kind"] == "impossible date"
    assert "is not yet" in fault["message"]


def test_rules_that_no_article_cites_are_counted(content_folder: Path) -> None:
    for language in ("en", "ru"):
        path = content_folder / f"articles/{language}/procedure/train-leap-case.md"
        path.write_text(path.read_text(encoding="utf-8").replace("@leap-from-train", "@which-dublin-law"), encoding="utf-8")
    report = check(content_folder, TODAY)
    assert report.counts["never cited"] == 1
    assert "8 rules (1 never cited)" in str(report)
