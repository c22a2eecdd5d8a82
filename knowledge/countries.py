"""Countries named in a text, and whether it says "in", "to" or "from" them; names and endings from countries.yaml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter

from knowledge.yamlfile import load

FILE = Path(__file__).parent / "countries.yaml"

Where = Literal["in", "to", "from", "at", "of", "office"]
_Kind = Literal["names", "fi", "lt", "cities", "authorities", "of"]
_ADAPTER = TypeAdapter(dict[str, dict[_Kind, tuple[str, ...]]])

#: What may stand between a preposition and a name: "в городе Вильнюсе", "in southern Finland".
_BETWEEN = r"(?:(?:г\.|г|городе|город|городу|місті|the|southern|northern|eastern|western|южной|северной)\s+)?"
_BEFORE: tuple[tuple[Where, str], ...] = (
    ("from", r"(?:from|out of|из|з|із|зі|со|iš)"),
    ("to", r"(?:to|into|towards|до|к|į)"),
    ("in", r"(?:in|inside|в|во|у|ў)"),
)
_PREPOSITION = re.compile(rf"\b(?:{'|'.join(f'(?P<{where}>{words})' for where, words in _BEFORE)})\s+{_BETWEEN}$", re.I)
#: After в and у, these endings (accusative) lead there; the others (locative) mean being there.
_LEADS_THERE = re.compile(r"(?!рф|\w*(?:уу|рку|улу)$)\w*[уюбвгджзклмнпрстфхцчшщьй]$", re.I)
_FINNISH: tuple[tuple[Where, str], ...] = (
    ("in", r"(?:ssa|ssä)"),
    ("from", r"(?:sta|stä)"),
    ("to", r"(?:[aeiouyäö]n|h[aeiouyäö]n)"),
)


@dataclass(frozen=True)
class Named:
    """A country named in a text. "at": named without saying where; "of": an adjective or a people; "office": its authority."""

    country: str
    where: Where
    start: int
    end: int


class Countries:
    """Finds countries in texts."""

    def __init__(self, forms: dict[str, dict[_Kind, tuple[str, ...]]]) -> None:
        self._forms = forms

    @cached_property
    def _patterns(self) -> tuple[tuple[str, re.Pattern[str], dict[str, str]], ...]:
        """One pattern a kind of word; its groups are countries (as `c0`, `c1` …, since a code may be no group name)."""
        found = []
        endings = {"fi": r"[a-zäö]{0,5}", "lt": r"[a-ząčęėįšųūž]{0,4}"}
        kinds: tuple[_Kind, ...] = ("names", "cities", "lt", "fi", "authorities", "of")
        for kind in kinds:
            groups: list[str] = []
            countries: dict[str, str] = {}
            for country, forms in self._forms.items():
                words = sorted(forms.get(kind, ()), key=len, reverse=True)
                if words:
                    name = f"c{len(groups)}"
                    countries[name] = country
                    ending = endings.get(kind, "")
                    either = "|".join(re.escape(word).replace(r"\*", r"\w*") + ending for word in words)
                    groups.append(f"(?P<{name}>{either})")
            found.append((kind, re.compile(rf"\b(?:{'|'.join(groups)})\b", re.I), countries))
        return tuple(found)

    def find(self, text: str) -> list[Named]:
        """Every country named, in order; of overlapping words the first kind counts."""
        folded = text.replace("ё", "е").replace("Ё", "Е")
        taken: list[Named] = []
        for kind, pattern, countries in self._patterns:
            for match in pattern.finditer(folded):
                if not any(match.start() < other.end and other.start < match.end() for other in taken):
                    where = self._where(kind, folded, match)
                    taken.append(Named(countries[str(match.lastgroup)], where, match.start(), match.end()))
        return sorted(taken, key=lambda named: named.start)

    def _where(self, kind: str, text: str, match: re.Match[str]) -> Where:
        if kind in ("of", "authorities"):
            return "of" if kind == "of" else "office"
        if kind == "fi":
            return next((where for where, ending in _FINNISH if re.search(rf"{ending}$", match[0], re.I)), "at")
        before = _PREPOSITION.search(text[max(0, match.start() - 30) : match.start()])
        where: Where = next((where for where, _ in _BEFORE if before and before[where]), "at")
        if kind == "lt" and match[0].lower().endswith("je"):
            where = "in"
        if where == "in" and not match[0].isascii() and _LEADS_THERE.fullmatch(match[0]):
            where = "to"
        return where


def marked(text: str, named: list[Named]) -> str:
    """The text in lower case with every named country as «in:FI», its preposition left out."""
    pieces, position = [], 0
    for each in named:
        before = text[position : each.start]
        if each.where in ("in", "to", "from") and (preposition := _PREPOSITION.search(before)):
            before = before[: preposition.start()]
        pieces += [before.lower(), f"«{each.where}:{each.country}»"]
        position = each.end
    pieces.append(text[position:].lower())
    return "".join(pieces).replace("ё", "е").replace("’", "'")


@cache
def known_countries() -> Countries:
    """The countries of countries.yaml. Raises ContentError when the file is wrong."""
    return Countries(load(FILE).into(_ADAPTER, "countries"))
