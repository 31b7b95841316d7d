"""Forms about people: making an account, and one's own details."""

from typing import Any

from allauth.account.fields import PasswordField
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisation import services
from organisation.exceptions import Refused
from organisation.models import Institution, Invitation, Language, Place, Sector, Site, User
from organisation.terms import say_lazy


class NoPlaceYet(forms.ModelChoiceField):
    """A site or a sector of one institution, which may be left open."""

    def __init__(self, model: type[Place], institution: Institution | None, label: Any, current: Any = None) -> None:
        offered = model.objects.filter(institution=institution).valid_on(timezone.localdate())
        kept = model.objects.filter(pk=current)
        super().__init__(
            (offered | kept).distinct().order_by("name_fi"), required=False, label=label, empty_label=_("Not chosen")
        )


def languages_of(institution: Institution | None) -> list[tuple[str, Any]]:
    """The languages that an institution uses, as choices; an operator may have any."""
    return [(code, name) for code, name in Language.choices if institution is None or code in institution.languages]


class SignUpForm(forms.Form):
    """Only the address: the rest is asked once it has proved to be one's own."""

    email = forms.EmailField(
        label=_("Work e-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("We send a link to this address. You make your account there."),
    )

    def send(self, language: str) -> bool:
        """Whether the mail was sent; if not, the form says why."""
        try:
            services.sign_up(email=self.cleaned_data["email"], language=language)
        except Refused as refusal:
            self.add_error("email", str(refusal))
        return self.is_valid()


class OwnDetailsForm(forms.ModelForm):
    """What a person says of themselves."""

    class Meta:
        model = User
        fields = ["first_name", "last_name", "language", "home_site", "home_sector"]
        widgets = {
            "first_name": forms.TextInput(attrs={"autocomplete": "given-name"}),
            "last_name": forms.TextInput(attrs={"autocomplete": "family-name"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person, house = self.instance, self.instance.institution
        self.fields["language"] = forms.ChoiceField(label=_("Language"), choices=languages_of(house))
        if house is None:
            del self.fields["home_site"], self.fields["home_sector"]
            return
        self.fields["home_site"] = NoPlaceYet(Site, house, say_lazy(_("Own {site}")), person.home_site_id)
        self.fields["home_sector"] = NoPlaceYet(Sector, house, say_lazy(_("Own {sector}")), person.home_sector_id)


class InvitedForm(OwnDetailsForm):
    """The account of an invited person, who may have a password or only codes."""

    password = PasswordField(
        label=_("Password"),
        required=False,
        autocomplete="new-password",
        help_text=_("Leave this empty to sign in with a code that we send to your e-mail each time."),
    )

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        self.invitation = invitation
        person = User(
            email=invitation.email,
            institution=invitation.institution,
            language=invitation.language,
            home_site_id=invitation.home_site_id,
            home_sector_id=invitation.home_sector_id,
        )
        super().__init__(*args, instance=person, **kwargs)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("password"):
            named = {name: data.get(name, "") for name in ("first_name", "last_name")}
            try:
                validate_password(data["password"], User(email=self.invitation.email, **named))
            except forms.ValidationError as error:
                self.add_error("password", error)
        return data

    def accept(self) -> User | None:
        """The new person, or None with the reason on the form."""
        try:
            return services.accept_invitation(invitation=self.invitation, **self.cleaned_data)
        except Refused as refusal:
            self.add_error(None, str(refusal))
            return None
