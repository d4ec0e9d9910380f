"""Where a build's processor time goes: samples of its stacks, sorted by the part of the program they are in."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.comparison import BuildFailedError
from benchmarks.contenders import CONTENDERS, ROOT, clear, environment_of
from benchmarks.process import run

SAMPLER = Path(__file__).parent / "sampler"
STAGES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "write",
        (
            "pathlib.py:write_bytes",
            "pathlib.py:write_text",
            "mkdocs/utils/__init__.py:write_file",
            "mkdocs/utils/__init__.py:copy_file",
            "shutil.py:",
            "generator/folder.py:",
            "generator/output.py:",
            "generator/build.py:",
        ),
    ),
    ("keep", ("generator/shelf.py:", "generator/readings.py:", "generator/kept.py:", "generator/done.py:")),
    ("share out", ("generator/workers.py:", "generator/making.py:")),
    ("parse", ("generator/loader.py:", "/yaml/")),
    ("validate", ("generator/model/", "/pydantic/")),
    ("check", ("generator/checks/", "generator/fidelity.py:", "generator/repairs.py:")),
    (
        "resolve",
        ("generator/resolver/", "generator/corpus.py:", "generator/registry.py:", "generator/registers.py:"),
    ),
    ("read", ("generator/content.py:", "generator/plans.py:", "generator/outline.py:")),
    ("views", ("generator/views/",)),
    ("exports", ("generator/exports/",)),
    ("search", ("/mkdocs/contrib/search/", "/material/plugins/search/", "generator/search")),
    (
        "chrome",
        (
            "/templates/theme/",
            "/material/templates/",
            "/mkdocs/",
            "/material/",
            "generator/chrome.py:",
            "generator/frame.py:",
            "generator/standin.py:",
        ),
    ),
    ("render", ("/templates/", "generator/pages/", "/jinja2/")),
    ("start", ("<frozen importlib",)),
    ("other", ("",)),
)
"""Stage → how the frames that belong to it begin or what they hold, `file:function`. A sample is of the stage of its
innermost frame that belongs to one; of two stages that claim a frame the first has it. Libraries without a stage of
their own (and readers and text functions that several stages use) count for whoever calls them."""


@dataclass(frozen=True, slots=True)
class Profile:
    """The share of each stage in the processor time of a build, how many samples tell it."""

    plans: int
    samples: int
    shares: dict[str, float]


def profile(plans: int, folder: Path, limit: float) -> Profile:
    """Build the project that `comparison.Comparison` left in `folder` once more, cold and under the sampler."""
    own = next(contender for contender in CONTENDERS if contender.name == "plansite")
    project, samples = folder / own.name, folder / "samples"
    shutil.rmtree(samples, ignore_errors=True)
    samples.mkdir()
    path = f"{SAMPLER}:{ROOT}"
    sampled = replace(own, environment={"PYTHONPATH": path, **environment_for(samples)})
    clear(own, project)
    ran = run(own.command(), project, environment_of(sampled, project), limit)
    if ran.code != 0:
        raise BuildFailedError(f"the build under the sampler ended with {ran.code}:\n{ran.output}")
    counts: Counter[str] = Counter()
    for file in sorted(samples.glob("*.json")):
        for frame, number in json.loads(file.read_text(encoding="utf-8")).items():
            counts[stage_of(frame)] += number
    total = sum(counts.values())
    shares = {stage: counts[stage] / total for stage, _ in STAGES if counts[stage]} if total else {}
    return Profile(plans, total, shares)


def environment_for(samples: Path) -> dict[str, str]:
    """What the sampler must be told: where its samples go, which frames belong to a stage."""
    marks = (mark for _, marks in STAGES[:-1] for mark in marks)
    return {"PLANSITE_SAMPLES": str(samples), "PLANSITE_MARKS": "\n".join(marks)}


def stage_of(frame: str) -> str:
    """The stage of a frame, `file:function`."""
    return next(stage for stage, marks in STAGES if any(mark in frame for mark in marks))
