"""What several tests share: a tiny invented corpus that uses every feature of docs/reference/content.md."""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# How long an example takes says more of the machine and its other work than of the code.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

TINY = Path(__file__).parent / "content"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of tests/content that a test may change."""
    return Path(shutil.copytree(TINY, tmp_path / "content"))
