"""What the look promises by itself: vendored files as recorded, weight, contrast, icons that exist."""

import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest

from kit.icons import ICONS

ROOT = Path(__file__).parents[2]
EVERY_PAGE = ("tokens.css", "base.css", "parts.css")
VENDORED = [
    (file, checksum)
    for package in json.loads((ROOT / "static/vendor/vendor.json").read_text())
    for file, checksum in package["sha256"].items()
]


def sheet(name):
    return (ROOT / "static/css" / name).read_text()


@pytest.mark.parametrize(("file", "checksum"), VENDORED)
def test_a_vendored_file_is_the_recorded_one(file, checksum):
    assert hashlib.sha256((ROOT / file).read_bytes()).hexdigest() == checksum


def test_nothing_lies_in_vendor_unrecorded():
    kept = {path.name for path in (ROOT / "static/vendor").iterdir()}
    assert kept == {Path(file).name for file, _ in VENDORED if file.startswith("static/")} | {"vendor.json"}


def test_our_sheets_weigh_at_most_ten_kilobytes_compressed():
    assert sum(len(gzip.compress(sheet(name).encode(), 9)) for name in EVERY_PAGE) <= 10_000


def test_the_font_weighs_at_most_nineteen_kilobytes():
    assert (ROOT / "static/vendor/hanken-latin.woff2").stat().st_size <= 19_000


def test_colours_stand_in_the_tokens_only():
    others = {name: re.findall(r"#[0-9a-f]{3,8}\b", sheet(name)) for name in ("parts.css", "week.css")}
    assert others == {"parts.css": [], "week.css": []}


def test_every_icon_that_a_template_names_is_vendored():
    named = re.compile(r"{% (?:icon|chip \S+) \"([a-z0-9-]+)\"")
    used = {name for page in (ROOT / "templates").rglob("*.html") for name in named.findall(page.read_text())}
    assert used - set(ICONS) == set()


@pytest.mark.parametrize("page", sorted((ROOT / "templates").rglob("*.html")), ids=lambda page: page.name)
def test_no_template_has_inline_style_or_script(page):
    text = re.sub(r"{[%#].*?[%#]}", "", page.read_text())
    mail = "email" in page.parts
    assert re.findall(r"\sstyle=|\son[a-z]+=\"|<script(?![^>]*\ssrc=)", text) == []
    assert mail or "<style" not in text


def tokens():
    """Every token that has a light and a dark value, as (light, dark) hex colours."""
    pairs = re.findall(r"--kp-([a-z0-9-]+): light-dark\((#[0-9a-f]+), (#[0-9a-f]+)\)", sheet("tokens.css"))
    single = re.findall(r"--kp-([a-z0-9-]+): (#[0-9a-f]+);", sheet("tokens.css"))
    return {name: (light, dark) for name, light, dark in pairs} | {name: (one, one) for name, one in single}


def luminance(colour):
    digits = colour.lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    channels = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


TEXT_ON = [
    *(
        (ink, ground)
        for ink in ("ink", "ink-2", "spruce", "spruce-deep", "berry", "berry-deep")
        for ground in ("bg", "surface")
    ),
    *((ink, "sunken") for ink in ("ink", "ink-2")),
    *((f"{tint}-ink", f"{tint}-tint") for tint in ("spruce", "amber", "berry", "lake", "heather")),
    ("on-spruce", "spruce"),
    ("on-spruce", "spruce-deep"),
    ("on-berry", "berry"),
    ("on-berry", "berry-deep"),
    ("on-cloudberry", "cloudberry"),
    ("on-cloudberry", "cloudberry-light"),
    ("hall-ink", "hall"),
    ("hall-ink-2", "hall"),
]
SIGNS_ON = [
    *((sign, ground) for sign in ("edge", "focus", "c1", "c2", "c3", "c4") for ground in ("surface",)),
    ("edge", "bg"),
    ("focus", "bg"),
    ("focus-on-dark", "hall"),
]
DECORATION = {"line", "grid", "hall-2", "amber", "lake", "heather"}
"""Beside words that say the same: hairlines, rings, the sun of the nest, the edge of a card."""
RATIOS = {
    ("edge", "bg"): (3.6, 5.2),
    ("edge", "surface"): (4.0, 4.7),
    ("ink", "bg"): (14.6, 15.4),
    ("ink", "surface"): (16.2, 13.9),
    ("ink-2", "bg"): (6.5, 8.7),
    ("ink-2", "surface"): (7.3, 7.9),
    ("spruce", "bg"): (6.9, 9.8),
    ("spruce", "surface"): (7.6, 8.9),
    ("on-spruce", "spruce"): (7.6, 9.1),
    ("spruce-ink", "spruce-tint"): (8.8, 8.5),
    ("amber-ink", "amber-tint"): (7.8, 9.4),
    ("berry", "bg"): (6.7, 8.3),
    ("berry", "surface"): (7.4, 7.5),
    ("berry-ink", "berry-tint"): (8.0, 9.1),
    ("lake-ink", "lake-tint"): (7.9, 9.2),
    ("heather-ink", "heather-tint"): (8.0, 9.2),
    ("hall-ink", "hall"): (10.8, None),
    ("hall-ink-2", "hall"): (7.4, None),
    ("on-cloudberry", "cloudberry"): (8.7, 8.7),
    ("focus", "bg"): (6.0, 12.9),
    ("focus", "surface"): (6.7, 11.7),
    ("focus-on-dark", "hall"): (8.4, None),
    ("c1", "surface"): (7.6, 8.6),
    ("c2", "surface"): (3.5, 6.4),
    ("c3", "surface"): (3.3, 5.1),
    ("c4", "surface"): (3.2, 4.7),
}
"""What the palette was chosen for, light and dark: a token that is changed is looked at again."""


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("colour", "ground"), TEXT_ON)
def test_text_stands_out_four_and_a_half_times(colour, ground, theme):
    known = tokens()
    assert contrast(known[colour][theme], known[ground][theme]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("colour", "ground"), SIGNS_ON)
def test_edges_rings_and_charts_stand_out_three_times(colour, ground, theme):
    known = tokens()
    assert contrast(known[colour][theme], known[ground][theme]) >= 3


@pytest.mark.parametrize(("pair", "ratios"), RATIOS.items(), ids=str)
def test_the_palette_has_the_contrast_it_was_chosen_for(pair, ratios):
    known = tokens()
    found = [contrast(known[pair[0]][theme], known[pair[1]][theme]) for theme in (0, 1)]
    assert [abs(got - (wanted or got)) < 0.1 for wanted, got in zip(ratios, found, strict=True)] == [True, True], found


def test_every_colour_is_looked_at():
    looked_at = {name for pair in (*TEXT_ON, *SIGNS_ON) for name in pair} | DECORATION
    assert set(tokens()) - looked_at == set()
