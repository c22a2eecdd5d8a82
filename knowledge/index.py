"""Generations of the index: each whole and unchanging; one pointer says which of them answers.

<home>/index/<generation>/   manifest.json passages.json content.json articles.npz coverage.npz triage.npz
                             vectors.npy lexical/ chroma/
<home>/index/current         the id of the generation that answers; replaced in one step
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path

from knowledge.content import Content
from knowledge.coverage import Coverage
from knowledge.errors import NotIngestedError
from knowledge.heads import LinearHead
from knowledge.lexical import LexicalIndex
from knowledge.passage import Passage
from knowledge.snapshot import load_content_snapshot
from knowledge.triage import TriageModel
from knowledge.vectors import Vectors, drop_collection, open_store, read_copy, read_vectors

MANIFEST, PASSAGES, CONTENT, LEXICAL, CHROMA = "manifest.json", "passages.json", "content.json", "lexical", "chroma"
ARTICLE_HEAD, COVERAGE, TRIAGE = "articles.npz", "coverage.npz", "triage.npz"
VECTORS = "vectors.npy"
POINTER = "current"
#: Raise when the form of a generation changes; older ones are then built anew.
FORM = 6


@dataclass(frozen=True)
class Manifest:
    """What a generation is made of. `content` and `fingerprint` tell whether it is up to date."""

    id: str
    created: str
    content: str
    fingerprint: str
    passages: int
    counts: Mapping[str, object] = field(default_factory=dict)
    form: int = FORM

    @property
    def collection(self) -> str:
        return f"otkaz-{self.id}"

    def save(self, folder: Path) -> None:
        (folder / MANIFEST).write_text(json.dumps(asdict(self), indent=2) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Manifest:
        return cls(**json.loads((folder / MANIFEST).read_text(encoding="utf-8")))


@dataclass(frozen=True)
class Generation:
    """One built index, loaded piece by piece when first used."""

    folder: Path
    manifest: Manifest
    chroma_url: str | None = None

    @property
    def id(self) -> str:
        return self.manifest.id

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        values = json.loads((self.folder / PASSAGES).read_text(encoding="utf-8"))
        return tuple(Passage.from_dict(value) for value in values)

    @cached_property
    def content(self) -> Content:
        return load_content_snapshot(self.folder / CONTENT)

    @cached_property
    def lexical(self) -> LexicalIndex:
        return LexicalIndex.load(self.folder / LEXICAL, len(self.passages))

    @cached_property
    def article_head(self) -> LinearHead:
        return LinearHead.load(self.folder / ARTICLE_HEAD)

    @cached_property
    def coverage(self) -> Coverage | None:
        path = self.folder / COVERAGE
        return Coverage.load(path) if path.exists() else None

    @cached_property
    def triage(self) -> TriageModel | None:
        path = self.folder / TRIAGE
        return TriageModel.load(path) if path.exists() else None

    @cached_property
    def vectors(self) -> Vectors:
        """All vectors, read once; shape (passages, dimensions).

        From the vector store, or beside the embedded one from its copy: opening Chroma takes seconds, a file milliseconds.
        """
        copy = self.folder / VECTORS
        if self.chroma_url is None and copy.is_file():
            return read_copy(copy, len(self.passages))
        return self.stored_vectors()

    def stored_vectors(self) -> Vectors:
        """All vectors as the store holds them. Raises ServiceUnavailableError when it lacks any."""
        store = open_store(self.manifest.collection, None, self.folder / CHROMA, self.chroma_url)
        return read_vectors(store, [passage.id for passage in self.passages])


class Library:
    """The generations under one home folder."""

    def __init__(self, home: Path, chroma_url: str | None = None) -> None:
        self.folder = home / "index"
        self.chroma_url = chroma_url

    def current(self) -> Generation:
        """The generation that answers. Raises NotIngestedError when there is none."""
        generation_id = self.current_id()
        if generation_id is None:
            raise NotIngestedError("Nothing is ingested yet: run `otkaz ingest`.")
        return self.generation(generation_id)

    def current_id(self) -> str | None:
        """The id in the pointer, or None."""
        try:
            return (self.folder / POINTER).read_text(encoding="utf-8").strip() or None
        except FileNotFoundError:
            return None

    def generation(self, generation_id: str) -> Generation:
        """A generation by id. Raises NotIngestedError when it is missing or of an older form."""
        folder = self.folder / generation_id
        try:
            manifest = Manifest.load(folder)
        except (FileNotFoundError, TypeError, ValueError) as error:
            raise NotIngestedError(f"The index {generation_id} cannot be read: run `otkaz ingest`.") from error
        if manifest.form != FORM:
            raise NotIngestedError("The index was built by another version of Otkaz: run `otkaz ingest`.")
        return Generation(folder, manifest, self.chroma_url)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Held by whoever builds a generation; others wait. A second builder would prune the first one's work."""
        import fcntl

        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / ".lock").open("w") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX)
            yield

    def switch(self, generation_id: str) -> None:
        """Let another generation answer: the pointer is replaced in one step, so a reader sees the old or the new."""
        beside = self.folder / f".{POINTER}.new"
        with beside.open("w", encoding="utf-8") as stream:
            stream.write(generation_id + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(self.folder / POINTER)

    def ids(self) -> list[str]:
        """Every finished generation, oldest first."""
        return sorted(path.parent.name for path in self.folder.glob(f"[0-9]*/{MANIFEST}"))

    def prune(self, keep: int = 2) -> None:
        """Remove all but the newest `keep` generations (never the current one) and unfinished leftovers."""
        current = self.current_id()
        finished = self.ids()
        kept = {current, *finished[-keep:]}
        for folder in self.folder.glob("*/"):
            if folder.name not in kept:
                if self.chroma_url:
                    drop_collection(f"otkaz-{folder.name}", folder / CHROMA, self.chroma_url)
                shutil.rmtree(folder, ignore_errors=True)
