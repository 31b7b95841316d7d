"""The forms of the loop. None of its texts is about a person."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coaches.forms import DayField
from kit.free_text import FreeTextField
from organisation.models import Sector, Site, User
from organisation.terms import say_lazy
from quality.models import CoreProcess, ImprovementAction, Observation
from quality.selectors.actions import possible_owners, processes_for
from topics.models import Topic

NO_NAMES = gettext_lazy("No names, please. Do not write anything about students or about a colleague.")


def text_field(
    label: Any, *, required: bool = True, most: int = 500, hint: Any = NO_NAMES, rows: int = 3
) -> FreeTextField:
    """A text of several lines."""
    area = forms.Textarea(attrs={"rows": rows})
    return FreeTextField(label=label, required=required, max_length=most, help_text=hint, widget=area)


class ProposalForm(forms.Form):
    text = text_field(gettext_lazy("What should be looked at?"), most=1000)
    topic = forms.ModelChoiceField(label=gettext_lazy("Topic"), queryset=Topic.objects.none(), required=False)

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topic = self.fields["topic"]
        assert isinstance(topic, forms.ModelChoiceField)
        topic.queryset = Topic.objects.visible_to(by).offered()


class ObservationForm(ProposalForm):
    first_day = DayField(label=gettext_lazy("First day of the period"))
    last_day = DayField(label=gettext_lazy("Last day of the period"))
    field_order = ["first_day", "last_day", "topic", "text"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("What have you seen?")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and first > last:
            self.add_error("last_day", _("The last day is before the first."))
        return cleaned


class ActionForm(forms.Form):
    what = text_field(gettext_lazy("What should be done?"))
    process = forms.ModelChoiceField(
        label=gettext_lazy("Core process"), queryset=CoreProcess.objects.none(), required=False
    )
    due = DayField(label=gettext_lazy("To be done by"))
    site = forms.ModelChoiceField(label=say_lazy(gettext_lazy("{Site}")), queryset=Site.objects.none(), required=False)
    sector = forms.ModelChoiceField(
        label=say_lazy(gettext_lazy("{Sector}")), queryset=Sector.objects.none(), required=False
    )

    def __init__(self, *args: Any, observation: Observation, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        here = {"institution": observation.institution_id}
        self._offer("process", processes_for(by))
        self._offer("site", Site.objects.valid_on(today).filter(**here).order_by("name_fi", "pk"))
        self._offer("sector", Sector.objects.valid_on(today).filter(**here).order_by("name_fi", "pk"))
        self.fields["process"].required = processes_for(by).exists()

    def _offer(self, name: str, rows: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows
        if name != "process":
            field.empty_label = _("The whole institution")

    def clean_due(self) -> Any:
        return _ahead(self.cleaned_data["due"])


def _ahead(day: Any) -> Any:
    if day < timezone.localdate():
        raise forms.ValidationError(_("Choose a day from today on."))
    return day


class OwnerChoice(forms.ModelChoiceField):
    def label_from_instance(self, person: User) -> str:
        return person.get_full_name()


class DecisionForm(forms.Form):
    """A manager's word: yes with owner and day, or no with a reason."""

    YES, NO = "yes", "no"
    decision = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=((YES, gettext_lazy("Accept")), (NO, gettext_lazy("Decline"))),
        widget=forms.RadioSelect,
    )
    owner = OwnerChoice(label=gettext_lazy("Owner"), queryset=User.objects.none(), required=False)
    due = DayField(label=gettext_lazy("To be done by"), required=False)
    reason = text_field(
        gettext_lazy("Reason"),
        required=False,
        hint=gettext_lazy("Needed to decline. Everybody of the institution reads it. No names, please."),
    )

    def __init__(self, data: Any = None, *, action: ImprovementAction, by: User) -> None:
        super().__init__(data, initial={"owner": by.pk, "due": action.due})
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)
        owner.queryset = possible_owners(by, timezone.localdate())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("decision") == self.NO and not cleaned.get("reason"):
            self.add_error("reason", _("Write why it is declined."))
        if cleaned.get("decision") == self.YES:
            for name in ("owner", "due"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("Needed to accept the action."))
        return cleaned

    @property
    def is_yes(self) -> bool:
        return bool(self.cleaned_data["decision"] == self.YES)


class WorkForm(forms.Form):
    """How far an action is."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    step = forms.ChoiceField(
        label=gettext_lazy("Step"), choices=ImprovementAction.Step.choices, widget=forms.RadioSelect
    )
    owner = OwnerChoice(label=gettext_lazy("Owner"), queryset=User.objects.none())
    due = DayField(label=gettext_lazy("To be done by"))
    evidence = forms.URLField(
        label=gettext_lazy("Link to evidence"), required=False, max_length=500, assume_scheme="https"
    )
    outcome = text_field(gettext_lazy("What has changed?"), required=False)
    is_done = forms.BooleanField(label=gettext_lazy("This is done"), required=False)

    def __init__(self, data: Any = None, *, action: ImprovementAction, by: User) -> None:
        names = ("revision", "step", "due", "evidence", "outcome")
        initial = {name: getattr(action, name) for name in names} | {"owner": action.owner_id}
        super().__init__(data, initial=initial)
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)
        today = timezone.localdate()
        owner.queryset = possible_owners(by, today)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("is_done") and not cleaned.get("outcome") and "outcome" not in self.errors:
            self.add_error("outcome", _("Write what has changed: the house reads it on the home base."))
        return cleaned


class ProcessForm(forms.ModelForm):
    class Meta:
        model = CoreProcess
        fields = ["name_fi", "name_sv", "name_en", "is_retired"]
        labels = {
            "name_fi": gettext_lazy("Name in Finnish"),
            "name_sv": gettext_lazy("Name in Swedish"),
            "name_en": gettext_lazy("Name in English"),
            "is_retired": gettext_lazy("No longer in use"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            del self.fields["is_retired"]

    def clean_name_fi(self) -> str:
        name = str(self.cleaned_data["name_fi"])
        same = CoreProcess.objects.filter(institution=self.instance.institution_id, name_fi=name)
        if same.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("There is a process of this name already."))
        return name
