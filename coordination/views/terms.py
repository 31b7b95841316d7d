"""`/coordinate/settings/terms/`: what an institution calls the activity, its coaches and its places."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from coordination.forms.terms import TermForm
from coordination.views.settings import administered
from kit.free_text import without_controls
from organisation.models import Institution, Language, Term
from organisation.services import choose_term, use_neutral_wording
from organisation.term_presets import PRESETS, preset_of
from organisation.term_samples import samples
from organisation.terms import FORMS, Own, neutral, own_terms


@dataclass(frozen=True)
class Word:
    """A line of the list: what something is called in a language, and whether that is the institution's own word."""

    language: str
    words: str
    is_own: bool

    @property
    def language_name(self) -> str:
        return str(Language(self.language).label)


@login_required
@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    institution = administered(request)
    own, languages = own_terms(institution), [code for code in FORMS if code in institution.languages]
    kinds = [{"kind": kind, "words": [_word(kind, language, own) for language in languages]} for kind in Term.Kind]
    return render(request, "coordination/terms.html", {"kinds": kinds})


def _word(kind: str, language: str, own: Own) -> Word:
    chosen = own.get(language, {}).get(kind)
    shown = chosen or neutral(kind, language)
    both = dict.fromkeys((shown["singular"], shown["plural"]))
    return Word(language, ", ".join(both), chosen is not None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def terms_edit(request: HttpRequest, kind: str, language: str) -> HttpResponse:
    """GET may name a `preset` that fills the form; POST saves, shows a preview or goes back to neutral (`act`)."""
    institution = administered(request)
    if kind not in Term.Kind or language not in institution.languages:
        raise Http404
    about: dict[str, Any] = {"institution": institution, "kind": kind, "language": language}
    if request.method != "POST":
        return _show(request, TermForm(initial=_start(request, **about), **about))
    act = request.POST.get("act")
    if act == "neutral":
        use_neutral_wording(**about)
        messages.success(request, _("The neutral word is in use again."))
        return redirect("coordination:terms")
    if act == "preview":
        typed = {name: without_controls(request.POST.get(name, ""))[:60].strip() for name in FORMS[language]}
        return _show(request, TermForm(initial=typed, **about))
    form = TermForm(request.POST, **about)
    if not form.is_valid():
        return _show(request, form, status=400)
    term = choose_term(**about, forms=form.cleaned_data)
    done = _("From now on it says “%(word)s”.") % {"word": term.singular}
    messages.success(request, done + "\n" + _("Pages, messages and calendar files use it at once."))
    return redirect("coordination:terms")


def _start(request: HttpRequest, *, institution: Institution, kind: str, language: str) -> Mapping[str, str]:
    """What stands in the form at first: the preset that was asked for, else the institution's own word."""
    preset = preset_of(kind, request.GET.get("preset", ""))
    return preset.forms(language) if preset else own_terms(institution).get(language, {}).get(kind, {})


def _show(request: HttpRequest, form: TermForm, status: int = 200) -> HttpResponse:
    kind, language = form.kind, form.language
    context = {
        "form": form,
        "kind": Term.Kind(kind),
        "of_language": language,
        "language_name": Language(language).label,
        "presets": [(preset.key, preset.words[language][0]) for preset in PRESETS[kind]],
        "chosen": preset_of(kind, request.GET.get("preset", "")),
        "is_own": kind in own_terms(form.institution).get(language, {}),
        "samples": samples(kind, language, form.typed()),
    }
    return render(request, "coordination/terms_edit.html", context, status=status)
