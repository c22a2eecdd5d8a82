from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.content import CONTENT_FOLDER, Content
from knowledge.errors import ContentError
from knowledge.glossary import MOST_ADDED, Concept, Expander, parse_concept
from knowledge.lemmas import Lemmas, build_lemmas
from knowledge.yamlfile import load_list
from tests.making import entry

GLOSSARY = tuple(parse_concept(each) for each in load_list(CONTENT_FOLDER / "glossary.yaml"))
NO_LEMMAS = Lemmas({})


@pytest.fixture(scope="module")
def lemmas() -> Lemmas:
    """The lemmas of the glossary's own terms; Finnish is left out, since its dictionary takes seconds to read."""
    spoken = ("en", "ru", "uk", "lt")
    return build_lemmas(
        (language, term) for concept in GLOSSARY for language in spoken for term in concept.terms.get(language, ())
    )


@pytest.fixture(scope="module")
def expander(lemmas: Lemmas) -> Expander:
    return Expander(GLOSSARY, lemmas)


def added(expander: Expander, text: str, language: str) -> set[str]:
    return {term.text for term in expander.added(text, language)}


@pytest.mark.parametrize(
    ("text", "language", "terms"),
    [
        ("закрыли выезд", "ru", {"запрет на выезд", "ban on leaving the country"}),
        ("мне вчера закрыли выезд, а билеты уже куплены", "ru", {"запрет на выезд", "ban on leaving the country"}),
        ("поставили кат. Б, что это значит", "ru", {"категория Б", "fitness category B"}),
        ("подать на R39", "ru", {"обеспечительные меры", "interim measures"}),
        ("how do i get an R39 today", "en", {"interim measures", "обеспечительные меры"}),
        ("брат ушёл в сзч", "ru", {"самовольное оставление части", "absence without leave"}),
        ("дублин", "ru", {"Dublin Regulation", "Дублинский регламент"}),
        ("боюсь депорта", "ru", {"депортация"}),
        ("мигри не отвечает", "ru", {"Миграционная служба Финляндии", "Finnish Immigration Service"}),
        ("закрили виїзд через повістку", "uk", {"запрет на выезд", "повестка", "call-up papers"}),
        ("sain kielteinen päätös ja karkotus", "fi", {"negative asylum decision", "отрицательное решение", "депортация"}),
        ("gavau neigiamą sprendimą dėl prieglobsčio", "lt", {"negative asylum decision"}),
        ("пришло письмо, там написано kielteinen päätös", "ru", {"отрицательное решение"}),
        ("my son got a повестка", "en", {"call-up papers"}),
    ],
)
def test_what_people_say_gives_the_standard_terms(expander: Expander, text: str, language: str, terms: set[str]) -> None:
    assert terms <= added(expander, text, language)


def test_a_question_without_terms_gets_none(expander: Expander) -> None:
    assert expander.added("какая завтра погода", "ru") == ()
    assert expander.added("", "ru") == ()
    assert expander.added("🙂 ?!", "en") == ()


def test_a_term_in_the_text_is_not_added_in_any_form(expander: Expander) -> None:
    assert added(expander, "у меня запрета на выезд нет", "ru") == {"ban on leaving the country"}
    assert "адвокат" not in added(expander, "нужны адвокаты", "ru")


def concept(concept_id: str, **terms: tuple[str, ...]) -> Concept:
    return Concept(concept_id, {"en": (f"{concept_id} en",), "ru": (f"{concept_id} ru",), **terms})


def test_the_longest_term_wins() -> None:
    short = concept("decision", en=("decision",), ru=("решение",))
    long = concept("transfer-decision", en=("ruling", "transfer decision"))
    expander = Expander([short, long], NO_LEMMAS)
    assert added(expander, "a transfer decision came", "en") == {"ruling", "transfer-decision ru"}
    assert added(expander, "a decision came", "en") == {"решение"}
    assert added(expander, "transfer of a decision", "en") == {"решение"}


def test_a_longer_term_that_does_not_fit_lets_a_shorter_one_in() -> None:
    expander = Expander([concept("a", en=("x", "draft")), concept("b", en=("y", "draft board decision"))], NO_LEMMAS)
    assert added(expander, "the draft board", "en") == {"x", "a ru"}
    assert added(expander, "the draft", "en") == {"x", "a ru"}


def test_longer_mentions_come_first_and_no_more_than_the_most_are_added() -> None:
    single = [concept(f"single-{name}", en=(f"standard {name}", name)) for name in "abcd"]
    double = concept("double", en=("standard double", "two words"))
    found = Expander([*single, double], NO_LEMMAS).added("a b c d and two words", "en")
    assert len(found) == MOST_ADDED
    assert [term.text for term in found[:2]] == ["standard double", "double ru"]


def test_a_mention_counts_once() -> None:
    expander = Expander([concept("a", en=("standard", "slang", "jargon"))], NO_LEMMAS)
    assert [term.text for term in expander.added("slang slang jargon", "en")] == ["standard", "a ru"]


def test_words_of_the_same_letters_in_a_language_not_spoken_are_left() -> None:
    expander = Expander([concept("a", fi=("on",)), concept("b", lt=("on",))], NO_LEMMAS)
    assert expander.added("a ban on leaving", "en") == ()
    assert added(expander, "siirto on", "fi") == {"a en", "a ru"}


def test_added_terms_come_with_their_lemmas(lemmas: Lemmas, expander: Expander) -> None:
    for term in expander.added("закрыли выезд", "ru"):
        assert list(term.lemmas) == lemmas.of(term.text, term.language)


@pytest.mark.parametrize("language", ["en", "ru", "uk", "be", "fi", "lt"])
def test_every_term_of_the_glossary_leads_to_its_concept(expander: Expander, lemmas: Lemmas, language: str) -> None:
    for each in GLOSSARY:
        for term in each.terms.get(language, ()):
            found = {(added.language, added.text) for added in expander.added(term, language)}
            for answer in ("en", "ru"):
                held = set(lemmas.of(each.terms[answer][0], answer)) <= set(lemmas.of(term, answer))
                assert held or (answer, each.terms[answer][0]) in found, (each.id, term)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("ru: [передача]", "xx: [передача]", "unknown language xx"),
        ("  ru: [передача]\n", "", "no term in ru"),
        ("en: [transfer]", "en: []", "no term in en"),
        ("en: [transfer]", "en: [transfer, Transfer]", "'transfer' stands in en twice"),
        ("en: [transfer]", "en: [' ']", "terms.en.0"),
        ("en: [transfer]", "en: [39]", "terms.en.0"),
        ("id: transfer", "id: Transfer", "id"),
        ("id: transfer", "id: transfer\nnote: x", "note: is not a known field"),
    ],
)
def test_a_wrong_concept_is_named(old: str, new: str, says: str) -> None:
    text = "id: transfer\nterms:\n  en: [transfer]\n  ru: [передача]\n"
    assert parse_concept(entry(text)).terms == {"en": ("transfer",), "ru": ("передача",)}
    assert old in text
    with pytest.raises(ContentError) as error:
        parse_concept(entry(text.replace(old, new)))
    assert says in error.value.problem
    assert error.value.path == Path("some.yaml")


def test_the_content_has_its_glossary(full_content: Content) -> None:
    assert len(full_content.glossary) >= 150
    assert list(full_content.glossary.values()) == list(GLOSSARY)
    assert full_content.places["concept", GLOSSARY[0].id].path.name == "glossary.yaml"
