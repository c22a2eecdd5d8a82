"""A source: something that can be cited."""

from __future__ import annotations

from typing import Literal

from pydantic import TypeAdapter
from pydantic.dataclasses import dataclass

from knowledge.fields import STRICT, Bilingual, Id, Text, WebAddress
from knowledge.period import Period
from knowledge.yamlfile import Located

Kind = Literal[
    "treaty",
    "charter",
    "regulation",
    "directive",
    "law",
    "judgment",
    "decision",
    "guideline",
    "authority-page",
    "report",
    "press",
]


@dataclass(frozen=True, config=STRICT)
class Source:
    """A regulation, treaty, judgment, guideline, authority page or report; `title` is short and citable."""

    id: Id
    kind: Kind
    title: Bilingual
    publisher: Text
    url: WebAddress
    celex: str | None = None
    about: Bilingual | None = None
    in_force: Period | None = None


_ADAPTER = TypeAdapter(Source)


def parse_source(entry: Located) -> Source:
    """One entry of sources.yaml. Raises ContentError naming the line."""
    return entry.into(_ADAPTER, "source")
