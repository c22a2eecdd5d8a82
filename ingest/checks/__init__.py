"""The single checks behind `otkaz check`; each yields (path, line, message)."""

from __future__ import annotations

from pathlib import Path

Finding = tuple[Path, int, str]
