"""The Telegram door: a thin skin over `Assistant.ask`."""
