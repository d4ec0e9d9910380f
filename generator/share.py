"""The picture that stands for a page where its address is shared (Open Graph): its name on the site's colours.

1200×630, eight colours. The letters are those of the site: Pillow reads the theme's own font files.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from msgspec import Struct
from PIL import Image, ImageDraw, ImageFont, __version__

from generator.cache import keep

SIZE = (1200, 630)
MARGIN = 80
BAND = 24
PAPER, INK, TEAL = (255, 255, 255), (27, 38, 44), (0, 96, 107)
LEVELS = 7
"""Shades from paper to ink; the band has the eighth colour."""
FACES = ("vietnamese", "latin")
"""The theme's font comes in two files; a letter is taken from the first that has it."""

VIETNAMESE = re.compile("[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9\u20ab]")


class Style(Struct, frozen=True):
    """How a paragraph is set: size in pixels, weight, most lines, pixels from line to line."""

    size: int
    weight: int
    lines: int
    step: int


NAMES = (Style(76, 650, 3, 96), Style(62, 650, 4, 80))
"""A name is set in the first of these in which it is whole."""
SUMMARY = Style(36, 400, 3, 50)
FOOT = Style(34, 600, 1, 44)


@dataclass(frozen=True)
class Pictures:
    """Makes pictures with the `fonts` of the theme and keeps them in the folder `cache`, by what they show."""

    fonts: Path
    site: str
    cache: Path | None = None

    def of(self, name: str, summary: str) -> bytes:
        """The picture (PNG) of a page. The same words give the same bytes."""
        if self.cache is None:
            return self.draw(name, summary)
        words = "\0".join((self._made_with, self.site, name, summary))
        kept = self.cache / f"{hashlib.sha256(words.encode()).hexdigest()}.png"
        try:
            return kept.read_bytes()
        except OSError:
            data = self.draw(name, summary)
            keep(kept, data)
            return data

    @cached_property
    def _made_with(self) -> str:
        """What besides the words decides the bytes: this module, the fonts, the library."""
        files = (Path(__file__), *(self._file(face) for face in FACES))
        return "\0".join((__version__, *(hashlib.sha256(file.read_bytes()).hexdigest() for file in files)))

    def draw(self, name: str, summary: str) -> bytes:
        """The picture, made anew."""
        image = Image.new("L", SIZE, 0)
        pen = ImageDraw.Draw(image)
        style = next((s for s in NAMES if len(self.wrap(name, s)) <= s.lines), NAMES[-1])
        y = self._paragraph(pen, BAND + 64, name, style)
        self._paragraph(pen, y + 24, summary, SUMMARY)
        self._paragraph(pen, SIZE[1] - 84, self.site, FOOT)
        return _png(image)

    def _paragraph(self, pen: ImageDraw.ImageDraw, y: int, text: str, style: Style) -> int:
        """Set `text` from `y` down; what goes beyond the last line, or the foot, is cut with «…»."""
        room = max(1, (SIZE[1] - 110 - y) // style.step) if style is not FOOT else 1
        lines = self.wrap(text, style)
        shown = lines[: min(style.lines, room)]
        if len(shown) < len(lines):
            shown[-1] = self._cut(shown[-1], style)
        for line in shown:
            x = float(MARGIN)
            for run, font in self._runs(line, style):
                pen.text((x, y), run, fill=255, font=font, anchor="la")
                x += font.getlength(run)
            y += style.step
        return y

    def wrap(self, text: str, style: Style) -> list[str]:
        """The lines of `text`, broken between words."""
        lines: list[str] = []
        blank, used = self._width(" ", style), 0.0
        for piece in text.split():
            width = self._width(piece, style)
            if lines and used + blank + width <= SIZE[0] - 2 * MARGIN:
                lines[-1] += f" {piece}"
                used += blank + width
            else:
                lines.append(piece)
                used = width
        return lines

    def _cut(self, line: str, style: Style) -> str:
        while self._width(f"{line}…", style) > SIZE[0] - 2 * MARGIN:
            line = line.rpartition(" ")[0]
        return f"{line.rstrip(' ,;:.')}…"

    def _width(self, text: str, style: Style) -> float:
        return sum(font.getlength(run) for run, font in self._runs(text, style))

    def _runs(self, text: str, style: Style) -> Iterator[tuple[str, ImageFont.FreeTypeFont]]:
        """The text in runs of letters that stand in the same font file."""
        run, last = "", FACES[0]
        for letter in text:
            face = FACES[0] if _vietnamese(letter) else FACES[1]
            if run and face != last:
                yield run, self._font(last, style)
                run = ""
            run, last = run + letter, face
        if run:
            yield run, self._font(last, style)

    def _font(self, face: str, style: Style) -> ImageFont.FreeTypeFont:
        key = (face, style)
        if key not in self._opened:
            font = ImageFont.truetype(str(self._file(face)), style.size, layout_engine=ImageFont.Layout.BASIC)
            font.set_variation_by_axes([style.weight])
            self._opened[key] = font
        return self._opened[key]

    @cached_property
    def _opened(self) -> dict[tuple[str, Style], ImageFont.FreeTypeFont]:
        return {}

    def _file(self, face: str) -> Path:
        return self.fonts / f"source-sans-3-{face}-wght-normal.woff2"


def _vietnamese(letter: str) -> bool:
    """Whether the letter is in the subset «vietnamese» of the font (its unicode-range in tokens.css)."""
    return VIETNAMESE.match(letter) is not None


def _png(shades: Image.Image) -> bytes:
    """Shades of ink (0 paper … 255 ink) under the band, as a PNG with a palette."""
    image = shades.point([round(shade * (LEVELS - 1) / 255) for shade in range(256)]).convert("P")
    palette = [
        round(paper + (ink - paper) * level / (LEVELS - 1))
        for level in range(LEVELS)
        for paper, ink in zip(PAPER, INK, strict=True)
    ]
    image.putpalette([*palette, *TEAL])
    ImageDraw.Draw(image).rectangle((0, 0, SIZE[0], BAND), fill=LEVELS)
    file = io.BytesIO()
    image.save(file, "PNG", bits=4, optimize=False, compress_level=4)
    return file.getvalue()
