"""The institution itself: what it is called, which languages it speaks, and who may make an account."""

import re
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coordination.forms.settings import SettingForm
from organisation.domains import checked_domains, checked_name, who_has
from organisation.models import Institution, Language

BETWEEN = re.compile(r"[\s,;]+")


class DomainsField(forms.CharField):
    """Domains of addresses, one a line; commas do too."""

    widget = forms.Textarea(attrs={"rows": 3, "autocapitalize": "none", "spellcheck": "false"})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        return checked_domains(BETWEEN.split(super().clean(value)))


class InstitutionForm(SettingForm):
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages"),
        choices=Language.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("The languages that people here can choose. Who uses one that is taken away keeps it."),
        error_messages={"required": gettext_lazy("Choose at least one.")},
    )
    zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        help_text=gettext_lazy("Opening hours are by its clock. What is booked already stays at its moment."),
    )
    signup_domains = DomainsField(
        label=gettext_lazy("Domains that may sign up"),
        required=False,
        max_length=2000,
        help_text=gettext_lazy(
            "One a line, such as college.fi. Whoever has an address there can make an account. "
            "Left empty, people come by invitation only."
        ),
    )

    class Meta:
        model = Institution
        fields = ["name_fi", "name_sv", "name_en", "oid", "languages", "zone", "signup_domains", "host"]
        help_texts = {
            "oid": gettext_lazy("The number in the national register, 1.2.246.562.10. and digits."),
            "host": gettext_lazy(
                "An address of your own, such as kotipesa.college.fi. There your public page is shown to whoever is "
                "not signed in. Whoever runs the installation must let it answer there."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone = self.fields["zone"]
        assert isinstance(zone, forms.ChoiceField)
        names = {name for name in available_timezones() if name.startswith("Europe/")} | {self.instance.zone}
        zone.choices = [(name, name) for name in sorted(names)]

    def _get_validation_exclusions(self) -> set[str]:
        # The constraint speaks when it is saved, at the field.
        return super()._get_validation_exclusions() | {"host"}  # type: ignore[misc]  # stubs lack it

    def clean_signup_domains(self) -> list[str]:
        domains: list[str] = self.cleaned_data["signup_domains"]
        if other := who_has(domains, self.instance):
            taken = ", ".join(sorted({*domains} & {*other.signup_domains}))
            raise ValidationError(_("Another institution has it already: %(names)s."), params={"names": taken})
        return domains

    def clean_host(self) -> str:
        typed = self.cleaned_data["host"]
        host = checked_name(typed) if typed.strip() else ""
        if host and host == urlsplit(settings.BASE_URL).hostname:
            raise ValidationError(_("This is the address of the whole installation. Choose one of your own."))
        return host
