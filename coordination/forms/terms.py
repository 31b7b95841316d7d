"""An institution's own word for one thing in one language, in the forms that its sentences use."""

import unicodedata
from typing import Any

from django import forms
from django.forms.models import fields_for_model
from django.utils.translation import gettext_lazy as _

from organisation.models import Institution, Term
from organisation.terms import FORMS, neutral


class TermForm(forms.Form):
    """The first two forms are needed; what is left empty of the others reads in the neutral wording."""

    def __init__(self, *args: Any, institution: Institution, kind: str, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.institution, self.kind, self.language = institution, kind, language
        wording = neutral(kind, language)
        for name, field in fields_for_model(Term, FORMS[language]).items():
            field.help_text = _("Like “%(word)s”.") % {"word": wording[name]}
            field.validators.append(validate_word)
            field.error_messages["required"] = _("Write this form of the word.")
            field.widget.attrs |= {"lang": language, "autocomplete": "off", "autocapitalize": "none"}
            self.fields[name] = field

    def typed(self) -> dict[str, str]:
        """Form → text, of what can be said so far, whether or not the whole can be saved."""
        if not self.is_bound:
            return {name: text for name, text in self.initial.items() if text}
        self.errors  # noqa: B018 - cleans
        return {name: text for name, text in self.cleaned_data.items() if text}


def validate_word(text: str) -> None:
    """Raises ValidationError when `text` has what would break a sentence: braces, or what can't be seen."""
    if any(char in "{}" or unicodedata.category(char).startswith("C") for char in text):
        raise forms.ValidationError(_("Write the word with letters only, without braces or control characters."))
