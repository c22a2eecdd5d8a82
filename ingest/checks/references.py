"""Does everything that is referred to exist, and can the dates be right?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from difflib import get_close_matches

from ingest.checks import Finding
from knowledge.article import BEFORE, FROM, Article
from knowledge.content import Content
from knowledge.rule import Rule

#: From this day on the Pact's acts apply (the first of them); older rules end before it.
PACT_BEGINS = date(2026, 6, 12)


def unknown_sources(content: Content) -> Iterator[Finding]:
    """Rules whose source, or further source, is not in sources.yaml."""
    for rule in content.rules.values():
        place = content.places["rule", rule.id]
        for source in (rule.source, *(locus.source for locus in rule.also)):
            if source not in content.sources:
                yield place.path, place.line, f"unknown source '{source}' in rule '{rule.id}'{_hint(source, content.sources)}"
        for older in rule.replaces:
            if older not in content.rules:
                yield place.path, place.line, f"unknown rule '{older}' under replaces{_hint(older, content.rules)}"


def unknown_rules(content: Content) -> Iterator[Finding]:
    """Citations of rules that do not exist."""
    for article in content.articles.values():
        for sentence in article.sentences:
            for rule in sentence.citations:
                if rule not in content.rules:
                    yield article.path, sentence.line, f"unknown rule '{rule}'{_hint(rule, content.rules)}"


def unknown_links(content: Content) -> Iterator[Finding]:
    """Contacts and related articles that do not exist."""
    for article in content.articles.values():
        for contact in article.meta.contacts:
            if contact not in content.contacts:
                yield article.path, 2, f"unknown contact '{contact}'{_hint(contact, content.contacts)}"
        for related in article.meta.related:
            if related not in content.article_ids:
                yield article.path, 2, f"unknown article '{related}' under related{_hint(related, content.article_ids)}"


def impossible_dates(content: Content, today: date) -> Iterator[Finding]:
    """Rules checked in the future, or in force before the source that holds them."""
    for rule in content.rules.values():
        place = content.places["rule", rule.id]
        if rule.checked > today:
            yield place.path, place.line, f"rule '{rule.id}' was checked on {rule.checked}, which is not yet: mend the date"
        source = content.sources.get(rule.source)
        if source and source.in_force and rule.holds.compared_with != "always":
            begins, start = source.in_force.start, rule.holds.start
            if begins and start and start < begins and source.kind in ("regulation", "directive"):
                message = f"rule '{rule.id}' holds from {start}, before its source '{source.id}' ({begins}): mend one"
                yield place.path, place.line, message
    for article in content.articles.values():
        if article.meta.updated > today:
            yield article.path, 2, f"updated on {article.meta.updated}, which is not yet: mend the date"


def wrong_side(content: Content) -> Iterator[Finding]:
    """Old law cited in a section for the new, or the other way round."""
    for article in content.articles.values():
        for section in article.sections:
            if section.key not in (BEFORE, FROM):
                continue
            for sentence in section.sentences:
                for rule_id in sentence.citations:
                    rule = content.rules.get(rule_id)
                    if rule and _is_other_side(rule, section.key):
                        side = "old" if section.key == FROM else "new"
                        yield (
                            article.path,
                            sentence.line,
                            f"rule '{rule_id}' is {side} law: it cannot stand under {{#{section.key}}}",
                        )


def unused_sources(content: Content) -> Iterator[Finding]:
    """Sources no rule rests on."""
    used = {rule.source for rule in content.rules.values()}
    used |= {locus.source for rule in content.rules.values() for locus in rule.also}
    for source in content.sources.values():
        if source.id not in used:
            place = content.places["source", source.id]
            yield place.path, place.line, f"no rule rests on source '{source.id}'"


def uncited_rules(content: Content) -> tuple[str, ...]:
    """Ids of rules that no article cites: only a search for rules finds them."""
    cited = {rule for article in content.articles.values() for rule in article.rules}
    return tuple(rule for rule in content.rules if rule not in cited)


def past_review(content: Content, today: date) -> Iterator[Finding]:
    """Rules whose review date has passed, with the articles that cite them."""
    for rule in content.rules.values():
        if rule.review_by and rule.review_by < today:
            place = content.places["rule", rule.id]
            citing = sorted({article.id for article in content.articles.values() if rule.id in article.rules})
            yield (
                place.path,
                place.line,
                f"rule '{rule.id}' was to be reviewed by {rule.review_by}; cited in {', '.join(citing) or 'no article'}",
            )


def citing(content: Content, rule_id: str) -> tuple[Article, ...]:
    """The articles that cite a rule."""
    return tuple(article for article in content.articles.values() if rule_id in article.rules)


def _is_other_side(rule: Rule, key: str) -> bool:
    if not rule.holds.compared_with.startswith("application_"):
        return False
    if key == FROM:
        return rule.holds.end is not None and rule.holds.end < date(2026, 7, 1)
    return rule.holds.start is not None and rule.holds.start >= PACT_BEGINS and not rule.holds.unsettled


def _hint(name: str, known: object) -> str:
    close = get_close_matches(name, list(known), n=1)  # type: ignore[call-overload]
    return f": did you mean '{close[0]}'?" if close else ": add it or mend the name"
