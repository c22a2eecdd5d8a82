"""The `otkaz` command: ask, chat, deadline, serve, telegram for people; ingest, check, status for maintainers."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from pydantic import ValidationError

from bot.answering.assistant import Assistant
from bot.answering.question import EmptyQuestionError, LongQuestionError, Question, Turn
from bot.contract import BatchLine, to_json
from bot.logging import QuietFormatter
from bot.settings import Settings, settings
from knowledge.content import CONTENT_FOLDER
from knowledge.embedding import load_embeddings
from knowledge.errors import OtkazError, UsageError
from knowledge.index import Library
from knowledge.reranker import CrossEncoderReranker
from knowledge.timeline import Situation

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)

Language = Literal["en", "ru"]
CountryOption = Annotated[str | None, typer.Option(help="Country you are in, as ISO code (FI, LT, RU …).")]
RegisteredOption = Annotated[str | None, typer.Option(help="Day your asylum application was registered (2026-07-01).")]
NotifiedOption = Annotated[str | None, typer.Option(help="Day the decision reached you (2026-11-16).")]
LanguageOption = Annotated[Language | None, typer.Option(help="Language of the answer.")]
LinksOption = Annotated[
    bool, typer.Option("--links", help="Show links that are withheld from people who may be in Russia; read the warning first.")
]
TraceOption = Annotated[bool, typer.Option("--trace", help="Show every candidate with its scores, and why it won or lost.")]


@app.callback()
def _root() -> None:
    """Cited answers on refusing conscription in Russia and Belarus, Dublin transfers and Strasbourg."""


def assistant_of(config: Settings) -> Assistant:
    """The assistant over the index in the home folder."""
    library = Library(config.home, config.chroma_url)
    reranker = CrossEncoderReranker(config.reranker) if config.reranker else None
    return Assistant(library, lambda: load_embeddings(config.embeddings, config.home), config.answer_seconds, reranker)


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="The question; '-' reads it from standard input.")] = None,
    batch: Annotated[
        Path | None, typer.Option(help="A file of questions, one JSON object a line; '-' for standard input.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
    language: LanguageOption = None,
    country: CountryOption = None,
    registered: RegisteredOption = None,
    notified: NotifiedOption = None,
    links: LinksOption = False,
    trace: TraceOption = False,
) -> None:
    """Answer one question, or a file of them."""
    if (question is None) == (batch is None):
        raise UsageError('Give one question in quotes, or --batch FILE. Example: otkaz ask "Can Finland send me back?"')
    assistant = assistant_of(settings())
    if batch is not None:
        _run_batch(assistant, batch)
        return
    text = _read_text(Path("-")) if question == "-" else str(question)
    situation = _situation(country, registered, notified)
    answer = assistant.ask(Question(text, date.today(), language, situation, trace=trace))
    if as_json:
        typer.echo(json.dumps(to_json(answer), ensure_ascii=False, indent=2))
        return
    from rich.console import Console

    from bot.console import show

    console = Console(highlight=False)
    show(answer, assistant.engine.content, console, links=links)
    if answer.trace:
        from bot.answering.explaining import show_trace

        show_trace(answer.trace, console)


@app.command()
def chat(
    language: LanguageOption = None,
    country: CountryOption = None,
    registered: RegisteredOption = None,
    notified: NotifiedOption = None,
    links: LinksOption = False,
) -> None:
    """Ask one question after another; an empty line stops."""
    from rich.console import Console

    from bot.console import show
    from bot.texts import texts

    console = Console(highlight=False)
    assistant = assistant_of(settings())
    assistant.warm_up()
    situation = _situation(country, registered, notified)
    history: list[Turn] = []
    said = texts(language or "en")
    while True:
        try:
            text = console.input(f"\n[bold]{said.cli['prompt']}: [/]")
        except (EOFError, KeyboardInterrupt):
            break
        if not text.strip():
            break
        try:
            answer = assistant.ask(Question(text, date.today(), language, situation, tuple(history[-2:])))
        except EmptyQuestionError:
            console.print(said.ask_in_words)
            continue
        except LongQuestionError:
            console.print(said.too_long)
            continue
        said = texts(answer.language)
        show(answer, assistant.engine.content, console, links=links)
        history.append(Turn(text, answer.text))


@app.command()
def deadline(
    country: Annotated[str | None, typer.Option(help="Country you are in, as ISO code or name (FI, LT, RU …).")] = None,
    decision: Annotated[
        str | None,
        typer.Option(help="Id of a deadline, or words about the decision; without it all of the country are listed."),
    ] = None,
    start: Annotated[
        str | None, typer.Option("--date", help="Day from which the time runs: mostly the day the decision reached you.")
    ] = None,
    registered: RegisteredOption = None,
    language: LanguageOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
    ics: Annotated[Path | None, typer.Option(help="Write the last day into this calendar file.")] = None,
) -> None:
    """Count the last day of a time limit, or list the time limits of a country."""
    from bot.deadlines.command import Options, answer, found_json, write_calendar

    config = settings()
    generation = Library(config.home, config.chroma_url).current()
    options = Options(country, decision, start, registered, language or "en", datetime.now(UTC))
    found = answer(options, generation)
    if ics is not None:
        write_calendar(found, options, ics)
    if as_json:
        typer.echo(json.dumps(found_json(found, options, generation.id), ensure_ascii=False, indent=2))
        return
    from rich.console import Console

    from bot.deadlines.console import show

    show(found, options.language, generation.content, Console(highlight=False))


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
) -> None:
    """Serve the web endpoint (and the Telegram bot beside it when a token is set)."""
    from bot.serving import serve as run

    config = settings()
    run(config, assistant_of(config), host or config.host, port or config.port)


@app.command()
def telegram() -> None:
    """Run the Telegram bot alone, by polling."""
    from bot.telegram.application import run

    config = settings()
    if config.telegram_token is None:
        raise UsageError("OTKAZ_TELEGRAM_TOKEN is not set: get a token from BotFather and put it into the environment or .env.")
    run(config, assistant_of(config))


@app.command()
def ingest(
    folder: Annotated[Path, typer.Argument(help="The folder with the content.")] = CONTENT_FOLDER,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change; change nothing.")] = False,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Build everything anew, reusing nothing.")] = False,
    rollback: Annotated[bool, typer.Option("--rollback", help="Let the previous generation answer again.")] = False,
) -> None:
    """Bring the index up to date with the content."""
    from ingest.command import ingest as run
    from ingest.command import roll_back

    config = settings()
    library = Library(config.home, config.chroma_url)
    if rollback:
        roll_back(library)
    else:
        run(folder, library, config.home, config.embeddings, dry_run=dry_run, rebuild=rebuild)


@app.command()
def check(
    folder: Annotated[Path, typer.Argument(help="The folder with the content.")] = CONTENT_FOLDER,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Check all content; exit 2 when something is wrong, naming file and line."""
    from ingest.check import check as run

    report = run(folder, date.today())
    if as_json:
        typer.echo(json.dumps(report.as_dict(), ensure_ascii=False, indent=2))
    else:
        for fault in report.faults:
            typer.echo(str(fault), err=not fault.warning)
        typer.echo(str(report))
    if report.errors:
        raise typer.Exit(2)


@app.command()
def changes(
    folder: Annotated[Path, typer.Argument(help="The folder with the content.")] = CONTENT_FOLDER,
    as_json: Annotated[bool, typer.Option("--json", help="Print the changes as JSON.")] = False,
) -> None:
    """Show which rules the content states differently from what answers now, and the articles that cite them."""
    from ingest.changes import changes as run

    config = settings()
    found = run(folder, Library(config.home, config.chroma_url).current())
    if as_json:
        typer.echo(json.dumps(found.as_dict(), ensure_ascii=False, indent=2))
    else:
        for line in found.lines():
            typer.echo(line)


@app.command("eval")
def evaluate(
    paths: Annotated[list[Path] | None, typer.Argument(help="Question sets: YAML files or folders.")] = None,
    half: Annotated[Literal["tuning", "test"] | None, typer.Option(help="Only one half of the questions.")] = None,
    report: Annotated[Path, typer.Option(help="Where to write the HTML report.")] = Path("build/eval.html"),
    baseline: Annotated[Path, typer.Option(help="Saved figures to compare with.")] = Path("tests/golden/baseline.json"),
    save: Annotated[bool, typer.Option("--save", help="Save these figures as the baseline.")] = False,
) -> None:
    """Measure answers against golden questions; exit 1 when a figure is worse than the baseline."""
    from bot.evaluation.command import evaluate as run

    sets = paths or [Path("tests/golden")]
    run(assistant_of(settings()), sets, date.today(), half=half, report=report, baseline=baseline, save=save)


@app.command()
def status(as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False) -> None:
    """Show what is ingested, with which model, and whether the services answer."""
    from bot.status import status_of

    found = status_of(settings())
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for part, values in found.items():
        typer.echo(part)
        for name, value in values.items():
            typer.echo(f"  {name}: {value}")


def main() -> None:
    """Run the command line; our own errors become one clear line and their exit code."""
    try:
        app()
    except OtkazError as error:
        typer.echo(error.message, err=True)
        sys.exit(error.exit_code)
    except Exception:  # a traceback would quote what was asked; the place and the kind are enough to find the fault
        typer.echo(QuietFormatter().formatException(sys.exc_info()), err=True)
        sys.exit(1)


def _situation(country: str | None, registered: str | None, notified: str | None) -> Situation:
    if country is not None and not (len(country) == 2 and country.isascii() and country.isalpha()):
        raise UsageError(f"--country: {country!r} is not a two-letter ISO code such as FI.")
    return Situation(country.upper() if country else None, _date("--registered", registered), _date("--notified", notified))


def _date(option: str, value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise UsageError(f"{option}: {value!r} is not a date of the form 2026-07-01.") from None


def _run_batch(assistant: Assistant, path: Path) -> None:
    """Answer every good line; bad ones are named on standard error, and the exit code is then 2."""
    bad = 0
    for number, line in _lines(path):
        try:
            typer.echo(json.dumps(_answer_line(assistant, _batch_line(line, f"{path}:{number}")), ensure_ascii=False))
        except UsageError as error:
            bad += 1
            typer.echo(error.message, err=True)
    if bad:
        raise typer.Exit(2)


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    return ((number, line) for number, line in enumerate(_read_text(path).split("\n"), start=1) if line.strip())


def _read_text(path: Path) -> str:
    """The text of a file, or of standard input for "-". Raises UsageError when it cannot be read as UTF-8."""
    try:
        return (sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()).decode("utf-8-sig")
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}).") from None
    except UnicodeDecodeError:
        raise UsageError(f"{path}: not UTF-8 text.") from None


def _batch_line(line: str, place: str) -> BatchLine:
    try:
        return BatchLine.model_validate_json(line)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        field = ".".join(map(str, first["loc"])) or "line"
        raise UsageError(f"{place}: {field}: {first['msg']}") from None


def _answer_line(assistant: Assistant, line: BatchLine) -> dict[str, Any]:
    question = line.to_question(date.today())
    try:
        answer = assistant.ask(question)
    except (EmptyQuestionError, LongQuestionError) as error:
        answer = assistant.unanswerable(question, error)
    return {"id": line.id, **to_json(answer)}
