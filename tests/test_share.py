"""Pictures for sharing: whole, small, the same again, kept until what they show changes."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image, ImageFont

from generator.cache import folder
from generator.share import BAND, FACES, MARGIN, NAMES, SIZE, VIETNAMESE, Pictures

FONTS = Path(__file__).parents[1] / "templates/theme/assets/fonts"
PLAN = "Kế hoạch 178/KH-UBND của UBND huyện Cao Lãnh, giai đoạn 2021 – 2030"
SUMMARY = "Thực hiện Chương trình hành động quốc gia về sản xuất và tiêu dùng bền vững: nguyên văn, 31 việc được giao."
LONG = "Các ban, ngành, tổ chức chính trị - xã hội, UBND cấp xã và các đơn vị có liên quan huyện Cao Lãnh"
LETTERS = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵđ"


def pictures(cache: Path | None = None) -> Pictures:
    return Pictures(FONTS, "Kế hoạch công khai", cache)


@pytest.mark.parametrize("name", [PLAN, LONG, "Sở Y tế", "Phòng " * 60])
def test_a_picture_has_the_size_that_is_asked_for_and_is_small(name: str) -> None:
    data = pictures().draw(name, SUMMARY * 4)
    image = Image.open(io.BytesIO(data))
    assert (image.format, image.mode, image.size) == ("PNG", "P", SIZE)
    assert len(data) <= 25_000


def test_nothing_is_set_beyond_the_margins() -> None:
    for name in (PLAN, LONG, "Phòng " * 60):
        paper = Image.open(io.BytesIO(pictures().draw(name, SUMMARY * 4))).convert("L").point(lambda shade: 255 - shade)
        left, top, right, bottom = paper.crop((0, BAND + 1, *SIZE)).getbbox() or (0, 0, 0, 0)
        assert left >= MARGIN - 4
        assert right <= SIZE[0] - MARGIN + 4
        assert top > 0
        assert bottom < SIZE[1] - BAND - 20


def test_every_vietnamese_letter_has_a_shape_of_its_own() -> None:
    """None is the box that a font shows for what it lacks."""
    for letter in LETTERS + LETTERS.upper():
        face = FACES[0] if VIETNAMESE.match(letter) else FACES[1]
        font = ImageFont.truetype(str(FONTS / f"source-sans-3-{face}-wght-normal.woff2"), 60)
        assert bytes(font.getmask(letter)) != bytes(font.getmask("\U0010ffff")), letter


def test_a_name_is_whole_where_it_can_be() -> None:
    made = pictures()
    for name in (PLAN, LONG):
        assert any(len(made.wrap(name, style)) <= style.lines for style in NAMES)
        assert " ".join(made.wrap(name, NAMES[0])) == name


def test_the_same_words_give_the_same_bytes() -> None:
    assert pictures().draw(PLAN, SUMMARY) == pictures().draw(PLAN, SUMMARY)
    assert pictures().draw(PLAN, SUMMARY) != pictures().draw(LONG, SUMMARY)


def test_a_picture_is_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = pictures(tmp_path / "kept").of(PLAN, SUMMARY)
    monkeypatch.setattr(Pictures, "draw", lambda *_: pytest.fail("made again"))
    assert pictures(tmp_path / "kept").of(PLAN, SUMMARY) == first
    assert len(list((tmp_path / "kept").iterdir())) == 1


def test_where_nothing_can_be_kept_pictures_are_made_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    assert pictures(tmp_path / "file").of(PLAN, SUMMARY) == pictures().draw(PLAN, SUMMARY)


def test_the_cache_is_the_users(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert folder("share") == tmp_path / "plansite/share"
