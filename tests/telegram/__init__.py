"""Tests of the Telegram door; nothing here connects to anything."""
