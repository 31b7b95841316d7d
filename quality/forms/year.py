"""The forms of the year clock, of goals and of the self-evaluation."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coaches.forms import DayField
from coaches.hours.years import Year
from kit.free_text import FreeTextField
from organisation.models import Sector, Site, User
from organisation.terms import say_lazy
from quality.forms.actions import OwnerChoice
from quality.models import Factor, Goal, Step, YearTask
from quality.policies import can_open_at
from quality.selectors.actions import possible_owners


class TaskForm(forms.ModelForm):
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)
    words = FreeTextField(
        label=gettext_lazy("In your own words"),
        required=False,
        max_length=160,
        help_text=gettext_lazy("Needed for something else. Otherwise the name above stands."),
    )
    due = DayField(label=gettext_lazy("To be done by"))
    owner = OwnerChoice(
        label=gettext_lazy("Owner"),
        queryset=User.objects.none(),
        required=False,
        help_text=gettext_lazy("Gets a reminder two weeks before, and on the day."),
    )
    evidence = forms.URLField(
        label=gettext_lazy("Link to evidence"), required=False, max_length=500, assume_scheme="https"
    )

    class Meta:
        model = YearTask
        fields = ["kind", "words", "due", "owner", "evidence"]
        labels = {"kind": gettext_lazy("What")}

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.year = Year(self.instance.academic_year)
        self.initial["revision"] = self.instance.revision
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)
        owner.queryset = possible_owners(by, timezone.localdate())

    def clean_due(self) -> date:
        due: date = self.cleaned_data["due"]
        if not self.year.first_day <= due <= self.year.last_day:
            words = {"year": self.year.words}
            raise forms.ValidationError(_("Choose a day of the academic year %(year)s.") % words)
        return due

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("kind") == YearTask.Kind.OTHER and not cleaned.get("words") and "words" not in self.errors:
            self.add_error("words", _("Write what is to be done."))
        return cleaned


class GoalForm(forms.ModelForm):
    text = FreeTextField(
        label=gettext_lazy("What the year is to reach"),
        max_length=200,
        help_text=gettext_lazy("Such as: all new teachers are met within a month."),
    )
    target = forms.IntegerField(label=gettext_lazy("Target"), min_value=1, max_value=1_000_000)

    class Meta:
        model = Goal
        fields = ["text", "indicator", "target"]
        labels = {"indicator": gettext_lazy("Figure that tells it")}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        shares = (Goal.Indicator.NEW_MET, Goal.Indicator.REACHED)
        if cleaned.get("indicator") in shares and (cleaned.get("target") or 0) > 100:
            self.add_error("target", _("A share is 100 per cent at most."))
        return cleaned


class EvaluationForm(forms.Form):
    """Opening a self-evaluation of this year."""

    LONGEST = 120
    site = forms.ModelChoiceField(label=say_lazy(gettext_lazy("{Site}")), queryset=Site.objects.none(), required=False)
    sector = forms.ModelChoiceField(
        label=say_lazy(gettext_lazy("{Sector}")), queryset=Sector.objects.none(), required=False
    )
    closes_on = DayField(
        label=gettext_lazy("Last day to answer"),
        help_text=gettext_lazy("The results are shown from the day after. They can not be opened again."),
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by, today = by, timezone.localdate()
        for name, rows in (("site", Site.objects), ("sector", Sector.objects)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows.valid_on(today).filter(institution=by.institution).order_by("name_fi", "pk")
            field.empty_label = _("The whole institution")

    def clean_closes_on(self) -> date:
        day: date = self.cleaned_data["closes_on"]
        if not 0 <= (day - timezone.localdate()).days <= self.LONGEST:
            raise forms.ValidationError(_("Choose a day within the next four months."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        site, sector = cleaned.get("site"), cleaned.get("sector")
        if site and sector:
            self.add_error("sector", _("Choose one of the two: the figures are of one at a time."))
        elif not self.errors and not can_open_at(self.by, site, sector):
            self.add_error(None, _("This is outside your area."))
        return cleaned


class FactorsForm(forms.Form):
    """How far each factor is so; all have to be answered."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for factor in Factor:
            self.fields[factor.value] = forms.TypedChoiceField(
                label=factor.sentence, choices=Step.choices, coerce=int, widget=forms.RadioSelect
            )
