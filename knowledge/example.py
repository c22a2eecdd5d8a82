"""An example question from which a classifier learns, such as one that Otkaz does not cover."""

from __future__ import annotations

from typing import Literal

from pydantic import TypeAdapter
from pydantic.dataclasses import dataclass

from knowledge.fields import STRICT, Text
from knowledge.yamlfile import Located


@dataclass(frozen=True, config=STRICT)
class Example:
    """One example of scope.yaml: a question outside what Otkaz covers, and of what kind it is."""

    language: Literal["en", "ru", "uk", "be", "fi", "lt"]
    kind: Text
    text: Text

    @property
    def id(self) -> str:
        return self.text


_ADAPTER = TypeAdapter(Example)


def parse_example(entry: Located) -> Example:
    """One entry of scope.yaml. Raises ContentError naming the line."""
    return entry.into(_ADAPTER, "example")
