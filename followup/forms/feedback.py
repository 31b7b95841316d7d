"""What somebody says of a session: a few answers and a sentence, none of which is needed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from followup.models import FeedbackQuestion
from followup.services import give_feedback
from kit.free_text import FreeTextField
from organisation.models import User
from sessions.models import Session

VALUES = [("4", _("Fully")), ("3", _("Mostly")), ("2", _("A little")), ("1", _("Not at all"))]
LENGTH = 300


class FeedbackForm(forms.Form):
    """One press for each question."""

    def __init__(self, data: Any = None, *, session: Session, person: User, questions: list[FeedbackQuestion]) -> None:
        super().__init__(data)
        self.session, self.person, self.questions = session, person, questions
        for question in questions:
            self.fields[f"question_{question.pk}"] = forms.TypedChoiceField(
                label=question.name,
                choices=VALUES,
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
            )
        self.fields["sentence"] = FreeTextField(
            label=_("In your own words"), required=False, max_length=LENGTH, widget=forms.Textarea(attrs={"rows": 2})
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not any(cleaned.values()):
            raise forms.ValidationError(_("Answer at least one question, or write a few words."))
        return cleaned

    def give(self) -> None:
        """Raises FeedbackClosed."""
        said = self.cleaned_data
        values = {each: said[f"question_{each.pk}"] for each in self.questions if said.get(f"question_{each.pk}")}
        give_feedback(session=self.session, person=self.person, values=values, sentence=said["sentence"])
