"""What several tests share: a tiny invented corpus that uses every feature of docs/reference/content.md."""

import shutil
from pathlib import Path

import pytest

TINY = Path(__file__).parent / "content"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of tests/content that a test may change."""
    return Path(shutil.copytree(TINY, tmp_path / "content"))
