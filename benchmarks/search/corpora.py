"""What a synthetic corpus gives to be found, kept in the user's cache: reading 10,000 plans takes minutes."""

from __future__ import annotations

import hashlib
import os
import pickle
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.corpus import CONTENT, Order, write_corpus
from generator.content import read_content
from generator.registers import build_registry
from generator.resolver.corpus import resolve
from generator.search import entries
from generator.search.entries import Entries

ROOT = Path(__file__).parents[2]
NOT_READING = ("segment", "gather", "dictionary", "pack", "site", "update")
"""Modules of the search that turn entries into files: a change of them leaves the entries as they are."""


@dataclass(frozen=True, slots=True)
class Found:
    """All entries of a corpus. `seconds` of processor time it took to make them of the resolved corpus."""

    entries: Entries
    seconds: float


def real() -> Found:
    """The entries of the site's own content."""
    return _read(CONTENT)


def synthetic(plans: int) -> Found:
    """The entries of `plans` synthetic plans with the site's own among them, from the cache where they are there."""
    kept = _cache_folder() / f"{plans}-{_mark()}.pickle"
    if kept.exists():
        loaded: Found = pickle.loads(kept.read_bytes())
        return loaded
    with tempfile.TemporaryDirectory(prefix="plansite-search-") as folder:
        content = Path(folder) / "content"
        write_corpus(Order(plans, seed=1, with_real=True, collective=0), content)
        found = _read(content)
    kept.parent.mkdir(parents=True, exist_ok=True)
    fresh = kept.with_suffix(f".{os.getpid()}")
    fresh.write_bytes(pickle.dumps(found, protocol=5))
    fresh.replace(kept)
    return found


def _read(content: Path) -> Found:
    """Without the checks: they say nothing of what is searched."""
    read, _ = read_content(content)
    registry, _ = build_registry(read.registers)
    corpus = resolve(read.plans, registry)
    started = time.process_time()
    found = Entries(entries.names(corpus), tuple(entries.plans(corpus)), entries.words(corpus))
    return Found(found, time.process_time() - started)


def _cache_folder() -> Path:
    base = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(base) if base.startswith("/") else Path.home() / ".cache") / "plansite/bench-search"


def _mark() -> str:
    """A hash of all that the entries come from: the content and the code."""
    digest = hashlib.sha256()
    for file in sorted(_sources()):
        digest.update(f"{file.relative_to(ROOT)}\0".encode() + file.read_bytes())
    return digest.hexdigest()[:12]


def _sources() -> Iterable[Path]:
    left_out = {ROOT / "generator/search" / f"{name}.py" for name in NOT_READING}
    yield from (file for file in (ROOT / "generator").rglob("*.py") if file not in left_out)
    yield from (ROOT / "benchmarks").glob("*.py")
    yield from (file for file in CONTENT.rglob("*") if file.is_file())
