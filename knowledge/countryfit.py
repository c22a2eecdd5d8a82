"""Which passages are about a country that cannot matter to the person: another destination, or another home."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import numpy.typing as npt

from knowledge.passage import Passage

Scores = npt.NDArray[np.float32]

#: Countries people come from: law there matters to them wherever they are.
ORIGINS = frozenset({"RU", "BY"})
#: Countries in whose passages a person elsewhere is still interested.
EVERYWHERE = ORIGINS | {"EU", "INT"}
#: Where the language tells a person's home: how much nearer its law is than law that binds everybody, and how far off that of
#: the other home. "A summons has come" in Belarusian is answered by Belarusian law; of 268 Belarusian ways of asking about
#: other things, each left out of the index, .78 instead of .79 still find their article.
OF_HOME, OF_OTHER_HOME = 2.0, -2.0
#: So many combinations of countries are remembered.
FITS = 500


class CountryFit:
    """Judges the passages of a generation."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        countries = [frozenset(passage.countries) for passage in passages]
        self._sets = list(dict.fromkeys(countries))
        number = {each: place for place, each in enumerate(self._sets)}
        self._set_of = np.array([number[each] for each in countries], dtype=np.intp)
        self._known: dict[tuple[str | None, str | None, frozenset[str]], Scores] = {}

    def scores(self, country: str | None, named: Collection[str], language: str) -> Scores:
        """0 where a passage may matter, −1 where it is about a destination not even named; for the homes see `OF_HOME`.

        `country` is where the person is, `named` are those they ask about; shape (passages,).
        """
        home = home_told(named, language)
        key = (country, home, frozenset(named))
        if key not in self._known:
            if len(self._known) == FITS:
                self._known.clear()
            values = np.array([_fit(each, *key) for each in self._sets], dtype=np.float32)
            self._known[key] = values[self._set_of]
        return self._known[key]


def home_told(named: Collection[str], language: str) -> str | None:
    """The country a person comes from, when the language tells; in Russian both are asked about, by people from both."""
    return "BY" if language == "be" and not ORIGINS.intersection(named) else None


def _fit(countries: frozenset[str], country: str | None, home: str | None, named: frozenset[str]) -> float:
    if home and country not in ORIGINS and countries and countries <= ORIGINS:
        return OF_HOME if home in countries else OF_OTHER_HOME
    return -1.0 if _strange(countries, country, home, named) else 0.0


def _strange(countries: frozenset[str], country: str | None, home: str | None, named: frozenset[str]) -> bool:
    """Whether a passage about `countries` is about none that a person in `country`, from `home`, may mean."""
    elsewhere = ORIGINS - {home, country, *named} if home else frozenset[str]()
    if country is None:  # of destinations, those named may be meant, else any; only the home is known
        asked = named - EVERYWHERE
        return bool(countries) and (countries <= elsewhere or (bool(asked) and not countries & (EVERYWHERE | asked)))
    return bool(countries) and not ((EVERYWHERE | {country, *named}) - elsewhere) & countries
