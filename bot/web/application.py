"""The web endpoint: the contract over HTTP. A thin skin over `Assistant.ask`; it stores and logs nothing of the text."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from bot.answering.assistant import Assistant
from bot.web import routes
from knowledge.errors import NotIngestedError, OtkazError, ServiceUnavailableError, UsageError

VERSION = "1.0"
DESCRIPTION = """Cited answers on refusing conscription in Russia and Belarus, Dublin transfers and Strasbourg.
Every sentence of an answer carries its sources. Questions are neither stored nor logged."""
#: Larger bodies are refused unread: a question with its history fits many times.
MAX_BODY = 256 * 1024

log = logging.getLogger("otkaz.web")


def create_app(assistant: Assistant, operator: str | None = None) -> FastAPI:
    """The application over one assistant; `operator` runs it (name and how to reach them)."""

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        try:
            await run_in_threadpool(assistant.warm_up)
        except OtkazError as error:
            log.warning("not ready: %s", error.message)  # /readyz says so; questions get a clear 503
        yield

    app = FastAPI(title="Otkaz", version=VERSION, description=DESCRIPTION, lifespan=lifespan)
    app.state.assistant = assistant
    app.state.operator = operator
    app.include_router(routes.router)
    app.add_exception_handler(OtkazError, _on_error)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(Exception, _on_failure)

    @app.middleware("http")
    async def _bounded(request: Request, call_next):  # type: ignore[no-untyped-def]
        # A chunked body has no length to check, so it is refused too.
        length = request.headers.get("content-length", "0")
        if "transfer-encoding" in request.headers or not length.isdigit() or int(length) > MAX_BODY:
            return _problem(413, "body", f"The request is larger than {MAX_BODY // 1024} kB.")
        response = await call_next(request)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    return app


async def _on_error(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, OtkazError)
    if isinstance(error, UsageError):
        return _problem(422, "question", error.message)
    if isinstance(error, NotIngestedError | ServiceUnavailableError):
        return _problem(503, "service", error.message, retryable=error.retryable)
    log.error("request failed: %s", type(error).__name__)
    return _problem(500, "service", "Something went wrong on our side.", retryable=True)


async def _on_invalid(_request: Request, error: Exception) -> JSONResponse:
    # FastAPI's own handler repeats the input in its reply; ours names the field only.
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    field = ".".join(str(part) for part in first["loc"] if part != "body") or "body"
    return _problem(422, field, str(first["msg"]))


async def _on_http(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    return _problem(error.status_code, "body" if error.status_code == 400 else "path", str(error.detail))


async def _on_failure(_request: Request, error: Exception) -> JSONResponse:
    log.error("request failed: %s", type(error).__name__)
    return _problem(500, "service", "Something went wrong on our side.", retryable=True)


def _problem(status: int, field: str, message: str, *, retryable: bool = False) -> JSONResponse:
    return JSONResponse({"error": {"field": field, "message": message, "retryable": retryable}}, status)
