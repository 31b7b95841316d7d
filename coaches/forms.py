"""What coaches say of themselves and when they are open."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator, URLValidator
from django.db.models import Q
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from coaches.exceptions import HoursRefused
from coaches.models import Channel, Coach, OpeningHours, WeekSet
from coaches.services import save_opening_hours
from kit.free_text import FreeTextField
from organisation.forms import languages_of
from organisation.models import Institution, Place, Sector, Site
from organisation.terms import say_lazy
from topics.models import Guideline, Topic

EARLIEST, LATEST = date(2000, 1, 1), date(2199, 12, 31)
WEEKDAY_CHOICES = [(number + 1, name) for number, name in WEEKDAYS.items()]


class DayField(forms.DateField):
    """A date as browsers send it or as Finns type it, in years that a calendar can hold."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    input_formats = ["%Y-%m-%d", "%d.%m.%Y"]
    default_error_messages = {"invalid": _("Write the day like 24.11.2026.")}

    def __init__(self, **kwargs: Any) -> None:
        years = _("Choose a year between 2000 and 2199.")
        super().__init__(**kwargs, validators=[MinValueValidator(EARLIEST, years), MaxValueValidator(LATEST, years)])


class ClockField(forms.TimeField):
    """A time of day as browsers send it or as Finns type it."""

    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    input_formats = ["%H:%M", "%H.%M", "%H:%M:%S"]
    default_error_messages = {"invalid": _("Write the time like 9.30.")}


def small_number(label: Any, top: int, least: int = 0, **kwargs: Any) -> forms.IntegerField:
    """A number from `least` to `top` that may be left empty: then the institution's own figure holds."""
    return forms.IntegerField(label=label, required=False, min_value=least, max_value=top, **kwargs)


class ProfileForm(forms.ModelForm):
    """How colleagues find a coach, and how many sessions there is room for."""

    headline = FreeTextField(
        label=_("What you are good at, in a few words"),
        required=False,
        max_length=80,
        help_text=_("Shown beside your name wherever times are listed."),
    )
    about = FreeTextField(
        label=_("About you"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Everyone in the institution can read this. Leave out names of students."),
    )
    meeting_link = forms.URLField(
        label=_("Link for online sessions"),
        required=False,
        max_length=500,
        assume_scheme="https",
        validators=[URLValidator(schemes=["https", "http"])],
        help_text=_("Such as your own room in Teams. It is put into the invitation of each online session."),
    )
    phone = FreeTextField(
        label=_("Phone for quick questions"),
        required=False,
        max_length=30,
        validators=[
            RegexValidator(r"^\+?[\d\s()-]{4,30}\Z", _("Write the number with digits only, such as 040 123 4567."))
        ],
    )
    chat = FreeTextField(label=_("Chat for quick questions"), required=False, max_length=120)
    working_groups = FreeTextField(
        label=_("Working groups you sit in"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line. Your team sees them. Leave out names of students."),
    )
    buffer_before_minutes = small_number(_("Minutes kept free before a session"), 120)
    buffer_after_minutes = small_number(_("Minutes kept free after a session"), 120)
    daily_cap = small_number(_("Sessions a day at most"), 20, least=1)
    weekly_cap = small_number(_("Sessions a week at most"), 60, least=1)
    paused_until = DayField(
        label=_("Take a break from bookings until"),
        required=False,
        help_text=_("No new times are offered before this day. What is booked already stays."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"), required=False, widget=forms.CheckboxSelectMultiple, choices=()
    )

    GROUPS = (
        (_("What colleagues see"), ("headline", "about", "topics", "languages", "sites", "sectors", "guidelines")),
        (_("In the team"), ("working_groups",)),
        (_("How to reach you"), ("meeting_link", "phone", "chat")),
        (
            _("How much there is room for"),
            ("daily_cap", "weekly_cap", "buffer_before_minutes", "buffer_after_minutes", "paused_until"),
        ),
    )

    class Meta:
        model = Coach
        fields = [
            *("headline", "about", "topics", "languages", "sites", "sectors", "meeting_link", "phone", "chat"),
            *("working_groups", "guidelines"),
            *("daily_cap", "weekly_cap", "buffer_before_minutes", "buffer_after_minutes", "paused_until"),
        ]
        labels = {"sites": say_lazy(_("{Site.plural}")), "sectors": say_lazy(_("{Sector.plural}"))}
        widgets = {name: forms.CheckboxSelectMultiple for name in ("topics", "sites", "sectors", "guidelines")}
        help_texts = {"guidelines": _("Those of your topics that you lean on. Save new topics first to see theirs.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        house, ticked = self.instance.institution, Q(coaches=self.instance)
        # What is ticked already stays on the list, also when it is no longer in use.
        topics = Topic.objects.filter(Q(is_retired=False, is_open=False) | ticked, institution=house)
        offer(self, "topics", topics.distinct().order_by("position", "pk"))
        for name, model in (("sites", Site), ("sectors", Sector)):
            offer(self, name, in_use(model, house, ticked).distinct().order_by("pk"))
        leant_on = Guideline.objects.filter(Q(topic__in=self.instance.topics.values("pk")) | ticked, institution=house)
        offer(self, "guidelines", leant_on.defer("search").distinct().order_by("topic", "pk"))
        self._tell_common_figures(house)
        choose(self, "languages", languages_of(house))

    @property
    def groups(self) -> list[dict[str, Any]]:
        """The fields as the page lays them out: a title and its fields."""
        return [{"title": title, "fields": [self[name] for name in names]} for title, names in self.GROUPS]

    def _tell_common_figures(self, house: Institution) -> None:
        for name in ("daily_cap", "weekly_cap", "buffer_before_minutes", "buffer_after_minutes"):
            common = _("Left empty, it is %(number)d, as for everyone here.")
            self.fields[name].help_text = common % {"number": getattr(house, name)}


def in_use(model: type[Place], house: Institution, kept: Q) -> Any:
    """The sites or sectors of `house` that are in use today, and those that `kept` names."""
    used = model.objects.filter(institution=house).valid_on(timezone.localdate())
    return model.objects.filter(Q(pk__in=used.values("pk")) | kept, institution=house)


def offer(form: forms.ModelForm, name: str, rows: Any) -> forms.ModelChoiceField:
    """Let the field `name`, which may be left empty, choose among `rows`."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset, field.required = rows, False
    return field


def choose(form: forms.ModelForm, name: str, choices: list[tuple[Any, Any]]) -> None:
    """Let the field `name` choose among `choices`."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


class OpeningHoursForm(forms.ModelForm):
    """A span of a weekday in which a coach can be booked. What the constraints refuse is said on the form."""

    weekday = forms.TypedChoiceField(label=_("Weekday"), coerce=int, choices=WEEKDAY_CHOICES)
    starts = ClockField(label=_("From"))
    ends = ClockField(label=_("Until"))
    room = FreeTextField(label=_("Room"), required=False, max_length=60)
    valid_from = DayField(label=_("In use from"))
    valid_until = DayField(
        label=_("In use until"), required=False, help_text=_("Leave this empty when you do not know yet.")
    )

    class Meta:
        model = OpeningHours
        fields = ["weekday", "starts", "ends", "channel", "site", "room", "weeks", "valid_from", "valid_until"]
        widgets = {"channel": forms.RadioSelect, "weeks": forms.RadioSelect}
        labels = {"channel": _("How"), "site": say_lazy(_("{Site}")), "weeks": _("Weeks")}
        help_texts = {"weeks": _("By the week numbers of the calendar.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = in_use(Site, self.instance.institution, Q(pk=self.instance.site_id)).order_by("pk")
        offer(self, "site", places).empty_label = say_lazy(_("No {site}"))
        for name, words in (("weekday", WEEKDAY_CHOICES), ("channel", Channel.choices), ("weeks", WeekSet.choices)):
            choose(self, name, [(value, capfirst(str(word))) for value, word in words])

    def _get_validation_exclusions(self) -> set[str]:
        # The constraints speak when the hours are saved, each at its field; Django would say only their names.
        return super()._get_validation_exclusions() | {"ends", "valid_until"}  # type: ignore[misc]  # stubs lack it

    def store(self) -> OpeningHours | None:
        """The saved hours, or None with the reason on the form."""
        try:
            return save_opening_hours(self.instance)
        except HoursRefused as refusal:
            self.add_error(refusal.field, refusal.sentence)
            return None
