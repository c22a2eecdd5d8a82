from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter
from pydantic.dataclasses import dataclass

from knowledge.errors import ContentError
from knowledge.fields import STRICT
from knowledge.yamlfile import load, load_list, parse

HERE = Path("some.yaml")

ENTRIES = """\
# a comment
- id: one
  holds:
    from: 2026-07-01

- id: two
  tags:
    - a
    - b
"""


def test_values_are_plain_yaml() -> None:
    assert parse("a: 1\nb: [x, 2026-07-01, null]\n", HERE).value == {"a": 1, "b": ["x", date(2026, 7, 1), None]}


def test_every_place_knows_its_line(tmp_path: Path) -> None:
    path = tmp_path / "list.yaml"
    path.write_text(ENTRIES, encoding="utf-8")
    one, two = load_list(path)
    assert (one.line, two.line) == (2, 6)
    assert one.line_of(("holds", "from")) == 4
    assert two.line_of(("tags", 1)) == 9
    assert two.path == path


def test_an_unknown_place_has_the_line_of_the_nearest_known_one_above() -> None:
    located = parse("a:\n  b:\n    c: 1\n", HERE)
    assert located.line_of(("a", "b", "missing", 3)) == 2
    assert located.line_of(("nothing",)) == 1


def test_first_line_shifts_all_lines() -> None:
    assert parse("a: 1\nb: 2\n", HERE, first_line=10).line_of(("b",)) == 11


def test_a_doubled_key_is_refused_at_its_second_place() -> None:
    with pytest.raises(ContentError) as error:
        parse("id: one\ntext: x\nid: two\n", HERE)
    assert (error.value.path, error.value.line) == (HERE, 3)
    assert "'id'" in error.value.problem


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: 1\nb: [1, 2\nc: 3\n", 3),
        ("a: 1\n\tb: 2\n", 2),
        ("a: 1\nb: !!python/name:os.system x\n", 2),
        ("a: 1\nb: *nobody\n", 2),
        ("a: 1\nchecked: 2026-02-30\n", 2),
        ("a: 1\nchecked: 2026-13-01\n", 2),
    ],
)
def test_bad_yaml_names_file_and_line(text: str, line: int) -> None:
    with pytest.raises(ContentError) as error:
        parse(text, HERE)
    assert str(error.value).startswith(f"{HERE}:{line}: ")


@pytest.mark.parametrize("text", ["a: \x00", "&a [*a]", "a: " + "[" * 5000])
def test_hostile_yaml_is_a_content_error(text: str) -> None:
    with pytest.raises(ContentError):
        parse(text, HERE)


@given(st.text(max_size=60))
def test_any_text_parses_or_is_a_content_error(text: str) -> None:
    try:
        parse(text, HERE)
    except ContentError as error:
        assert error.path == HERE
        assert error.line >= 1


def test_bare_no_and_yes_as_keys_are_words() -> None:
    # YAML 1.1 reads them as booleans; "no" is the code of Norway.
    assert parse("no: Norge\nyes: ja\n", HERE).value == {"no": "Norge", "yes": "ja"}


def test_a_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    path = tmp_path / "latin.yaml"
    path.write_bytes("a: ä".encode("latin-1"))
    with pytest.raises(ContentError, match="UTF-8") as error:
        load(path)
    assert error.value.path == path


def test_an_empty_list_file_has_no_entries(tmp_path: Path) -> None:
    path = tmp_path / "empty.yaml"
    path.write_text("# nothing yet\n", encoding="utf-8")
    assert load_list(path) == []


def test_a_list_file_must_hold_a_list(tmp_path: Path) -> None:
    path = tmp_path / "mapping.yaml"
    path.write_text("id: one\n", encoding="utf-8")
    with pytest.raises(ContentError, match="list of entries"):
        load_list(path)


@dataclass(frozen=True, config=STRICT)
class Thing:
    id: str
    count: int = 0


THING = TypeAdapter(Thing)


def test_into_gives_the_typed_value() -> None:
    assert parse("id: one\ncount: 2\n", HERE).into(THING, "thing") == Thing("one", 2)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("count: 2\n", 1, "id: is missing: add it"),
        ("id: one\nextra: 2\n", 2, "extra: is not a known field"),
        ("id: one\ncount: many\n", 2, "count: "),
        ("- one\n", 1, "thing: thing: "),
    ],
)
def test_into_names_the_line_and_what_to_do(text: str, line: int, says: str) -> None:
    with pytest.raises(ContentError) as error:
        parse(text, HERE).into(THING, "thing")
    assert error.value.line == line
    assert says in error.value.problem
