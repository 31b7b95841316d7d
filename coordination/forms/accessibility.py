"""Feedback on accessibility: a message, and whom to answer."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from coordination.models import AccessibilityFeedback
from coordination.services import give_accessibility_feedback
from kit.free_text import FreeTextField
from organisation.models import Institution


class AccessibilityFeedbackForm(forms.Form):
    text = FreeTextField(
        label=_("What does not work for you?"),
        help_text=_(
            "Tell the page and what you tried to do. Do not write students' names or other data about them. "
            "Those who answer see this; it is kept for 12 months."
        ),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write what does not work for you.")},
    )
    name = FreeTextField(
        label=_("Your name"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail"),
        help_text=_("Leave your address if you would like an answer."),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def give(self, institution: Institution | None) -> AccessibilityFeedback:
        language = (get_language() or "fi")[:2]
        return give_accessibility_feedback(institution=institution, language=language, **self.cleaned_data)
