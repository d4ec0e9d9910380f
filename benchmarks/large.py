"""`python -m benchmarks large`: a site in which one collective has nearly all duties, built and weighed.

A collective of hundreds of members with as many duties as a province has is the worst case of a list: nothing may grow
with members times duties, and no page with either.
"""

from __future__ import annotations

import argparse
import hashlib
import platform
import random
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.contenders import CONTENDERS, environment_of
from benchmarks.corpus import CONTENT
from benchmarks.draft import Clause, Value, as_text, as_yaml, emit, heading
from benchmarks.language import Voice, learn
from benchmarks.process import Ran, run
from benchmarks.registers import unit_file
from benchmarks.report import commit, machine

PLACE, SEAT = "tỉnh An Bình", "An Bình"
ISSUER, COLLECTIVE, MEMBER = f"UBND {PLACE}", "Các trường học", "trung tâm"
A_PLAN, YEARS, MONTHS, WORDS = 100, 10, 12, 26
"""Duties of a plan; plans are spread over so many years and their months; syllables of a duty."""
REPORTING = 10
"""Every so many duties say a report of their own."""
HEAVIEST = 5


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is: duties of the collective, its members."""

    duties: int
    members: int
    seed: int = 1


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("large", help="build and weigh a site with one collective of many members and duties")
    parser.add_argument("folder", type=Path, nargs="?", help="a new folder, which is left (default: a temporary one)")
    parser.add_argument("--duties", type=int, default=100_000, help="duties of the collective (default: 100000)")
    parser.add_argument("--members", type=int, default=700, help="its members (default: 700)")
    parser.add_argument("--seed", type=int, default=1, help="another seed gives other words (default: 1)")
    parser.add_argument("--limit", type=float, default=3600.0, help="seconds that the build may take (default: 3600)")


def run_command(chosen: argparse.Namespace) -> None:
    """Write the project, build it, print what it took and what is heaviest."""
    size = Size(chosen.duties, chosen.members, chosen.seed)
    if size.duties < A_PLAN or size.members < 1:
        sys.exit(f"benchmarks: at least {A_PLAN} duties and one member are expected")
    if chosen.folder:
        _measure(size, chosen.folder.resolve(), chosen.limit)
        return
    with tempfile.TemporaryDirectory(prefix="plansite-large-") as folder:
        _measure(size, Path(folder) / "project", chosen.limit)


def _measure(size: Size, project: Path, limit: float) -> None:
    own = next(contender for contender in CONTENDERS if contender.name == "plansite")
    with tempfile.TemporaryDirectory(prefix="plansite-large-") as folder:
        write_large(size, Path(folder) / "content")
        own.prepare(Path(folder) / "content", project)
    ran = run(own.command(), project, environment_of(own, project), limit)
    if ran.code != 0:
        sys.exit(f"benchmarks: the build ended with {ran.code}:\n{ran.output}")
    print("\n".join(report(size, ran, project / own.output)))


def report(size: Size, ran: Ran, site: Path) -> Iterator[str]:
    """What the build took; the heaviest pages and other files of the site."""
    files = {file.relative_to(site).as_posix(): file.stat().st_size for file in site.rglob("*") if file.is_file()}
    pages = {path: weight for path, weight in files.items() if path.endswith(".html")}
    others = {path: weight for path, weight in files.items() if path not in pages}
    yield f"{size.duties:,} duties of one collective of {size.members} members, {size.duties // A_PLAN:,} plans"
    yield f"{machine()}; Python {platform.python_version()}, commit {commit()}, seed {size.seed}"
    yield f"time {ran.seconds:.1f} s, processor {ran.cpu:.1f} s, peak memory (PSS) {ran.peak / 1e6:.0f} MB"
    yield f"{len(pages):,} pages, {sum(pages.values()) / 1e6:,.1f} MB; all files {sum(files.values()) / 1e6:,.1f} MB"
    for kind, group in (("pages", pages), ("other files", others)):
        yield f"heaviest {kind}:"
        for path in sorted(group, key=lambda path: (-group[path], path))[:HEAVIEST]:
            yield f"  {group[path] / 1000:10,.1f} kB  {path}"


def write_large(size: Size, folder: Path, content: Path = CONTENT) -> None:
    """Fill the new folder `folder` with content of this size; the same size and `content` give the same bytes."""
    for part in ("units", "sources", "plans/an-binh"):
        (folder / part).mkdir(parents=True)
    for page in sorted(content.rglob("*.md")):
        copy = folder / page.relative_to(content)
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes(page.read_bytes())
    (folder / "abbreviations.yaml").write_bytes((content / "abbreviations.yaml").read_bytes())
    for name in ("documents", "indicators", "topics"):
        (folder / f"{name}.yaml").write_text("[]\n", encoding="utf-8")
    (folder / "places.yaml").write_text(f"- {{name: {PLACE}, level: tỉnh}}\n", encoding="utf-8")
    (folder / "units/an-binh.yaml").write_text(_units(size.members), encoding="utf-8")
    language = learn(content)
    for number in range(-(-size.duties // A_PLAN)):
        rng = random.Random(f"{size.seed} {number}")
        duties = min(A_PLAN, size.duties - number * A_PLAN)
        yaml, source = _plan(number, duties, language.voice(rng), rng)
        (folder / f"plans/an-binh/{_name(number)}.yaml").write_text(yaml, encoding="utf-8")
        (folder / f"sources/{_name(number)}.txt").write_text(source, encoding="utf-8")


def _units(members: int) -> str:
    collective: dict[str, Value] = {"name": COLLECTIVE, "kind": "tập thể", "members": [{"kind": MEMBER}]}
    schools: list[dict[str, Value]] = [{"name": f"Trường số {n}", "kind": MEMBER} for n in range(1, members + 1)]
    return unit_file(PLACE, [{"name": ISSUER, "kind": "UBND"}, collective, *schools])


def _name(number: int) -> str:
    return f"an-binh-{number + 1}"


def _plan(number: int, duties: int, voice: Voice, rng: random.Random) -> tuple[str, str]:
    """The YAML and the source of a plan."""
    year, month = 2016 + number % YEARS, 1 + number // YEARS % MONTHS
    clauses = [heading("I.", "PHÂN CÔNG", *(_duty(n, year, voice, rng) for n in range(duties)), kind="assignments")]
    head = [f"Số: {number + 1}/KH-UBND", f"{SEAT}, ngày 20 tháng {month:02} năm {year}", "KẾ HOẠCH"]
    title = f"{voice.phrase(rng, 10).capitalize()} năm {year}"
    text = [*head, title]
    as_text(text, clauses)
    foot = ["Nơi nhận:", "- Như trên;", "CHỦ TỊCH"]
    source = "\n".join([*text, *foot]) + "\n"
    out = ["type: KẾ HOẠCH", f"number: {number + 1}/KH-UBND"]
    for key, value in (("issued", head[1]), ("title", title), ("place", PLACE), ("period", f"năm {year}")):
        emit(out, "", key, value)
    out += ["not_printed:", "  issuer:", f"    is: {ISSUER}", "    because: phần mở đầu ghi tên cơ quan ban hành"]
    digest = hashlib.sha256(source.encode()).hexdigest()
    out += ["source:", f"  file: sources/{_name(number)}.txt", f"  sha256: {digest}"]
    out += [f"  foot: {len(text) + 1}-{len(text) + len(foot)}", "sections:"]
    as_yaml(out, clauses, 2)
    out += ["signature:", "  post: CHỦ TỊCH", "recipients:", "  - text: Như trên;"]
    return "\n".join(out) + "\n", source


def _duty(number: int, year: int, voice: Voice, rng: random.Random) -> Clause:
    day = f"trước ngày {rng.randint(2, 28):02}/{rng.randint(1, 12):02}/{year}"
    says: dict[str, Value] = {"assigned": COLLECTIVE, "time": day}
    if number % REPORTING == 0:
        says["reports"] = [{"to": ISSUER, "what": "kết quả thực hiện", "time": day}]
    result = ", báo cáo kết quả thực hiện" if "reports" in says else ""
    text = f"{voice.clause(rng, WORDS).capitalize()}{result} {day}."
    return Clause({"label": f"{number + 1}.", "text": text}, says)
