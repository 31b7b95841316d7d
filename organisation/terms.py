"""An institution's own words for the activity, its coaches and its places, put into the sentences of the product.

A sentence names a term in braces, in the form that its language needs, and is said through `say`:
`say(_("The {coach} is away then."))`; in the Finnish catalogue "{Coach} on silloin poissa.", elsewhere
"{coach.genitive}". A capital letter at the name asks for one at the term. Where an institution has no word of its own,
or not that form of it, the neutral wording stands.
"""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property
from string import Formatter
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.utils.functional import lazy
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, override
from redis.exceptions import RedisError

from organisation.models import Institution, Term

logger = logging.getLogger(__name__)

FORMS: Mapping[str, tuple[str, ...]] = {
    "fi": ("singular", "plural", "genitive", "partitive", "allative"),
    "sv": ("singular", "plural", "definite", "definite_plural"),
    "en": ("singular", "plural"),
}
"""The forms that each language's sentences use; an own term needs the first two."""

NEUTRAL: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "fi": {
        "activity": (
            *("vertaisvalmennus", "vertaisvalmennukset"),
            *("vertaisvalmennuksen", "vertaisvalmennusta", "vertaisvalmennukselle"),
        ),
        "coach": ("valmentaja", "valmentajat", "valmentajan", "valmentajaa", "valmentajalle"),
        "lead_coach": (
            *("vastaava valmentaja", "vastaavat valmentajat"),
            *("vastaavan valmentajan", "vastaavaa valmentajaa", "vastaavalle valmentajalle"),
        ),
        "site": ("toimipaikka", "toimipaikat", "toimipaikan", "toimipaikkaa", "toimipaikalle"),
        "sector": ("toimiala", "toimialat", "toimialan", "toimialaa", "toimialalle"),
    },
    "sv": {
        "activity": ("kollegahandledning", "kollegahandledningar", "kollegahandledningen", "kollegahandledningarna"),
        "coach": ("kollegahandledare", "kollegahandledare", "kollegahandledaren", "kollegahandledarna"),
        "lead_coach": (
            *("ansvarig kollegahandledare", "ansvariga kollegahandledare"),
            *("den ansvariga kollegahandledaren", "de ansvariga kollegahandledarna"),
        ),
        "site": ("verksamhetsställe", "verksamhetsställen", "verksamhetsstället", "verksamhetsställena"),
        "sector": ("bransch", "branscher", "branschen", "branscherna"),
    },
    "en": {
        "activity": ("peer coaching", "peer coaching"),
        "coach": ("coach", "coaches"),
        "lead_coach": ("lead coach", "lead coaches"),
        "site": ("site", "sites"),
        "sector": ("sector", "sectors"),
    },
}
"""The product's own wording, by language and kind, in the order of FORMS."""

SOURCE = "en"
"""The language of the texts in the code: they stand where no language is active."""

KEPT_FOR = 24 * 60 * 60
"""Seconds; saving a term forgets what is kept."""

Own = Mapping[str, Mapping[str, Mapping[str, str]]]
"""Language → kind → form → text."""


class _Speaker:
    """Whose words are used; they are looked up when the first is needed, and once."""

    def __init__(self, institution: Institution | None) -> None:
        self.institution = institution

    @cached_property
    def own(self) -> Own:
        return own_terms(self.institution) if self.institution else {}


NOBODY = _Speaker(None)
_speaking: ContextVar[_Speaker] = ContextVar("whose terms are used", default=NOBODY)


@contextmanager
def speaking_for(institution: Institution | None) -> Iterator[None]:
    """Use the terms of `institution` in what is said inside; None means the neutral wording."""
    token = _speaking.set(_Speaker(institution))
    try:
        yield
    finally:
        _speaking.reset(token)


@contextmanager
def trying(language: str, kind: str, forms: Mapping[str, str]) -> Iterator[None]:
    """Say what is said inside in `language`, and with `forms` for `kind`, as if they were saved already."""
    speaker = _Speaker(_speaking.get().institution)
    own = _speaking.get().own
    speaker.own = {**own, language: {**own.get(language, {}), kind: forms}}
    token = _speaking.set(speaker)
    try:
        with override(language):
            yield
    finally:
        _speaking.reset(token)


class Forms:
    """A term in every form of a language: as text it is the singular, `{coach.genitive}` takes another form."""

    def __init__(self, forms: Mapping[str, str], *, capital: bool = False) -> None:
        self._forms, self._capital = forms, capital

    def __getattr__(self, form: str) -> str:
        """A form that the language does not have (a sentence that is not translated) reads as its nearest."""
        nearest = "plural" if "plural" in form else "singular"
        text = self._forms.get(form) or self._forms[nearest]
        return text[:1].upper() + text[1:] if self._capital else text

    def __str__(self) -> str:
        return str(self.singular)


def neutral(kind: str, language: str) -> dict[str, str]:
    """The product's own wording for `kind`: form → text."""
    return dict(zip(FORMS[language], NEUTRAL[language][kind], strict=True))


def own_terms(institution: Institution) -> Own:
    """What the institution has chosen; kept in the cache between requests."""
    try:
        return cache.get_or_set(_key(institution.pk), lambda: _read(institution), KEPT_FOR) or {}
    except RedisError:  # the cache may go away at any time; the words stay
        logger.warning("The cache does not answer; the terms are read from the database", exc_info=True)
        return _read(institution)


def _read(institution: Institution) -> Own:
    found: dict[str, dict[str, dict[str, str]]] = {}
    for term in Term.objects.filter(institution_id=institution.pk):
        forms = {form: getattr(term, form) for form in FORMS[term.language] if getattr(term, form)}
        found.setdefault(term.language, {})[term.kind] = forms
    return found


def forget_terms(institution: Institution) -> None:
    """To be called when a term was saved or deleted: once the transaction is through, everyone reads anew."""
    transaction.on_commit(lambda: cache.delete(_key(institution.pk)))


def _key(institution_id: int) -> str:
    return f"terms-of-{institution_id}"


class Terms(Mapping[str, Forms]):
    """What may stand in braces: "coach" and "Coach", "site" and "Site", and so on, in one language."""

    def __init__(self, language: str, own: Mapping[str, Mapping[str, str]]) -> None:
        self._language, self._own = language, own

    def __getitem__(self, name: str) -> Forms:
        kind = name.lower()
        if kind not in NEUTRAL[self._language]:
            raise KeyError(name)
        forms = neutral(kind, self._language) | dict(self._own.get(kind, {}))
        return Forms(forms, capital=name != kind)

    def __iter__(self) -> Iterator[str]:
        return iter(NEUTRAL[self._language])

    def __len__(self) -> int:
        return len(NEUTRAL[self._language])


def terms(language: str | None = None) -> Terms:
    """The terms of the institution that is spoken for, in `language` (the active one, unless told)."""
    language = (language or get_language() or SOURCE)[:2]
    language = language if language in FORMS else SOURCE
    return Terms(language, _speaking.get().own.get(language, {}))


class _Filling(Formatter):
    """`str.format` with the terms behind the values; what is filled into HTML is escaped."""

    def __init__(self, *, escape: bool) -> None:
        self._escape = escape

    @cached_property
    def _terms(self) -> Terms:
        return terms()

    def get_value(self, key: int | str, args: Any, kwargs: Any) -> Any:
        return kwargs[key] if key in kwargs else self._terms[str(key)]

    def format_field(self, value: Any, format_spec: str) -> str:
        return conditional_escape(str(value)) if self._escape else super().format_field(value, format_spec)


def say(text: Any, /, **values: Any) -> str:
    """`text`, already translated, with the institution's terms and `values` in the places of their braces."""
    return _Filling(escape=False).vformat(str(text), (), values)


def say_html(text: Any, /, **values: Any) -> SafeString:
    """`say` for a page: terms and values are escaped, the text of the catalogue is not."""
    return mark_safe(_Filling(escape=True).vformat(str(text), (), values))  # the catalogue is our own


say_lazy = lazy(say, str)
"""`say` for what is written once and read in many languages: labels, names of kinds."""
