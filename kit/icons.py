"""Icons (Lucide, vendored in icons.json), inlined so that they take the colour of the words beside them."""

import json
from pathlib import Path

from django.utils.safestring import SafeString, mark_safe

_WRAPPER = '<svg class="kp-i" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>'
_DRAWINGS: dict[str, str] = json.loads((Path(__file__).parent / "icons.json").read_text())
# Safe: our own file, written by scripts/vendor.py and held by its checksum.
ICONS = {name: mark_safe(_WRAPPER.format(drawing)) for name, drawing in _DRAWINGS.items()}


def icon(name: str) -> SafeString:
    """The icon `name` as inline SVG, hidden from screen readers: a word stands beside it, always.

    Raises KeyError for an icon that is not vendored: name it in scripts/vendor.py first.
    """
    return ICONS[name]
