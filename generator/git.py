"""What is asked of git: commits that touched the content, and the content as it was. Nothing is changed.

Every answer is None, or empty, where there is no repository, no git, or not that part of the history.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from msgspec import Struct

from generator.loader import MAX_BYTES

SECONDS = 60
"""The longest time that git is waited for."""
OF_A_HOOK = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")
FILES = "*.yaml"
"""What of the content folder decides what the site says."""


class Commit(Struct, frozen=True):
    """A commit that touched the content: its hash, its time in seconds, the tree of the content folder then.

    `first` when git knows nothing before it although there was something: a shallow clone ends there.
    """

    hash: str
    seconds: int
    tree: str
    first: bool = False


def run(folder: Path, *words: str, data: bytes | None = None) -> bytes | None:
    """What `git` prints, run in `folder`; None where it fails. Nothing is fetched from elsewhere.

    A hook of git tells its programs of the repository in variables that hold for another folder: they are left out.
    """
    quiet = {"GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0"}
    environment = {name: value for name, value in os.environ.items() if name not in OF_A_HOOK} | quiet
    command = ["git", "-C", str(folder), "-c", "core.quotePath=off", "-c", "log.showSignature=false", *words]
    try:
        done = subprocess.run(
            command, input=data or b"", capture_output=True, timeout=SECONDS, check=False, env=environment
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None


def is_repository(folder: Path) -> bool:
    """Whether the content folder lies in a git repository."""
    return run(folder, "rev-parse", "--is-inside-work-tree") == b"true\n"


def revision(folder: Path, name: str) -> str | None:
    """The hash of the commit that a reviewer names (`HEAD~1`, a branch, a tag, a hash); None where there is none."""
    found = run(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    return found.decode().strip() if found else None


def tree_of(folder: Path, commit: str) -> str | None:
    """The tree that the content folder was at a commit; None where it was not there."""
    return next(iter(_trees(folder, [commit])), None)


def _trees(folder: Path, commits: list[str]) -> list[str | None]:
    prefix = run(folder, "rev-parse", "--show-prefix")
    if prefix is None:
        return [None] * len(commits)
    where = prefix.decode().strip("\n").rstrip("/")
    asked = "".join(f"{commit}:{where}\n" for commit in commits)
    told = (run(folder, "cat-file", "--batch-check", data=asked.encode()) or b"").decode().splitlines()
    answers = [line.split() for line in told]
    trees = [answer[0] if len(answer) == 3 and answer[1] == "tree" else None for answer in answers]
    return trees if len(trees) == len(commits) else [None] * len(commits)


def commits(folder: Path, most: int) -> tuple[Commit, ...]:
    """The newest commits of the main line that touched the content, newest first, at most `most`."""
    log = run(
        folder, "log", "--first-parent", f"--max-count={most}", "--format=%H %ct %D", "--decorate=short", "--", FILES
    )
    lines = [line.split(" ", 2) for line in (log or b"").decode("utf-8", "replace").splitlines()]
    trees = _trees(folder, [line[0] for line in lines])
    return tuple(
        Commit(hash_, int(seconds), tree, bool(re.search(r"\bgrafted\b", decorations)))
        for (hash_, seconds, decorations), tree in zip(lines, trees, strict=True)
        if tree
    )


def as_committed(folder: Path) -> bool:
    """Whether the content folder is as in the newest commit, new files included."""
    return run(folder, "status", "--porcelain", "--untracked-files=all", "--", FILES) == b""


def write_state(folder: Path, tree: str, target: Path) -> bool:
    """Write the YAML files of a tree into `target`; False where git does not have them all, or one is too large."""
    listed = run(folder, "ls-tree", "--full-tree", "-r", "-l", "-z", tree)
    if listed is None:
        return False
    files = list(_files(listed))
    if any(size > MAX_BYTES for _, size, _ in files):
        return False
    asked = "".join(f"{hash_}\n" for hash_, _, _ in files)
    told = run(folder, "cat-file", "--batch", data=asked.encode())
    if told is None:
        return False
    at = 0
    for hash_, size, path in files:
        head = f"{hash_} blob {size}\n".encode()
        if not told.startswith(head, at):
            return False
        at += len(head)
        file = target / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(told[at : at + size])
        at += size + 1
    return True


def _files(listed: bytes) -> Iterator[tuple[str, int, str]]:
    """(hash, size, path) of the plain files whose name ends in .yaml; links and what leads out are left."""
    for line in listed.decode("utf-8", "surrogateescape").split("\0"):
        facts, _, path = line.partition("\t")
        parts = PurePosixPath(path).parts
        if facts.startswith("100") and path.endswith(".yaml") and ".." not in parts and not path.startswith("/"):
            _, _, hash_, size = facts.split()
            yield hash_, int(size), path


def content_at(folder: Path, commit: str) -> dict[str, bytes] | None:
    """File (from the content `folder`) → its bytes at `commit`, of every YAML file that differs now or is gone.

    None where git can't tell: no git, no such commit (a shallow clone has few), a folder that it does not keep.
    """
    changed = run(
        folder,
        "diff",
        "--name-only",
        "--no-renames",
        "--relative",
        "-z",
        "--end-of-options",
        f"{commit}^{{commit}}",
        "--",
        ".",
    )
    if changed is None:
        return None
    names = changed.decode("utf-8", "surrogateescape").split("\0")
    wanted = [name for name in names if name.endswith(".yaml") and "\n" not in name]
    asked = "".join(f"{commit}:./{name}\n" for name in wanted)
    answers = run(folder, "cat-file", "--batch", data=asked.encode("utf-8", "surrogateescape")) or b""
    return dict(_contents(wanted, answers))


def _contents(names: list[str], answers: bytes) -> Iterator[tuple[str, bytes]]:
    """What `git cat-file --batch` answers: `<hash> blob <size>`, the bytes, a line break; `… missing` for a new one."""
    rest = answers
    for name in names:
        head, _, rest = rest.partition(b"\n")
        if match := re.fullmatch(rb"[0-9a-f]+ blob ([0-9]+)", head):
            size = int(match[1])
            yield name, rest[:size]
            rest = rest[size + 1 :]
