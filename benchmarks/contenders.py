"""The three programs that build the same plans, each with a project folder of its own."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import tools
from generator.content import read_content
from generator.outline import PlanClause
from generator.plans import Plan

HERE = Path(__file__).parent
ROOT = HERE.parent
EPOCH = "1767225600"
"""2026-01-01: builds do not depend on the day of the benchmark."""


@dataclass(frozen=True, slots=True)
class Contender:
    """A program: how its project is laid out, what builds it, where its output and its caches lie.

    `edit` changes one plan (given by its path in the content folder) in the project, and returns what undoes it.
    """

    name: str
    label: str
    prepare: Callable[[Path, Path], None]
    command: Callable[[], list[str]]
    output: str
    edit: Callable[[Path, str], Callable[[], None]]
    caches: tuple[str, ...] = (".cache",)
    environment: dict[str, str] = field(default_factory=dict)


def environment_of(contender: Contender, project: Path) -> dict[str, str]:
    """Nothing of the caller's settings but what finds programs; caches inside the project."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "TMPDIR") if name in os.environ}
    home = {"HOME": str(project), "XDG_CACHE_HOME": str(project / ".cache"), "HUGO_CACHEDIR": str(project / ".cache")}
    return {**kept, **home, "SOURCE_DATE_EPOCH": EPOCH, "PYTHONPATH": str(ROOT), **contender.environment}


def clear(contender: Contender, project: Path) -> None:
    """A cold start: no output and no cache."""
    for name in (contender.output, *contender.caches):
        shutil.rmtree(project / name, ignore_errors=True)


# --- this generator ------------------------------------------------------------------------------------------------


def _prepare_own(content: Path, project: Path) -> None:
    project.mkdir(parents=True)
    shutil.copyfile(ROOT / "mkdocs.yml", project / "mkdocs.yml")
    shutil.copytree(ROOT / "templates", project / "templates")
    shutil.copytree(content, project / "content")


def _edit_own(project: Path, plan: str) -> Callable[[], None]:
    """A word of a duty, in the YAML and in the source that it is held to."""
    file = project / "content" / plan
    before = file.read_text(encoding="utf-8")
    name = re.search(r"^  file: (\S+)$", before, re.MULTILINE)
    assert name is not None  # every synthetic plan says it in this form
    source = project / "content" / name[1]
    printed = source.read_text(encoding="utf-8")
    changed = printed.replace("- Chủ trì, ", "- Chủ trì và ", 1)
    text = before.replace("dash: Chủ trì, ", "dash: Chủ trì và ", 1)
    text = re.sub(r"sha256: \w+", f"sha256: {hashlib.sha256(changed.encode()).hexdigest()}", text, count=1)
    source.write_text(changed, encoding="utf-8")
    file.write_text(text, encoding="utf-8")

    def undo() -> None:
        source.write_text(printed, encoding="utf-8")
        file.write_text(before, encoding="utf-8")

    return undo


def editable(content: Path) -> str:
    """A plan in the middle of the corpus that has the sentence which `edit` changes."""
    files = sorted(content.glob("plans/*/*.yaml"))
    middle = len(files) // 2
    for file in files[middle:] + files[:middle]:
        if "dash: Chủ trì, " in file.read_text(encoding="utf-8"):
            return str(file.relative_to(content))
    raise LookupError("no plan has a unit that leads")


# --- Hugo ----------------------------------------------------------------------------------------------------------


def _prepare_hugo(content: Path, project: Path) -> None:
    shutil.copytree(HERE / "hugo", project)
    shutil.copytree(content / "plans", project / "plans")


def _edit_hugo(project: Path, plan: str) -> Callable[[], None]:
    return _replaced(project / plan, "dash: Chủ trì, ", "dash: Chủ trì và ")


def _replaced(file: Path, old: str, new: str) -> Callable[[], None]:
    before = file.read_text(encoding="utf-8")
    if old not in before:
        raise LookupError(f"{file.name} does not say {old}")
    file.write_text(before.replace(old, new, 1), encoding="utf-8")

    def undo() -> None:
        file.write_text(before, encoding="utf-8")

    return undo


# --- MkDocs Material -----------------------------------------------------------------------------------------------


def _prepare_material(content: Path, project: Path) -> None:
    (project / "docs/ke-hoach").mkdir(parents=True)
    shutil.copyfile(HERE / "material/mkdocs.yml", project / "mkdocs.yml")
    read, _ = read_content(content)
    links = []
    for plan in read.plans:
        page = project / "docs/ke-hoach" / f"{plan.slug}.md"
        page.write_text("\n".join(_markdown(plan)) + "\n", encoding="utf-8")
        links.append(f"- [{plan.file.title}](ke-hoach/{plan.slug}.md)")
    (project / "docs/index.md").write_text("\n".join(["# Kế hoạch", "", *links, ""]), encoding="utf-8")


def _markdown(plan: Plan) -> Iterator[str]:
    """The plan as an editor would write it in Markdown: headings for headings, bullets for bullets."""
    head = plan.file
    yield from (f"# {head.title}", "")
    facts = (("Số", head.number), ("Ban hành", head.issued), ("Nơi", head.place), ("Thời kỳ", head.period))
    yield from (f"- {name}: {value}" for name, value in facts if value)
    yield ""
    for top in plan.tops:
        yield from _markdown_clause(top, 2)
    sign = head.signature
    yield from (" ".join((*sign.authority, sign.post or "", sign.by or "")), "")
    yield from (f"- {line.text}" for line in head.recipients)


def _markdown_clause(clause: PlanClause, level: int) -> Iterator[str]:
    source = clause.source
    label = f"{source.label} " if source.label else ""
    if source.title:
        yield from (f"{'#' * min(level, 6)} {label}{source.title}", "")
        label = ""
    if clause.is_row and not source.title:
        cells = [source.label, source.words, *source.lead, *source.support, *source.time]
        yield from (f"- {' · '.join(filter(None, cells))}", "")
    elif source.words:
        mark = "- " if source.dash or source.plus else ""
        yield from (f"{mark}{label.replace('. ', chr(92) + '. ')}{source.words}", "")
    for child in clause.children:
        yield from _markdown_clause(child, level + 1)


def _edit_material(project: Path, plan: str) -> Callable[[], None]:
    return _replaced(project / "docs/ke-hoach" / f"{Path(plan).stem}.md", "- Chủ trì, ", "- Chủ trì và ")


CONTENDERS = (
    Contender(
        name="plansite",
        label="this generator",
        prepare=_prepare_own,
        command=lambda: [sys.executable, "-c", "from generator.cli import main; main()", "build", "--lang", "en"],
        output="site",
        edit=_edit_own,
    ),
    Contender(
        name="hugo",
        label="Hugo",
        prepare=_prepare_hugo,
        command=lambda: [str(tools.hugo()), "--quiet"],
        output="public",
        edit=_edit_hugo,
        caches=(".cache", "resources"),
    ),
    Contender(
        name="material",
        label="MkDocs Material",
        prepare=_prepare_material,
        command=lambda: [sys.executable, "-m", "mkdocs", "build", "--quiet"],
        output="site",
        edit=_edit_material,
    ),
)
