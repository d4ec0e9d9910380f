"""The site before the last, from which the next is made: whatever became of it, the site is as made from nothing."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from generator import build
from generator.build import FixedError, Renewal, renew, spare_of
from generator.done import Done, Results
from generator.folder import Folder
from generator.kept import Kept, Spare
from generator.output import Press
from tests.incremental import Project, differing, plan_removed, project
from tests.values import replace

PAGE, DATA, LONG = "ke-hoach/tan-hoa-2022/index.html", "data/plans.csv", "data/duties.json"
DEAD = 2**22 + 1
"""A process id beyond what Linux gives out."""


def edit(mine: Project) -> None:
    """A word more in a plan, and another note on a unit: one touches what names the plan, the other the registers."""
    for name, pattern in (
        ("plans/tan-hoa/tan-hoa-2022.yaml", r"(\n +text: [^\n\"']+)"),
        ("units/an-binh.yaml", "( Sở Y tế)"),
    ):
        file = mine.content / name
        text, count = re.subn(pattern, r"\1 nữa", file.read_text(encoding="utf-8"), count=1)
        assert count
        file.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A site that was built twice, with an edit between: it has a spare that differs. As made from nothing: `anew`."""
    made = project(tmp_path_factory.mktemp("project"))
    update(made)
    edit(made)
    update(made)
    made.cold(made.folder / "anew")
    return made


@pytest.fixture
def mine(built: Project, tmp_path: Path) -> Project:
    """The same, to be changed."""
    place = tmp_path / "project"
    shutil.copytree(built.folder, place, copy_function=shutil.copy2)
    mine = replace(built, folder=place, repository=replace(built.repository, folder=place / "repository"))
    for path in files(mine.site):
        if (spare(built) / path).exists() and (built.site / path).samefile(spare(built) / path):
            (spare(mine) / path).unlink()
            (spare(mine) / path).hardlink_to(mine.site / path)
    known = built.kept.spare
    assert known
    assert known.stale
    moved = replace(known, root=spare(mine).stat().st_ino, sealed=Folder(spare(mine)).seal())
    mine.kept = Kept(mine.site, built.kept.jobs, Folder(mine.site).seal(), moved)
    return mine


def right(mine: Project) -> bool:
    """Whether the site is as it was when made from nothing."""
    return differing(mine.site, mine.folder / "anew") == []


def spare(mine: Project) -> Path:
    return spare_of(mine.site)


def files(folder: Path) -> dict[str, tuple[int, int]]:
    """Path → (number of the file, time of writing in ns)."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): (path.stat().st_ino, path.stat().st_mtime_ns) for path in found}


def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The keys of the jobs that are done from now on."""
    keys: list[str] = []
    write = Press.write

    def told(press: Press, job: object, *others: object) -> Done:
        keys.append(job.key)  # type: ignore[attr-defined]
        return write(press, job, *others)  # type: ignore[arg-type]

    monkeypatch.setattr(Press, "write", told)
    return keys


def update(mine: Project) -> None:
    """Bring the site up to date, without a look at it."""
    mine.kept = renew(mine.site, mine.kept, mine.made)


def changed_in_place(folder: Path) -> None:
    """As some editors do: the file stays the same, and so the one that the other site has."""
    with (folder / PAGE).open("a") as page:
        page.write("by hand")


def replaced(folder: Path) -> None:
    (folder / DATA).unlink()
    (folder / DATA).write_text("by hand")


def lost(folder: Path) -> None:
    (folder / DATA).unlink()
    shutil.rmtree(folder / "don-vi")


def more(folder: Path) -> None:
    (folder / "ke-hoach/them.html").write_text("by hand")
    (folder / "them/nua").mkdir(parents=True)
    (folder / "them/nua/index.html").write_text("by hand")
    (folder / "ke-hoach" / "rong").mkdir()


def led_elsewhere(folder: Path) -> None:
    """A folder and a file are links to others, which nobody may write to."""
    other = folder.parent / "other"
    if not other.exists():
        shutil.copytree(folder / "ke-hoach", other)
    shutil.rmtree(folder / "ke-hoach")
    (folder / "ke-hoach").symlink_to(other)
    (folder / DATA).unlink()
    (folder / DATA).symlink_to(other / "tan-hoa-2022/index.html")


def file_for_folder(folder: Path) -> None:
    shutil.rmtree(folder / "ke-hoach")
    (folder / "ke-hoach").write_text("by hand")


@pytest.mark.parametrize(
    "damage", [changed_in_place, replaced, lost, more, led_elsewhere, file_for_folder, shutil.rmtree]
)
@pytest.mark.parametrize("which", ["spare", "site"])
def test_whatever_was_done_to_a_site_by_hand_is_gone(
    mine: Project, damage: Callable[[Path], object], which: str
) -> None:
    """In the next site and in the one after it, which is made from the folder that was damaged."""
    damage(spare(mine) if which == "spare" else mine.site)
    other = mine.folder / "other"
    before = files(other) if other.exists() else {}
    for _ in range(3):
        update(mine)
        assert right(mine)
    if other.exists():
        assert files(other) == before, "what a link leads to was left alone"


def test_where_nothing_changed_nothing_is_written_and_no_file_is_another(
    mine: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, keys = files(mine.site), written(monkeypatch)
    for _ in range(3):
        update(mine)
        assert files(mine.site) == before
    assert keys == []
    assert files(spare(mine)) == before, "one copy of each file on the disk"


def test_after_an_edit_only_what_has_other_bytes_is_another_file(mine: Project) -> None:
    before = files(mine.site)
    old = {path: (mine.site / path).read_bytes() for path in before}
    edit(mine)
    update(mine)
    after = files(mine.site)
    same = {path for path in after if (mine.site / path).read_bytes() == old.get(path)}
    assert same
    assert {path for path in after if after[path] == before.get(path)} == same


def test_work_done_again_with_the_same_result_changes_no_file(mine: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also of files that are made piece by piece."""
    before, keys = files(mine.site), written(monkeypatch)
    assert LONG in before
    for _ in range(2):
        jobs = {key: replace(done, needs="others") for key, done in mine.kept.jobs.items()}
        mine.kept = replace(mine.kept, jobs=jobs)
        update(mine)
        assert files(mine.site) == before
    assert len(keys) == 2 * len(mine.kept.jobs)


def test_what_was_edited_and_taken_back_is_newer_than_the_edit(mine: Project) -> None:
    """Though the spare still has it: servers and tools that go by time would keep the edit."""
    before = files(mine.site)
    shutil.copytree(mine.content, mine.folder / "content")
    edit(mine)
    update(mine)
    edited = files(mine.site)
    shutil.rmtree(mine.content)
    (mine.folder / "content").rename(mine.content)
    update(mine)
    assert right(mine)
    after = files(mine.site)
    changed = [path for path in before if edited.get(path) != before[path]]
    assert changed
    assert all(after[path][1] > edited[path][1] for path in changed if path in edited)


def test_where_only_the_times_are_others_the_bytes_are_looked_at(
    mine: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a host that brings the last site back from an archive."""
    copy = mine.folder / "copy"
    shutil.copytree(mine.site, copy, copy_function=shutil.copyfile)
    for folder in (mine.site, spare(mine)):
        shutil.rmtree(folder)
    copy.rename(mine.site)
    before, keys = files(mine.site), written(monkeypatch)
    update(mine)
    assert keys == []
    assert files(mine.site) == before
    page = (mine.site / PAGE).read_bytes()
    (mine.site / PAGE).write_bytes(page[:-2] + b"??")
    update(mine)
    assert keys == ["plan tan-hoa-2022"]
    assert right(mine)


def test_no_empty_folder_is_left(mine: Project) -> None:
    for _ in range(2):
        plan_removed(mine)
        assert mine.compare() == []
        assert [path for path in mine.site.rglob("*") if path.is_dir() and not any(path.iterdir())] == []


def test_killed_while_the_spare_is_changed_nothing_is_taken_of_it(mine: Project) -> None:
    """Its folder has the name of a process that is gone; the site is as it was."""
    before = files(mine.site)
    half = Renewal(mine.site, mine.kept)
    assert half.kept.spare, "it is what the spare was"
    half.folder.put(PAGE, (b"half",))
    assert not spare(mine).exists()
    half.folder.path.rename(mine.site.parent / f".site-{DEAD}")
    assert files(mine.site) == before
    update(mine)
    assert right(mine)
    assert sorted(path.name for path in mine.folder.glob(".site*")) == [".site-spare"]


def test_killed_before_what_was_made_is_kept(mine: Project) -> None:
    """What is told of the last site is then older than the site and its spare."""
    for _ in range(2):
        known = mine.kept
        edit(mine)
        update(mine)
        mine.kept = known
        assert mine.compare() == []


def test_two_builds_at_once_each_leave_a_whole_site(mine: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first has the spare, the second makes a folder of its own; they end in either order."""
    for first_ends_first in (True, False):
        edit(mine)
        one = Renewal(mine.site, mine.kept)
        monkeypatch.setattr(os, "getpid", os.getppid)
        two = Renewal(mine.site, mine.kept)
        assert one.kept.spare
        assert two.kept.spare == Spare(0, 0, (), ())
        order = [one, two] if first_ends_first else [two, one]
        for renewal in order:
            mine.kept = renewal.finish(mine.made(renewal.folder, renewal.kept))
            renewal.give_up()
        monkeypatch.undo()
        shutil.rmtree(mine.folder / "anew")
        mine.cold(mine.folder / "anew")
        assert right(mine)
        update(mine)
        assert right(mine)
        assert sorted(path.name for path in mine.folder.glob(".site*")) == [".site-spare"]


def test_where_folders_can_not_change_places_the_spare_serves_as_well(
    mine: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "exchange", lambda *_: False)
    edit(mine)
    assert mine.compare() == []
    assert mine.kept.spare
    edit(mine)
    assert mine.compare() == []


def test_a_link_to_the_site_stays_and_what_it_leads_to_is_renewed(mine: Project) -> None:
    real = mine.folder / "real/site"
    real.parent.mkdir()
    mine.site.rename(real)
    mine.site.symlink_to(real)
    for _ in range(3):
        update(mine)
        assert right(mine)
    assert mine.site.is_symlink()
    assert spare_of(real).is_dir()


@pytest.mark.parametrize("fixed", ["mounted", "not to be written beside"])
def test_a_site_that_can_not_be_replaced_is_told_before_anything_is_done(
    mine: Project, monkeypatch: pytest.MonkeyPatch, fixed: str
) -> None:
    before = files(mine.site)
    if fixed == "mounted":
        monkeypatch.setattr(Path, "is_mount", lambda path: path == mine.site)
    else:
        monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(FixedError):
        update(mine)
    assert files(mine.site) == before


def test_a_file_may_become_a_folder_and_back(tmp_path: Path) -> None:
    site, kept = tmp_path / "site", Kept()
    for path in ("a", "a/b/c", "a/b", "a", "a/b/c"):

        def builder(folder: Folder, _: Kept, path: str = path) -> list[Done]:
            return [Done.of("x", path, Results({path: folder.put(path, (path.encode(),))}, {}))]

        kept = renew(site, kept, builder)
        assert list(files(site)) == [path]
        assert (site / path).read_text() == path


@pytest.mark.parametrize("path", ["../x", "/x", "a/../../x"])
def test_no_file_leads_out_of_the_folder(tmp_path: Path, path: str) -> None:
    with pytest.raises(ValueError, match="x"):
        Folder(tmp_path / "site").put(path, (b"x",))
