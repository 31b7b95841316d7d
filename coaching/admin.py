"""The operator's window on institutions, places and people. Sessions, notes and figures are not in it."""

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db.models import Count, Prefetch, Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from followup.services import create_default_questions
from organisation.domains import checked_domains, who_has
from organisation.exceptions import Refused
from organisation.models import Institution, Invitation, Role, Sector, Site, User
from organisation.policy import Policy
from organisation.services import invite_person
from topics.services import create_default_topics

admin.site.unregister(Group)  # rights come from roles; groups would open nothing

PURPOSES = ["purpose_fi", "purpose_sv", "purpose_en"]


class InstitutionForm(forms.ModelForm):
    def clean_signup_domains(self) -> list[str]:
        """Each domain opens one institution, so no other may claim it."""
        domains = checked_domains(self.cleaned_data["signup_domains"])
        if other := who_has(domains, self.instance):
            raise ValidationError(_("%(name)s uses this domain already."), params={"name": other.name})
        return domains

    def clean_host(self) -> str:
        return self.cleaned_data["host"].strip().lower()


@admin.register(Institution)
class InstitutionAdmin(admin.ModelAdmin):
    form = InstitutionForm
    list_display = ["name_fi", "slug", "host", "zone", "people_count", "programme_admins"]
    prepopulated_fields = {"slug": ["name_fi"]}
    fieldsets = [
        (None, {"fields": ["name_fi", "name_sv", "name_en", "slug", "oid", "zone", "languages", "signup_domains"]}),
        (_("Public page"), {"fields": ["host", "contact_name", "contact_email", *PURPOSES]}),
        (_("Rules"), {"fields": [rule.name for rule in Policy._meta.get_fields()], "classes": ["collapse"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> Any:
        held = Role.objects.valid_on(timezone.localdate()).filter(kind=Role.Kind.PROGRAMME_ADMIN, user__is_active=True)
        admins = Prefetch("roles", queryset=held.select_related("user"), to_attr="admins_today")
        active = Count("people", filter=Q(people__is_active=True))
        return super().get_queryset(request).annotate(active=active).prefetch_related(admins)

    @admin.display(description=_("people"))
    def people_count(self, institution: Any) -> int:
        return institution.active

    @admin.display(description=_("programme admins"))
    def programme_admins(self, institution: Any) -> str:
        """Who they are today; where there is none, nobody can change the institution's settings."""
        names = sorted({role.user.get_full_name() for role in institution.admins_today})
        return ", ".join(names) or str(_("none yet: name one at a person's account"))

    def save_model(self, request: HttpRequest, obj: Institution, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if not change:
            create_default_topics(obj)
            create_default_questions(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An institution's years of work don't go by one press."""
        return False


@admin.register(Site, Sector)
class PlaceAdmin(admin.ModelAdmin):
    list_display = ["name_fi", "institution", "valid_from", "valid_until"]
    list_filter = ["institution"]
    search_fields = ["name_fi", "name_sv", "name_en"]


class RoleForm(forms.ModelForm):
    """Only what an operator may name: the programme admin, who names the others."""

    class Meta:
        model = Role
        fields = ["kind", "valid_from", "valid_until"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"] = forms.ChoiceField(
            label=_("role"), choices=[(Role.Kind.PROGRAMME_ADMIN, Role.Kind.PROGRAMME_ADMIN.label)]
        )

    def clean(self) -> dict[str, Any]:
        self.instance.institution_id = self.instance.user.institution_id
        if self.instance.institution_id is None:
            raise ValidationError(_("An operator has no role at an institution."))
        return super().clean() or self.cleaned_data


class ProgrammeAdminInline(admin.TabularInline):
    model = Role
    form = RoleForm
    extra = 0
    can_delete = False  # a role ends by its last day, so that it stays known who could do what
    verbose_name = _("programme admin")
    verbose_name_plural = _("programme admin")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).filter(kind=Role.Kind.PROGRAMME_ADMIN)


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """Accounts, to keep them in order. People are added by invitation, operators by `createsuperuser`."""

    list_display = ["email", "first_name", "last_name", "institution", "is_active"]
    list_filter = ["institution", "is_active", "is_operator"]
    search_fields = ["email", "first_name", "last_name"]
    fields = ["email", "first_name", "last_name", "institution", "language", "is_active"]
    readonly_fields = ["email", "institution"]
    inlines = [ProgrammeAdminInline]
    list_select_related = ["institution"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class InvitationForm(forms.ModelForm):
    class Meta:
        model = Invitation
        fields = ["institution", "email", "language"]


@admin.register(Invitation)
class InvitationAdmin(admin.ModelAdmin):
    """Adding one sends the mail; the link itself is kept nowhere."""

    form = InvitationForm
    list_display = ["email", "institution", "expires_at", "accepted_at"]
    list_filter = ["institution"]

    def save_model(self, request: HttpRequest, obj: Invitation, form: Any, change: bool) -> None:
        try:
            invite_person(
                institution=obj.institution, email=obj.email, by=cast(User, request.user), language=obj.language
            )
        except Refused as refusal:
            messages.error(request, str(refusal))

    def log_addition(self, request: HttpRequest, obj: Invitation, message: Any) -> Any:
        """The row is written by the service, so there is nothing to log it under."""

    def response_add(self, request: HttpRequest, obj: Invitation, post_url_continue: str | None = None) -> Any:
        return self.response_post_save_add(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
