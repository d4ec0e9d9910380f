"""A site kept up to date through random edits is, byte for byte, the site made anew after each of them.

    .venv/bin/python -m tests.incremental 200

Edits are those of editors and operators: a word changed, a value written as it stands elsewhere (a topic, an
indicator, a time, a document), a plan added, renamed, taken away, a unit, a template, a setting, days that pass, a
commit. One that leaves a mistake is undone and another one is tried. Half of the edits are made where pages have room
for next to nothing, so that lists are split.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from random import Random
from unittest import mock

from jinja2 import DictLoader, Environment

from generator import clock
from generator.build import renew
from generator.cache import of_folder
from generator.chrome import Chrome, mark
from generator.done import Done
from generator.exports import blocks, spliced, xlsx_file
from generator.exports.origin import Origin
from generator.folder import Folder
from generator.kept import Kept, marks
from generator.making import Making
from generator.output import Press
from generator.pages.jobs import Works
from generator.readings import Readings
from generator.repository import Repository as Mends
from generator.survey import survey
from generator.views import parts
from tests.repository import PLAN, Repository, repository

ROOT = Path(__file__).parents[1]
SEED = 20260101
ROOMS = (parts.PAGE, 1_000)
"""Bytes that a list may take on a page: in the site, and where every list is split."""
SMALL = ((blocks, "GROUP", 2), (spliced, "CHUNK", 1), (xlsx_file, "LINKED_ROWS", 25), (xlsx_file, "ROWS", 60))
"""Plans of a group, bytes of a piece of a workbook, rows with links and rows of a sheet, where there is little room."""
FIRST = date(2023, 11, 1)
"""The first day of which the sites are: later than all that was reported."""
DAYS = 800
UNPRINTED = ("fidelity-", "not-printed-")
"""Rules on what the source text says."""
TRIES = 6
"""Edits that may be undone one after the other."""
KEYS = ("topics", "indicator", "time", "period", "issued", "place", "basis", "cites", "implements", "among", "at_least")
"""Keys of a plan of which one is written as it stands elsewhere."""
THEME = {
    "main.html": "{{ page.title }}|{{ page.url }}|{{ page.canonical_url }}|{{ site }}\n"
    "{% for name, value in page.meta.items() %}{{ name }}: {{ value }}\n{% endfor %}"
    "{% include 'partials/toc.html' %}{{ page.content }}",
    "partials/toc.html": "{% for entry in page.toc %}{{ entry.url }} {{ entry.title }}\n{% endfor %}",
}
"""Prints all that there is of a page."""
SITE = "https://vi.du/"


@dataclass
class Project:
    """A site under way: its content in git, its templates, its settings."""

    folder: Path
    random: Random
    repository: Repository
    name: str = "Kế hoạch"
    day: int = 0
    commits: int = 1
    reused: int = 0
    kept: Kept = field(default_factory=Kept)
    turn: int = 0
    undone: bool = False

    @property
    def content(self) -> Path:
        return self.repository.content

    @property
    def templates(self) -> Path:
        return self.folder / "templates"

    def files(self, pattern: str) -> list[Path]:
        return sorted(self.content.glob(pattern))

    def any_of(self, *patterns: str) -> Path | None:
        found = [file for pattern in patterns for file in self.files(pattern)]
        return self.random.choice(found) if found else None

    @property
    def site(self) -> Path:
        return self.folder / "site"

    def cold(self, path: Path) -> Kept:
        """The site as it is now, made from nothing in the folder `path`."""
        return Kept(path, {done.key: done for done in self.made(Folder(path), Kept())})

    def made(self, folder: Folder, kept: Kept) -> list[Done]:
        """The site as it is now, made in `folder`."""
        readings = Readings(self.folder / "readings.sqlite") if kept.site else None
        found = survey(self.content, today=self.today, readings=readings)
        theme = Environment(loader=DictLoader(THEME), autoescape=False)
        chrome = Chrome(theme, {"site": self.name}, {}, Mends("https://git.example/a/b", "edit/main/content/"), SITE)
        works = Works(
            corpus=found.corpus,
            content=found.content,
            history=clock.history(self.content, found.corpus),
            origin=Origin(SITE, clock.content_commit(self.content)),
            commits=clock.commits(self.content),
            templates=self.templates,
            today=self.today,
            name=self.name,
        )
        others = (mark(chrome), of_folder(self.templates))
        rows = self.folder / "rows" if kept.site else None
        making = Making(works, Press(folder, chrome), marks(works, *others), kept, workers=1, rows=rows)
        return making.make()

    @contextmanager
    def mended(self) -> Iterator[None]:
        """An edit that leaves a mistake is undone, as the command line would refuse to build.

        But for words that the source text does not have: else no word of a plan could be changed.
        """
        before = self.folder / "before"
        shutil.copytree(self.content, before)
        yield
        errors = survey(self.content, today=self.today).errors
        self.undone = any(not problem.rule.startswith(UNPRINTED) for problem in errors)
        if self.undone:
            shutil.rmtree(self.content)
            shutil.copytree(before, self.content)
        shutil.rmtree(before)

    @property
    def today(self) -> str:
        return (FIRST + timedelta(days=self.day)).isoformat()

    def compare(self) -> list[str]:
        """Bring the site up to date, make it anew beside; the paths in which they differ."""
        before, cold = self.kept.jobs, self.folder / "cold"
        self.kept = renew(self.site, self.kept, self.made)
        self.reused = sum(1 for key, done in self.kept.jobs.items() if before.get(key) == done)
        self.cold(cold)
        found = differing(self.site, cold)
        shutil.rmtree(cold)
        return found


def differing(one: Path, other: Path) -> list[str]:
    """The paths at which two folders do not hold the same file."""
    files = [{p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file()} for folder in (one, other)]
    return sorted(
        path
        for path in files[0].keys() | files[1].keys()
        if path not in files[0] or path not in files[1] or files[0][path].read_bytes() != files[1][path].read_bytes()
    )


def word_changed(project: Project) -> str:
    """A word of a file written twice, as a slip of the hand does."""
    file = project.any_of("plans/*/*.yaml", "units/*.yaml", "*.yaml", "updates/*.yaml")
    assert file
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    spots = [n for n, line in enumerate(lines) if re.search(r"(text|name|title|note|printed|period|short): \S", line)]
    if not spots:
        return f"{file.name}: nothing to change"
    at = project.random.choice(spots)
    words = lines[at].rstrip("\n").split(" ")
    place = project.random.randrange(len(words) // 2, len(words))
    words.insert(place, words[place].strip("\"'}],;:.") or "x")
    lines[at] = " ".join(words) + "\n"
    file.write_text("".join(lines), encoding="utf-8")
    return f"{file.name}:{at + 1} a word twice"


def value_taken(project: Project) -> str:
    """A value of a plan written as it stands somewhere else: a deadline moves, a document is cited by one plan more."""
    key = project.random.choice(KEYS)
    lines = [
        (file, number, line)
        for file in project.files("plans/*/*.yaml")
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(keepends=True))
        if re.match(rf"[ -]*{key}: [^{{\[\n]", line)
    ]
    if not lines:
        return f"no {key} to change"
    file, at, old = project.random.choice(lines)
    new = re.sub(
        rf"({key}: ).*", lambda found: found[1] + project.random.choice(lines)[2].partition(": ")[2].strip(), old
    )
    text = file.read_text(encoding="utf-8").splitlines(keepends=True)
    text[at] = new
    file.write_text("".join(text), encoding="utf-8")
    return f"{file.name}:{at + 1} {new.strip()}"


def plan_added(project: Project) -> str:
    """A copy of a plan under another name and number."""
    file = project.any_of("plans/*/*.yaml")
    if file is None:
        return "no plan to copy"
    number = project.random.randrange(100, 999)
    text = re.sub(r"number: \d+", f"number: {number}", file.read_text(encoding="utf-8"))
    (file.parent / f"ke-hoach-{number}.yaml").write_text(text, encoding="utf-8")
    return f"plan {number} added, like {file.stem}"


def plan_removed(project: Project) -> str:
    file = project.any_of("plans/*/*.yaml")
    if file is None or len(project.files("plans/*/*.yaml")) == 1:
        return "the last plan stays"
    file.unlink()
    return f"plan {file.stem} removed"


def plan_renamed(project: Project) -> str:
    """Renamed as editors are told to: the former name is kept."""
    file = project.any_of("plans/*/*.yaml")
    assert file
    name = f"doi-ten-{project.random.randrange(1000)}"
    text = file.read_text(encoding="utf-8")
    former = f"formerly:\n  - {file.stem}\n"
    (file.parent / f"{name}.yaml").write_text(re.sub(r"formerly:\n(  - .*\n)+", "", text) + former, encoding="utf-8")
    file.unlink()
    return f"plan {file.stem} renamed {name}"


def plan_restored(project: Project) -> str:
    """Everything as it was in the beginning."""
    shutil.rmtree(project.content)
    shutil.copytree(ROOT / "tests/content", project.content)
    prolonged(project.repository)
    return "the content as it was"


def prolonged(repository: Repository) -> None:
    """Let the plan with yearly deadlines run on, so that some lie ahead of the days of which the sites are."""
    repository.write(PLAN, "period: năm 2022", "period: giai đoạn 2022 – 2025")


def unit_changed(project: Project) -> str:
    """A unit gets another short name, or is dissolved."""
    file = project.any_of("units/*.yaml")
    assert file
    text = file.read_text(encoding="utf-8")
    line = project.random.choice([f"  short: X{project.random.randrange(100)}\n", '  note: Ghi chú "mới".\n'])
    spots = [match.end() for match in re.finditer(r"^- id: .*\n|^- name: .*\n|^  name: .*\n", text, re.M)]
    if not spots:
        return f"{file.name}: no unit"
    at = project.random.choice(spots)
    file.write_text(text[:at] + line + text[at:], encoding="utf-8")
    return f"{file.name}: {line.strip()}"


def update_removed(project: Project) -> str:
    file = project.any_of("updates/*.yaml")
    if file is None:
        return "no results to remove"
    file.unlink()
    return f"results {file.stem} removed"


def template_changed(project: Project) -> str:
    file = project.random.choice(sorted(project.templates.rglob("pages/*.html")))
    with file.open("a", encoding="utf-8") as open_:
        open_.write(f"<!-- {project.random.randrange(1000)} -->\n")
    return f"template {file.name}"


def setting_changed(project: Project) -> str:
    project.name = f"Kế hoạch {project.random.randrange(100)}"
    return f"the site's name: {project.name}"


def day_passed(project: Project) -> str:
    project.day = (project.day + project.random.choice((1, 30, 200))) % DAYS
    return f"today is {project.today}"


def committed(project: Project) -> str:
    project.commits += 1
    month, day = divmod(project.commits, 27)
    project.repository.commit(f"2026-{month % 12 + 1:02}-{day + 1:02}")
    return "committed"


EDITS: tuple[tuple[Callable[[Project], str], int], ...] = (
    (word_changed, 8),
    (value_taken, 8),
    (plan_added, 2),
    (plan_removed, 2),
    (plan_renamed, 2),
    (plan_restored, 1),
    (unit_changed, 2),
    (update_removed, 1),
    (template_changed, 1),
    (setting_changed, 1),
    (day_passed, 2),
    (committed, 3),
)
"""Each kind of edit, and how often it comes among the others."""


def project(folder: Path, seed: int = SEED) -> Project:
    """The tiny corpus with templates of its own, in git."""
    made = repository(folder / "repository")
    prolonged(made)
    for part in ("pages", "components"):
        shutil.copytree(ROOT / "templates" / part, folder / "templates" / part)
    return Project(folder, Random(seed), made)


def edited(project: Project, count: int, room: int = parts.PAGE) -> Iterator[tuple[str, list[str]]]:
    """(what was edited, the paths that differ) of one edit after another; pages have `room` for so many bytes.

    Where that is little, what tables are put together from is small as well.
    """
    kinds = [kind for kind, often in EDITS for _ in range(often)]
    with ExitStack() as patches:
        for module, name, value in ((parts, "PAGE", room), *(() if room == parts.PAGE else SMALL)):
            patches.enter_context(mock.patch.object(module, name, value))
        yield "from nothing", project.compare()
        for _ in range(count):
            for _ in range(TRIES):
                with project.mended():
                    what = project.random.choice(kinds)(project)
                if not project.undone:
                    break
            yield what, project.compare()


def fingerprint(folder: Path) -> str:
    """A hash of all that a folder holds."""
    parts = (f"{p.relative_to(folder)} {sha256(p.read_bytes()).hexdigest()}" for p in sorted(folder.rglob("*.*")))
    return sha256("\n".join(parts).encode()).hexdigest()


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    wrong = 0
    for turn, room in enumerate(ROOMS):
        with tempfile.TemporaryDirectory(prefix="plansite-") as place:
            mine = project(Path(place), SEED + turn)
            for number, (what, found) in enumerate(edited(mine, count // len(ROOMS), room)):
                wrong += bool(found)
                state = f"DIFFERS in {len(found)}: {', '.join(found[:5])}" if found else "same bytes"
                print(
                    f"{room} {number:4} {what}: {state}, {mine.reused} of {len(mine.kept.jobs)} jobs kept", flush=True
                )
    print(f"{count} edits, {wrong} of them with a difference")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
