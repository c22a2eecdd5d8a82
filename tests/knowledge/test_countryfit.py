from __future__ import annotations

import pytest

from knowledge.countryfit import FITS, CountryFit, home_told
from knowledge.passage import Passage


def passage(*countries: str) -> Passage:
    return Passage("-".join(countries), "rule", "en", "text", None, None, (), countries)


PASSAGES = [passage("RU"), passage("BY"), passage("RU", "BY"), passage("FI"), passage("LT"), passage("EU"), passage()]


@pytest.mark.parametrize(
    ("country", "named", "language", "strange"),
    [
        (None, (), "ru", []),
        (None, ("LT",), "en", ["FI"]),
        (None, ("LT", "FI"), "en", []),
        (None, ("RU",), "en", []),
        ("FI", (), "ru", ["LT"]),
        ("FI", ("LT",), "ru", []),
        ("BY", (), "ru", ["FI", "LT"]),
        (None, (), "be", ["RU"]),
        ("FI", (), "be", ["RU", "LT"]),
        ("RU", (), "be", ["FI", "LT"]),
        (None, ("RU",), "be", []),
    ],
)
def test_what_is_about_another_destination_or_home(
    country: str | None, named: tuple[str, ...], language: str, strange: list[str]
) -> None:
    scores = CountryFit(PASSAGES).scores(country, named, language)
    assert [each.id for each, score in zip(PASSAGES, scores, strict=True) if score] == strange
    assert set(scores.tolist()) <= {0.0, -1.0}


def test_one_case_is_not_taken_for_another() -> None:
    """Being in Belarus and writing Belarusian are two things."""
    fit = CountryFit(PASSAGES)
    there, home = fit.scores("BY", (), "ru").tolist(), fit.scores(None, (), "be").tolist()
    assert there != home
    assert fit.scores("BY", (), "ru").tolist() == there


def test_it_remembers_no_more_than_so_many_cases() -> None:
    fit = CountryFit(PASSAGES)
    for number in range(FITS + 5):
        fit.scores("FI", (f"X{number}",), "ru")
    assert len(fit._known) <= FITS


def test_only_belarusian_tells_a_home() -> None:
    assert home_told((), "be") == "BY"
    assert home_told(("FI",), "be") == "BY"
    assert home_told(("RU",), "be") is None
    assert home_told((), "ru") is None
