"""The `otkaz` command: ask, chat, serve, telegram for people; ingest, check, status for maintainers."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from knowledge.content import CONTENT_FOLDER
from knowledge.errors import OtkazError

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.callback()
def _root() -> None:
    """Cited answers on refusing conscription in Russia and Belarus, Dublin transfers and Strasbourg."""


@app.command()
def check(
    folder: Annotated[Path, typer.Argument(help="The folder with the content.")] = CONTENT_FOLDER,
) -> None:
    """Check all content; exit 2 when something is wrong, naming file and line."""
    from ingest.check import check as run_check

    report = run_check(folder, date.today())
    for fault in report.faults:
        typer.echo(str(fault), err=not fault.warning)
    content = report.content
    typer.echo(
        f"{len(content.rules)} rules, {len(content.sources)} sources, {len(content.articles)} articles, "
        f"{len(content.contacts)} contacts: {len(report.errors)} errors, {len(report.warnings)} warnings"
    )
    if report.errors:
        raise typer.Exit(2)


def main() -> None:
    """Run the command line; our own errors become one clear line and their exit code."""
    try:
        app()
    except OtkazError as error:
        typer.echo(error.message, err=True)
        sys.exit(error.exit_code)
