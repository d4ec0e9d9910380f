"""Let LibreOffice open every spreadsheet of the built site, save it again, and compare what is in the cells.

    python tools/libreoffice.py [site]

LibreOffice (`soffice`) comes from the system's packages; no test needs it. Prints the count and every difference.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from openpyxl import load_workbook

MINUTES = 15


def main(site: Path) -> int:
    """1 where a cell differs, 2 without LibreOffice."""
    program = shutil.which("soffice")
    if not program:
        print("No LibreOffice (soffice) on this machine.")
        return 2
    with tempfile.TemporaryDirectory() as folder:
        given, saved, profile = (Path(folder) / name for name in ("given", "saved", "profile"))
        given.mkdir()
        names = {}
        for number, file in enumerate(sorted(site.rglob("*.xlsx"))):
            copy = given / f"{number}.xlsx"
            shutil.copy(file, copy)
            names[copy.name] = file.relative_to(site)
        command = [program, "--headless", f"-env:UserInstallation={profile.as_uri()}", "--convert-to", "xlsx"]
        command += ["--outdir", str(saved), *map(str, sorted(given.iterdir()))]
        subprocess.run(command, check=True, capture_output=True, timeout=60 * MINUTES)
        differences = [f"{name}: {said}" for key, name in names.items() for said in differing(given / key, saved / key)]
        cells = sum(1 for key in names for _ in values(saved / key))
    print(f"{len(names)} spreadsheets, {cells} cells, {len(differences)} differences")
    print("\n".join(differences[:50]))
    return 1 if differences else 0


def differing(given: Path, saved: Path) -> Iterator[str]:
    """Every cell whose value is not the same; a date must still be a date, a text the same letters."""
    before, after = dict(values(given)), dict(values(saved))
    for spot in sorted(before.keys() | after.keys()):
        if before.get(spot) != after.get(spot):
            yield f"{spot[0]}!{spot[1]}: {before.get(spot)!r} → {after.get(spot)!r}"


def values(file: Path) -> Iterator[tuple[tuple[str, str], object]]:
    for sheet in load_workbook(file):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    yield (sheet.title, cell.coordinate), cell.value


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "site")))
