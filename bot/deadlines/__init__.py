"""Deadlines as people meet them: the command, the chat, the calendar file."""
