"""docs/performance.md: what was measured, on what, with what."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from benchmarks import tools
from benchmarks.comparison import Result, Setting
from benchmarks.contenders import ROOT
from benchmarks.stages import Profile

REPORT = ROOT / "docs/performance.md"


@dataclass(frozen=True, slots=True)
class Start:
    """How things stood before the first build: the day (ISO), the commit, the machine's load average."""

    day: str
    commit: str
    load: float


def report(results: Sequence[Result], profiles: Sequence[Profile], setting: Setting, start: Start) -> str:
    """The page."""
    sizes = sorted({result.plans for result in results})
    parts = [
        "# Performance",
        "",
        f"Measured by `python -m benchmarks build` on {start.day}; the command writes this file anew. Sizes run: "
        f"{_listed(_rounds(results, size) for size in sizes)}.",
        "",
        *_builds(results, sizes),
        *_growth(results, sizes),
        *_stages(profiles),
        *_how(setting, start),
    ]
    return "\n".join(parts) + "\n"


def _rounds(results: Sequence[Result], size: int) -> str:
    rounds = max(len(result.turns) for result in results if result.plans == size)
    return f"{_number(size)} plans ({rounds} {'round' if rounds == 1 else 'rounds'})"


def _builds(results: Sequence[Result], sizes: Sequence[int]) -> Iterable[str]:
    yield from ("## Builds", "")
    heads = ("plans", "program", "cold build", "× Hugo", "× Material", "one plan edited", "peak memory")
    rest = ("files", "written", "copying these", "files after the edit", "written after the edit")
    yield from _table_head((*heads, *rest))
    for size in sizes:
        mine = {result.contender.name: result for result in results if result.plans == size}
        for result in mine.values():
            yield _row(_cells(result, mine))
    yield ""


def _cells(result: Result, others: dict[str, Result]) -> Iterable[str]:
    yield _number(result.plans)
    yield result.contender.label
    if result.ended:
        yield f"over {result.turns[0].cold.seconds:.0f} s: ended"
        yield from ("–",) * 9
        return
    spread = [turn.cold.seconds for turn in result.turns]
    yield f"{result.cold:.2f} s ({min(spread):.2f}–{max(spread):.2f})"
    for name in ("hugo", "material"):
        other = others.get(name)
        yield "–" if other is None or other is result or other.ended else f"{result.cold / other.cold:.2f}"
    yield "over the time limit" if result.edit is None else f"{result.edit:.2f} s"
    yield _megabytes(max(turn.cold.peak for turn in result.turns))
    yield _number(round(result.middle(lambda turn: turn.output.files)))
    yield _megabytes(result.middle(lambda turn: turn.output.bytes))
    yield f"{result.middle(lambda turn: turn.copied):.2f} s"
    yield _number(round(result.middle(lambda turn: turn.rewritten.files)))
    yield _megabytes(result.middle(lambda turn: turn.rewritten.bytes))


def _growth(results: Sequence[Result], sizes: Sequence[int]) -> Iterable[str]:
    if len(sizes) < 2:
        return
    small, large = sizes[0], sizes[-1]
    yield from (f"## Growth from {_number(small)} to {_number(large)} plans", "")
    yield f"{large / small:.1f} times the plans. A build that is linear grows as often or less."
    yield ""
    yield from _table_head(("program", "cold build grows", "processor time grows", "memory grows", "output grows"))
    for name in dict.fromkeys(result.contender.name for result in results):
        mine = {result.plans: result for result in results if result.contender.name == name}
        first, last = mine[small], mine[large]
        if first.ended or last.ended:
            yield _row((first.contender.label, "not measured: a build was ended at the time limit", "–", "–", "–"))
            continue
        memory = max(t.cold.peak for t in last.turns) / max(t.cold.peak for t in first.turns)
        cpu = last.middle(lambda t: t.cold.cpu) / first.middle(lambda t: t.cold.cpu)
        output = last.middle(lambda t: t.output.bytes) / first.middle(lambda t: t.output.bytes)
        times = (last.cold / first.cold, cpu, memory, output)
        yield _row((first.contender.label, *(f"{time:.2f} ×" for time in times)))
    yield ""


def _stages(profiles: Sequence[Profile]) -> Iterable[str]:
    if not profiles:
        return
    yield from ("## Where this generator's time goes", "")
    yield "Share of the processor time of one more cold build, over all its processes, by samples of their stacks."
    yield ""
    yield from _table_head(("stage", *(f"{_number(profile.plans)} plans" for profile in profiles)))
    stages = dict.fromkeys(stage for profile in profiles for stage in profile.shares)
    order = sorted(stages, key=lambda stage: -profiles[-1].shares.get(stage, 0))
    for stage in order:
        yield _row((stage, *(f"{100 * profile.shares.get(stage, 0):.1f} %" for profile in profiles)))
    yield _row(("samples", *(_number(profile.samples) for profile in profiles)))
    yield ""


def _how(setting: Setting, start: Start) -> Iterable[str]:
    order = setting.order
    extras = [text for text, used in (("the site's own plans among them", order.with_real),) if used]
    extras += [f"one collective of {order.collective} members"] if order.collective else []
    yield from ("## How", "")
    yield (
        f"- Machine: {machine()}; load average {start.load:.1f} before the first build. Times are by "
        "the clock: on a machine that does other work at the same time they are longer, for every program."
    )
    yield (
        f"- Versions: this generator at commit {start.commit}, Python {platform.python_version()}, MkDocs "
        f"{version('mkdocs')}, Material {version('mkdocs-material')}, Hugo {tools.hugo_version()}."
    )
    yield (
        f"- Corpus: `python -m benchmarks corpus`, seed {order.seed}{'; ' + _listed(extras) if extras else ''}. "
        "See [benchmarks](reference/benchmarks.md) for what it is made of."
    )
    yield (
        "- Rounds: in each round every program builds once from nothing (no output, no cache), then once more in a new "
        "process after a word of one plan was changed; who begins changes from round to round. The sizes take turns. "
        "Medians; in brackets the fastest and the slowest. What was written before a build is on the disk when it "
        "begins (sync). A build "
        f"that lasts longer than {setting.limit:.0f} s is ended."
    )
    yield (
        "- This generator checks, resolves, links and exports; Hugo prints the clauses of the same YAML with plain "
        "templates; Material renders equivalent Markdown and makes its search index. Neither of the two checks or "
        "links anything. Hugo keeps no state between builds, so an edit costs it a whole build. No address of the "
        "site is given, so no pictures for sharing are drawn. «Copying these»: as many processes as there are "
        "processors copy the finished files to another folder of the same disk, by the system's own means: so long it "
        "takes to write them, whoever makes them."
    )
    yield (
        "- Memory: proportional set size (PSS) summed over all processes of the build, sampled ten times a second, the "
        "highest of all rounds. «Written after the edit»: files whose size or time of writing changed."
    )


def machine() -> str:
    return (
        f"{cpu_model()}, {os.cpu_count()} cores, {memory_bytes() / 2**30:.0f} GiB of memory, "
        f"{platform.system()} {platform.release()}"
    )


def cpu_model() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())


def memory_bytes() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def commit() -> str:
    """The commit that was measured; «+» where files differ from it."""

    def git(*arguments: str) -> str:
        command = ["git", "-C", str(ROOT), *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True, timeout=30).stdout.strip()

    changed = git("status", "--porcelain", "--", "generator", "templates", "benchmarks")
    return git("rev-parse", "--short", "HEAD") + ("+" if changed else "")


def _listed(values: Iterable[str]) -> str:
    texts = list(values)
    return " and ".join([", ".join(texts[:-1]), texts[-1]] if len(texts) > 1 else texts)


def _number(value: float) -> str:
    return f"{value:,.0f}"


def _megabytes(size: float) -> str:
    return f"{size / 1e6:,.1f} MB"


def _table_head(heads: Sequence[str]) -> Iterable[str]:
    yield _row(heads)
    yield _row(["---"] * len(heads))


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
