"""Every text of the code that can be translated, found without gettext; and a Finnish that marks what it says."""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from django.utils.translation.template import templatize
from django.utils.translation.trans_real import DjangoTranslation

ROOT = Path(__file__).resolve().parents[2]
APPS = ("kit", "organisation", "notifications", "topics", "coaches", "sessions", "followup")
APPS += ("coordination", "insights", "quality", "coaching")

Text = tuple[str | None, str, str | None]
"""Context, text, and the text for many."""

# For each function: the places of context, text and plural among its arguments.
MARKS: dict[str, tuple[int | None, int, int | None]] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), (None, 0, None)),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (None, 0, 1)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), (0, 1, None)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), (0, 1, 2)),
}
STRING = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
CALL = re.compile(rf"\b(n?p?gettext|_)\(({STRING}(?:, {STRING})*)")


def texts_of_code() -> dict[Text, str]:
    """Each text with a file that says it."""
    found: dict[Text, str] = {}
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            found |= dict.fromkeys(_of_module(path), str(path.relative_to(ROOT)))
    for path in sorted((ROOT / "templates").rglob("*")):
        if path.suffix in (".html", ".txt"):
            found |= dict.fromkeys(_of_template(path), str(path.relative_to(ROOT)))
    return found


def _of_module(path: Path) -> Iterator[Text]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS:
            said = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
            if said:  # else the text is looked up, and stands where it is marked with gettext_noop
                yield _text(node.func.id, said)


def _of_template(path: Path) -> Iterator[Text]:
    for name, arguments in CALL.findall(templatize(path.read_text())):
        yield _text(name, [ast.literal_eval(text) for text in re.findall(STRING, arguments)])


def _text(name: str, said: list) -> Text:
    context, text, plural = ((None if place is None else said[place]) for place in MARKS[name])
    return context, text, plural


class MarkedFinnish(DjangoTranslation):
    """Finnish in which every translated text stands in ⟦ ⟧."""

    def __init__(self) -> None:
        super().__init__("fi")

    def gettext(self, message: str) -> str:
        return f"⟦{super().gettext(message)}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"⟦{super().ngettext(msgid1, msgid2, n)}⟧"


class Visible(HTMLParser):
    """What a page says to people: its text, and the attributes that are read out. Icons and drawings are left out."""

    SILENT = ("script", "style", "svg", "code")
    SPOKEN = ("aria-label", "title", "placeholder", "alt", "data-saving")

    def __init__(self, page: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.silent = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        if tag in self.SILENT:
            self.silent = tag
        self.said += [value for name, value in attrs if name in self.SPOKEN and value]

    def handle_endtag(self, tag: str) -> None:
        if tag == self.silent:
            self.silent = ""

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.said.append(data)


def unmarked_words(page: str) -> set[str]:
    """The words of `page` that stand outside every ⟦ ⟧. Marks may be nested and may span elements."""
    words, depth = [], 0
    for piece in re.split(r"([⟦⟧])", "\n".join(Visible(page).said)):
        depth += {"⟦": 1, "⟧": -1}.get(piece, 0)
        if not depth:
            words += re.findall(r"[^\W\d_]{2,}", piece)
    return set(words)
