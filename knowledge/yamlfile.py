"""YAML that remembers its line numbers, so that every content error can name file and line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

from knowledge.errors import ContentError

T = TypeVar("T")
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Key = str | int


@dataclass(frozen=True)
class Located:
    """A parsed value with the file and line it stands on; `lines` maps paths inside it to lines."""

    value: Any
    path: Path
    line: int
    lines: dict[tuple[Key, ...], int]

    def line_of(self, loc: Sequence[Key]) -> int:
        """The line of the nearest known place at or above `loc`."""
        for end in range(len(loc), 0, -1):
            if (found := self.lines.get(tuple(loc[:end]))) is not None:
                return found
        return self.line

    def into(self, adapter: TypeAdapter[T], what: str) -> T:
        """Validate into a typed value. Raises ContentError naming the line of the first fault."""
        try:
            return adapter.validate_python(self.value)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            loc = tuple(part for part in first["loc"] if isinstance(part, (str, int)))
            field = ".".join(map(str, loc)) or what
            raise ContentError(self.path, self.line_of(loc), f"{what}: {field}: {_advice(first)}") from error


def parse(text: str, path: Path, first_line: int = 1) -> Located:
    """Parse YAML text that begins on `first_line` of `path`. Raises ContentError on bad syntax or a doubled key."""
    try:
        loader = Loader(text)
        try:
            node = loader.get_single_node()
            lines: dict[tuple[Key, ...], int] = {}
            value = None if node is None else _construct(loader, node, (), lines, path, first_line)
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        line = first_line + (error.problem_mark.line if error.problem_mark else 0)
        raise ContentError(path, line, f"not valid YAML: {error.problem}; mend the indentation or quote the text") from error
    except yaml.YAMLError as error:
        raise ContentError(path, first_line, f"not valid YAML: {error}") from error
    except RecursionError as error:
        raise ContentError(path, first_line, "not usable YAML: an alias contains itself, or the nesting is too deep") from error
    return Located(value, path, first_line, lines)


def load(path: Path) -> Located:
    """Parse a YAML file. Raises ContentError when it cannot be read as UTF-8 YAML."""
    try:
        return parse(path.read_text(encoding="utf-8"), path)
    except UnicodeDecodeError as error:
        raise ContentError(path, 1, "not UTF-8 text: save the file as UTF-8") from error


def load_list(path: Path) -> list[Located]:
    """The entries of a YAML list file, each with its own line."""
    whole = load(path)
    if whole.value is None:
        return []
    if not isinstance(whole.value, list):
        raise ContentError(path, 1, "expected a list of entries: each begins with '- '")
    entries = []
    for index, value in enumerate(whole.value):
        lines = {loc[1:]: line for loc, line in whole.lines.items() if loc and loc[0] == index}
        entries.append(Located(value, path, whole.line_of((index,)), lines))
    return entries


def _construct(
    loader: Any, node: yaml.Node, loc: tuple[Key, ...], lines: dict[tuple[Key, ...], int], path: Path, first_line: int
) -> Any:
    lines[loc] = first_line + node.start_mark.line
    if isinstance(node, yaml.MappingNode):
        mapping: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = loader.construct_object(key_node, deep=True)
            key = key if isinstance(key, str) else _key(key)
            if key in mapping:
                line = first_line + key_node.start_mark.line
                raise ContentError(path, line, f"the key '{key}' stands here twice: keep one")
            mapping[key] = _construct(loader, value_node, (*loc, key), lines, path, first_line)
            lines[(*loc, key)] = first_line + key_node.start_mark.line
        return mapping
    if isinstance(node, yaml.SequenceNode):
        return [_construct(loader, child, (*loc, i), lines, path, first_line) for i, child in enumerate(node.value)]
    try:
        return loader.construct_object(node, deep=True)
    except ValueError as error:  # a date such as 2026-02-30
        raise ContentError(path, lines[loc], f"{node.value!r} cannot be: {error}; mend it") from error


def _key(key: object) -> str:
    # YAML 1.1 reads the bare words no/yes/on as booleans; "no" is also the code of Norway and of Norwegian.
    return {False: "no", True: "yes"}.get(key, str(key)) if isinstance(key, bool) else str(key)


def _advice(fault: Any) -> str:
    kind = fault["type"]
    if kind == "missing":
        return "is missing: add it"
    if kind in ("extra_forbidden", "unexpected_keyword_argument"):
        return "is not a known field: remove it or mend its name"
    return f"{fault['msg'].removeprefix('Value error, ')} (found {fault.get('input')!r:.80})"
