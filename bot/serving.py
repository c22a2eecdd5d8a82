"""`otkaz serve`: the web endpoint, with the Telegram bot beside it when a token is set."""

from __future__ import annotations

import logging

import uvicorn

from bot.answering.assistant import Assistant
from bot.logging import configure_logging
from bot.settings import Settings
from bot.web.application import create_app

log = logging.getLogger("otkaz")


def serve(config: Settings, assistant: Assistant, host: str, port: int) -> None:
    """Serve until interrupted. Request lines are not logged: an address may carry what a person asked."""
    configure_logging(config.log_level)
    app = create_app(assistant, config.operator)
    if config.telegram_token is not None:
        from bot.telegram.application import build_application
        from bot.telegram.serving import attach

        attach(app, build_application(config, assistant), config)
    log.info("serving on http://%s:%s (documentation at /docs)", host, port)
    uvicorn.run(app, host=host, port=port, log_config=None, access_log=False, server_header=False)
