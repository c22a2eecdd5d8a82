"""The routes of the JSON contract: ask, rules, articles, sources, health."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.responses import JSONResponse, PlainTextResponse
from starlette.concurrency import run_in_threadpool

from bot.answering.assistant import Assistant
from bot.answering.citing import citation
from bot.answering.reader import withheld
from bot.contract import AnswerModel, AskRequest, citation_json, to_json
from bot.texts import texts
from knowledge.article import Article
from knowledge.content import Content
from knowledge.errors import OtkazError
from knowledge.fields import LANGUAGES
from knowledge.source import Source
from knowledge.timeline import Situation

router = APIRouter()
LanguageQuery = Annotated[str, Query(pattern=f"^({'|'.join(LANGUAGES)})$", description="language of texts and labels")]

NoticeLanguage = Annotated[str | None, Query(pattern=f"^({'|'.join(LANGUAGES)})$", description="null: all languages")]


def the_assistant(request: Request) -> Assistant:
    """The assistant this application was made with."""
    assistant: Assistant = request.app.state.assistant
    return assistant


def the_content(assistant: Annotated[Assistant, Depends(the_assistant)]) -> Content:
    """The content that answers now."""
    return assistant.engine.content


AssistantOf = Annotated[Assistant, Depends(the_assistant)]
ContentOf = Annotated[Content, Depends(the_content)]


@router.post("/v1/ask", summary="Answer a question", response_model=AnswerModel, tags=["answers"])
async def ask(body: AskRequest, assistant: AssistantOf) -> JSONResponse:
    """An answer whose every sentence is cited, an honest "not covered", or a refusal with the lawful way."""
    answer = await run_in_threadpool(assistant.ask, body.to_question(date.today()))
    return JSONResponse(to_json(answer))


@router.get("/v1/rules/{rule_id}", summary="One rule with its source", tags=["knowledge"])
def rule(rule_id: str, content: ContentOf, language: LanguageQuery = "en") -> dict[str, Any]:
    """The rule's checked statement, where it stands, between which dates it holds, and the articles that cite it."""
    found = content.rules.get(rule_id)
    if found is None:
        raise HTTPException(404, f"There is no rule '{rule_id}'.")
    cited = citation(found, 1, content, texts(language))
    return {
        **citation_json(cited, withheld(cited.reader_warning, language, Situation())),
        "compared_with": found.holds.compared_with,
        "unsettled": found.holds.unsettled,
        "open": found.open,
        "countries": list(found.countries),
        "replaces": list(found.replaces),
        "articles": sorted({article.id for article in content.articles.values() if rule_id in article.rules}),
    }


@router.get("/v1/articles", summary="All articles", tags=["knowledge"])
def articles(content: ContentOf, language: LanguageQuery = "en") -> list[dict[str, Any]]:
    """Every article's question, by topic."""
    return [_heading(found) for (spoken, _), found in content.articles.items() if spoken == language]


@router.get("/v1/articles/{article_id}", summary="One article", tags=["knowledge"])
def article(article_id: str, content: ContentOf, language: LanguageQuery = "en") -> dict[str, Any]:
    """An article, section by section, each sentence with its rules."""
    found = content.articles.get((language, article_id))
    if found is None:
        raise HTTPException(404, f"There is no article '{article_id}' in {language}.")
    return {
        **_heading(found),
        "updated": found.meta.updated.isoformat(),
        "contacts": list(found.meta.contacts),
        "related": list(found.meta.related),
        "sections": [
            {
                "key": section.key,
                "heading": section.heading,
                "sentences": [{"text": sentence.text, "rules": list(sentence.citations)} for sentence in section.sentences],
            }
            for section in found.all_sections
        ],
    }


@router.get("/v1/sources", summary="All sources", tags=["knowledge"])
def sources(content: ContentOf, language: LanguageQuery = "en") -> list[dict[str, Any]]:
    """Everything that is cited, with the number of rules that rest on it."""
    used: dict[str, int] = {}
    for found in content.rules.values():
        used[found.source] = used.get(found.source, 0) + 1
    return [_source(found, used.get(found.id, 0), content, language) for found in content.sources.values()]


@router.get("/privacy", summary="What happens to what you write", tags=["knowledge"], response_class=PlainTextResponse)
def privacy(request: Request, language: NoticeLanguage = None) -> str:
    """The privacy notice in plain language: in one language, or in all."""
    wanted = [language] if language else LANGUAGES
    return "\n\n\n".join(texts(spoken).privacy.notice_of(request.app.state.operator) for spoken in wanted) + "\n"


@router.get("/healthz", summary="Is the process alive?", tags=["health"])
def healthz() -> dict[str, str]:
    """Always ok while the process answers."""
    return {"status": "ok"}


@router.get("/readyz", summary="Can it answer?", tags=["health"])
def readyz(assistant: AssistantOf) -> JSONResponse:
    """200 with the generation that answers, or 503 and what to do."""
    try:
        return JSONResponse({"status": "ready", "knowledge": assistant.engine.generation.id})
    except OtkazError as error:
        return JSONResponse({"status": "not ready", "message": error.message}, 503)


def _heading(found: Article) -> dict[str, Any]:
    return {"id": found.id, "topic": found.topic, "title": found.meta.title, "countries": list(found.meta.countries)}


def _source(found: Source, rules: int, content: Content, language: str) -> dict[str, Any]:
    designation = content.designation_of(found.url)
    return {
        "id": found.id,
        "title": found.title["en"],
        "label": found.title[language],
        "kind": found.kind,
        "publisher": found.publisher,
        "url": found.url,
        "celex": found.celex,
        "rules": rules,
        "reader_warning": texts(language).reader_warning(designation) if designation else None,
    }
