"""A change ahead, in the languages of the house."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coaches.forms import DayField
from coordination.forms.scope import ScopeForm
from coordination.models import Change
from coordination.services import save_change
from kit.free_text import FreeTextField
from organisation.models import User
from topics.models import Topic

AHEAD = timedelta(days=800)


def _text(label: Any, *, required: bool = False) -> FreeTextField:
    return FreeTextField(label=label, required=required, max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class ChangeForm(ScopeForm):
    day = DayField(label=gettext_lazy("From which day"))
    text_fi = _text(gettext_lazy("What changes, in Finnish"), required=True)
    text_sv = _text(gettext_lazy("What changes, in Swedish"))
    text_en = _text(gettext_lazy("What changes, in English"))
    topics = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Topics to book"),
        queryset=Topic.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("A link to these stands beside the change."),
    )
    field_order = ["day", "text_fi", "text_sv", "text_en", "topics", "site", "sector"]

    def __init__(self, *args: Any, by: User, change: Change | None = None, **kwargs: Any) -> None:
        super().__init__(*args, by=by, initial=_initial(change) if change else None, **kwargs)
        self.change = change
        topics = self.fields["topics"]
        assert isinstance(topics, forms.ModelMultipleChoiceField)
        topics.queryset = Topic.objects.visible_to(by).offered()

    def clean_day(self) -> Any:
        day, today = self.cleaned_data["day"], timezone.localdate()
        if self.change and day == self.change.day or today <= day <= today + AHEAD:
            return day
        raise forms.ValidationError(_("Choose a day from today to about two years ahead."))

    def save(self) -> Change:
        return save_change(by=self.by, change=self.change, **self.cleaned_data)


def _initial(change: Change) -> dict[str, Any]:
    texts = {name: getattr(change, name) for name in ("text_fi", "text_sv", "text_en")}
    places = {"site": change.site_id, "sector": change.sector_id}
    return {"day": change.day, **texts, **places, "topics": list(change.topics.values_list("pk", flat=True))}
