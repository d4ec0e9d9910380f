"""Write a synthetic content folder: any number of plans, with everything that they name."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks import registers
from benchmarks.language import learn
from benchmarks.plan import Terms, write
from benchmarks.registers import COLLECTIVE, MADE_TOPICS, blocks_of, dumped, terms_of, unit_file
from benchmarks.world import World
from generator.content import read_content
from generator.model.registers import TopicFile

CONTENT = Path(__file__).parents[1] / "content"
FEWEST, MOST = 1, 100_000
BASE = "- {name: trung ương, level: trung ương}\n"
"""places.yaml without the site's own places."""


@dataclass(frozen=True, slots=True)
class Order:
    """Which corpus: how many plans, of which seed, with the site's own plans among them or not, with a collective of
    so many members or none (0)."""

    plans: int
    seed: int = 1
    with_real: bool = False
    collective: int = 0


def make_world(content: Path, seed: int) -> tuple[World, Terms, int]:
    """The world of a seed as learned from `content`, what its plans choose from, how many topics are the site's own."""
    read, _ = read_content(content)
    record = read.registers.topics.record if read.registers.topics else None
    real = [entry.name for entry in record.root] if isinstance(record, TopicFile) else []
    world = World(learn(content), seed, len(real) + MADE_TOPICS)
    return world, terms_of(world, real), len(real)


def write_corpus(
    order: Order, folder: Path, content: Path = CONTENT, progress: Callable[[int], None] | None = None
) -> None:
    """Fill the new folder `folder`; `progress` hears how many plans are written.

    The same order and the same `content` give the same bytes; plan number k is the same in every corpus of a seed, with
    or without the site's own plans.
    """
    world, terms, own_topics = make_world(content, order.seed)
    (folder / "sources").mkdir(parents=True)
    _pages(content, folder)
    if order.with_real:
        _real(content, folder)
    for name, text in _registers(world, terms, own_topics, order, content):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    collective = COLLECTIVE if order.collective else None
    made: set[Path] = set()
    for index in range(order.plans):
        plan = write(world, terms, index, collective)
        file = folder / plan.path
        if file.parent not in made:
            file.parent.mkdir(parents=True, exist_ok=True)
            made.add(file.parent)
        file.write_text(plan.yaml, encoding="utf-8")
        (folder / plan.source_path).write_text(plan.source, encoding="utf-8")
        if progress:
            progress(index + 1)


def _pages(content: Path, folder: Path) -> None:
    """The site's own pages, so that the folder builds as the site does."""
    for page in sorted(content.rglob("*.md")):
        copy = folder / page.relative_to(content)
        copy.parent.mkdir(exist_ok=True)
        shutil.copyfile(page, copy)


def _real(content: Path, folder: Path) -> None:
    for part in ("plans", "sources", "units"):
        shutil.copytree(content / part, folder / part, dirs_exist_ok=True)


def _registers(world: World, terms: Terms, own_topics: int, order: Order, content: Path) -> Iterator[tuple[str, str]]:
    """(name, text) of each register file: the site's own entries first where they are wanted."""
    blocks = blocks_of(order.plans)

    def own(name: str) -> str:
        return (content / name).read_text(encoding="utf-8").rstrip("\n") + "\n"

    def real(name: str) -> str:
        return own(name) if order.with_real else ""

    yield "abbreviations.yaml", own("abbreviations.yaml")
    yield "topics.yaml", own("topics.yaml") + dumped(registers.topic_entries(terms, own_topics))
    yield "indicators.yaml", real("indicators.yaml") + dumped(registers.indicator_entries(world, terms, blocks))
    yield "places.yaml", (real("places.yaml") or BASE) + dumped(registers.place_entries(blocks))
    yield "documents.yaml", real("documents.yaml") + dumped(registers.document_entries(world, terms, blocks))
    yield "units/trung-uong.yaml", own("units/trung-uong.yaml")
    for name, place, units in registers.unit_files(blocks, order.collective):
        yield f"units/{name}.yaml", unit_file(place, units)
