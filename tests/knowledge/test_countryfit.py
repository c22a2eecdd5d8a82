from __future__ import annotations

import pytest

from knowledge.countryfit import FITS, OF_HOME, OF_OTHER_HOME, CountryFit, home_told
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
    assert [each.id for each, score in zip(PASSAGES, scores, strict=True) if score < 0] == strange
    assert set(scores.tolist()) <= {0.0, -1.0, OF_HOME, OF_OTHER_HOME}


def test_the_law_of_the_home_that_the_language_tells_comes_before_that_of_the_other() -> None:
    fit = CountryFit(PASSAGES)
    for country in (None, "FI"):
        scores = dict(zip((each.id for each in PASSAGES), fit.scores(country, (), "be").tolist(), strict=True))
        assert (scores["BY"], scores["RU-BY"], scores["RU"], scores["EU"]) == (OF_HOME, OF_HOME, OF_OTHER_HOME, 0.0)
    assert OF_HOME not in fit.scores(None, (), "ru").tolist()
    assert OF_HOME not in fit.scores(None, ("RU",), "be").tolist(), "whoever names a home is believed"
    assert OF_HOME not in fit.scores("RU", (), "be").tolist(), "whoever is in Russia may mean Russian law"


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
