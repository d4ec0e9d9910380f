"""Same content, same bytes; which state of the content it is comes from git alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from generator.clock import content_commit
from tests.exports.written import ROOT

EXPORT = """
import hashlib, json, sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from tests.exports.written import COMMIT, SITE, Origin, write
made = write(Path(sys.argv[2]), Origin(SITE, COMMIT))
print(json.dumps({path: hashlib.sha256(data).hexdigest() for path, data in made.files.items()}))
"""


def exported(content: Path, folder: Path, **surroundings: str) -> dict[str, str]:
    """Address → hash of every file, made by another process in other surroundings."""
    folder.mkdir()
    command = [sys.executable, "-c", EXPORT, str(ROOT), str(content)]
    done = subprocess.run(
        command, cwd=folder, env=os.environ | surroundings, capture_output=True, text=True, check=True
    )
    found: dict[str, str] = json.loads(done.stdout)
    return found


def test_two_exports_in_other_surroundings_are_the_same_bytes(content: Path, tmp_path: Path) -> None:
    one = exported(content, tmp_path / "a", TZ="UTC", LC_ALL="C.UTF-8", PYTHONHASHSEED="1")
    other = exported(content, tmp_path / "b", TZ="Pacific/Auckland", LC_ALL="C", PYTHONHASHSEED="2", LANG="vi_VN")
    assert len(one) > 100
    assert [path for path in one if one[path] != other.get(path)] == []
    assert list(one) == list(other)


def git(folder: Path, *words: str) -> None:
    who = {f"GIT_{who}_{what}": "a@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    when = {"GIT_AUTHOR_DATE": "2024-06-30T16:30:00Z", "GIT_COMMITTER_DATE": "2024-06-30T16:30:00Z"}
    subprocess.run(["git", "-C", str(folder), *words], env=os.environ | who | when, capture_output=True, check=True)


@pytest.fixture
def repository(content: Path) -> Path:
    """The tiny corpus, committed."""
    for words in (("init",), ("add", "content"), ("commit", "-m", "content")):
        git(content.parent, *words)
    return content


def test_the_state_is_the_last_commit_of_the_content(repository: Path) -> None:
    first = content_commit(repository)
    assert first is not None
    assert len(first.id) == 40
    assert first.moment.isoformat() == "2024-06-30T23:30:00+07:00"
    (repository.parent / "other.txt").write_text("not content")
    git(repository.parent, "add", "other.txt")
    git(repository.parent, "commit", "-m", "other")
    assert content_commit(repository) == first


def test_of_content_that_is_not_committed_no_state_is_told(repository: Path) -> None:
    (repository / "new.md").write_text("new")
    assert content_commit(repository) is None
    (repository / "new.md").unlink()
    assert content_commit(repository) is not None
    topics = repository / "topics.yaml"
    topics.write_text(topics.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert content_commit(repository) is None


def test_without_git_no_state_is_told(content: Path) -> None:
    assert content_commit(content) is None


def test_in_a_shallow_clone_the_state_is_one_that_holds_this_content(repository: Path, tmp_path: Path) -> None:
    git(repository.parent, "commit", "--allow-empty", "-m", "later")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--depth=1", repository.parent.as_uri(), str(clone))
    found = content_commit(clone / "content")
    assert found is not None
    assert found.moment.isoformat() == "2024-06-30T23:30:00+07:00"
