"""Refresh the vendored files of `static/vendor/`, `kit/icons.json` and `tests/vendor/` from npm.

Run `python scripts/vendor.py` after changing a version, or after naming another icon in ICONS. It needs `npm` (only
its `pack` client) and fontTools; nothing that serves pages needs either. What it wrote stands in vendor.json.
"""

import hashlib
import json
import re
import subprocess
import tarfile
import tempfile
from io import BytesIO
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "static" / "vendor"

BOOTSTRAP = "bootstrap@5.3.9"
FONT = "@fontsource-variable/hanken-grotesk@5.3.0"
LUCIDE = "lucide-static@1.62.0"
ICAL = "ical.js@2.2.1"
"""Reads calendar files in the tests, beside Python's library and independent of it."""

# Latin-1, dashes, quotes, bullet, ellipsis, euro and minus: what Finnish, Swedish and English pages are written with.
LATIN = [*range(0x20, 0x7F), *range(0xA0, 0x100), 0x2010, 0x2011, 0x2013, 0x2014, 0x2018, 0x2019, 0x201A, 0x201C]
LATIN += [0x201D, 0x201E, 0x2022, 0x2026, 0x20AC, 0x2212]

ICONS = """
alarm-clock arrow-down arrow-left arrow-left-right arrow-right arrow-up ban bell book-open building-2 calendar
calendar-check calendar-clock calendar-days calendar-plus calendar-range calendar-sync calendar-x chart-column check
chevron-down chevron-left chevron-right chevron-up circle-alert circle-check circle-help circle-x clipboard-check
clipboard-list clock compass copy download ellipsis external-link eye file-down file-text flag graduation-cap
hand-helping history hourglass house info key-round languages layout-dashboard lightbulb link list list-checks lock
log-in log-out mail mail-check mail-x map-pin menu message-circle message-square minus monitor moon move notebook-pen
pause pencil phone plus presentation printer refresh-cw repeat rotate-ccw save school search send settings shield
shield-check sliders-horizontal square-pen star sun table-2 tag target timer trash-2 trending-down trending-up
triangle-alert undo-2 upload user user-check user-plus user-x users video x
"""


def unpack(package: str, into: Path) -> Path:
    """Download `name@version` with `npm pack` and return the folder that holds its files."""
    answer = subprocess.run(["npm", "pack", "--silent", package], cwd=into, check=True, capture_output=True, text=True)
    folder = into / package.replace("/", "_")
    with tarfile.open(into / answer.stdout.strip().splitlines()[-1]) as archive:
        archive.extractall(folder, filter="data")
    return folder / "package"


def cut_font(source: Path, characters: list[int] | None) -> bytes:
    """The variable font with weights 400 to 700 only, and only `characters` where given, as WOFF2."""
    font = TTFont(source, recalcTimestamp=False)
    subsetter = subset.Subsetter(subset.Options(layout_features=["kern", "locl"]))
    subsetter.populate(unicodes=characters if characters else font.getBestCmap())
    subsetter.subset(font)
    instancer.instantiateVariableFont(font, {"wght": (400, 700)}, inplace=True)
    font.flavor = "woff2"
    out = BytesIO()
    font.save(out)
    return out.getvalue()


def bootstrap_files(folder: Path) -> dict[str, bytes]:
    """Bootstrap's sheet without its drawings, which the content policy refuses, and without a pointer to a source map.

    A browser may ask for a drawing before it has read the sheet of ours that takes its place.
    """
    sheet = (folder / "dist/css/bootstrap.min.css").read_text()
    sheet = re.sub(r"/\*# sourceMappingURL=.*?\*/\s*$", "", sheet)
    sheet = re.sub(r'url\("data:[^"]*"\)', "none", sheet)
    return {
        "static/vendor/bootstrap.min.css": sheet.encode(),
        "static/vendor/bootstrap.LICENSE": (folder / "LICENSE").read_bytes(),
    }


def font_files(folder: Path) -> dict[str, bytes]:
    """The roman face in two files: what every page needs, and the rest of extended Latin."""
    source = folder / "files"
    return {
        "static/vendor/hanken-latin.woff2": cut_font(source / "hanken-grotesk-latin-wght-normal.woff2", LATIN),
        "static/vendor/hanken-latin-ext.woff2": cut_font(source / "hanken-grotesk-latin-ext-wght-normal.woff2", None),
        "static/vendor/hanken.LICENSE": (folder / "LICENSE").read_bytes(),
    }


def icon_drawing(svg: str) -> str:
    """The shapes inside an icon's <svg>, without the wrapper that the template tag writes itself."""
    inner = re.sub(r"^.*?<svg[^>]*>|</svg>\s*$", "", svg, flags=re.DOTALL)
    return re.sub(r"\s*/>\s*", "/>", inner).strip()


def icon_files(folder: Path) -> dict[str, bytes]:
    """Every icon of ICONS by name, as one JSON object, and the licence."""
    drawings = {
        name: icon_drawing((folder / "icons" / f"{name}.svg").read_text()) for name in sorted(set(ICONS.split()))
    }
    return {
        "kit/icons.json": (json.dumps(drawings, indent=1) + "\n").encode(),
        "static/vendor/lucide.LICENSE": (folder / "LICENSE").read_bytes(),
    }


def ical_files(folder: Path) -> dict[str, bytes]:
    return {
        "tests/vendor/ical.es5.min.cjs": (folder / "dist/ical.es5.min.cjs").read_bytes(),
        "tests/vendor/ical.LICENSE": (folder / "LICENSE").read_bytes(),
    }


def record(package: str, licence: str, files: dict[str, bytes]) -> dict[str, object]:
    """Write `files` (paths from the root) and return the package's entry for vendor.json."""
    for name, content in files.items():
        (ROOT / name).write_bytes(content)
    name, _, version = package.rpartition("@")
    sums = {file: hashlib.sha256(content).hexdigest() for file, content in files.items()}
    return {"name": name, "version": version, "licence": licence, "sha256": sums}


def refresh() -> None:
    """Fetch all packages and write their files with vendor.json."""
    for folder in (VENDOR, ROOT / "tests/vendor"):
        folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        fetched = {package: unpack(package, Path(scratch)) for package in (BOOTSTRAP, FONT, LUCIDE, ICAL)}
        entries = [
            record(BOOTSTRAP, "MIT", bootstrap_files(fetched[BOOTSTRAP])),
            record(FONT, "OFL-1.1", font_files(fetched[FONT])),
            record(LUCIDE, "ISC", icon_files(fetched[LUCIDE])),
            record(ICAL, "MPL-2.0", ical_files(fetched[ICAL])),
        ]
    (VENDOR / "vendor.json").write_text(json.dumps(entries, indent=2) + "\n")


if __name__ == "__main__":
    refresh()
