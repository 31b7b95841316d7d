"""Who and where: institutions, their sites and sectors, people and the roles they hold."""

import zoneinfo
from datetime import date
from functools import cached_property
from typing import Any

import pghistory
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kit.names import in_three
from kit.validators import validate_oid, validate_zone
from organisation.policy import Policy


def changes() -> tuple[Any, ...]:
    """What the database's triggers write down of a setting, with whoever is signed in. Each model needs its own."""
    return pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent()


RULES = [
    *(column.name for column in Policy._meta.local_fields),
    *("name_fi", "name_sv", "name_en", "oid", "zone", "languages", "host", "signup_domains"),
]
"""The columns of an institution that stand in its history, as they were before: no text about people."""


class Language(models.TextChoices):
    FINNISH = "fi", "suomi"
    SWEDISH = "sv", "svenska"
    ENGLISH = "en", "English"


def all_languages() -> list[str]:
    """Every language the product speaks, the default of a new institution."""
    return list(Language.values)


@pghistory.track(pghistory.UpdateEvent(row="OLD"), fields=RULES, model_name="InstitutionEvent")
class Institution(Policy):
    """An institution (oppilaitos). One installation serves several; they share nothing."""

    name_fi = models.CharField(_("name in Finnish"), max_length=120)
    name_sv = models.CharField(_("name in Swedish"), max_length=120, blank=True)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    slug = models.SlugField(unique=True)
    oid = models.CharField("OID", max_length=50, blank=True, validators=[validate_oid])
    zone = models.CharField(_("time zone"), max_length=50, default="Europe/Helsinki", validators=[validate_zone])
    languages = ArrayField(
        models.CharField(max_length=2, choices=Language), verbose_name=_("languages"), default=all_languages
    )
    host = models.CharField(_("host name"), max_length=253, blank=True)
    signup_domains = ArrayField(
        models.CharField(max_length=253), verbose_name=_("e-mail domains that may sign up"), default=list, blank=True
    )
    contact_name = models.CharField(_("contact's name"), max_length=120, blank=True)
    contact_email = models.EmailField(_("contact's e-mail"), blank=True)
    purpose_fi = models.TextField(_("purpose in Finnish"), blank=True)
    purpose_sv = models.TextField(_("purpose in Swedish"), blank=True)
    purpose_en = models.TextField(_("purpose in English"), blank=True)
    benefits_fi = models.TextField(_("benefits in Finnish"), blank=True)
    benefits_sv = models.TextField(_("benefits in Swedish"), blank=True)
    benefits_en = models.TextField(_("benefits in English"), blank=True)
    reach_fi = models.TextField(_("how to reach you in Finnish"), blank=True)
    reach_sv = models.TextField(_("how to reach you in Swedish"), blank=True)
    reach_en = models.TextField(_("how to reach you in English"), blank=True)
    # The picture itself lies in `Logo`; its hash is empty when there is none.
    logo_hash = models.CharField(max_length=64, blank=True, editable=False)
    logo_width = models.PositiveSmallIntegerField(default=0, editable=False)
    logo_height = models.PositiveSmallIntegerField(default=0, editable=False)

    name = in_three("name")
    purpose = in_three("purpose")
    benefits = in_three("benefits")
    reach = in_three("reach")

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("host"), condition=~Q(host=""), name="one_institution_per_host"),
            models.CheckConstraint(
                condition=Q(suppression_persons__gte=3, suppression_coaches__gte=3), name="suppression_at_least_three"
            ),
            models.CheckConstraint(condition=Q(step_minutes__gte=5), name="step_of_at_least_five_minutes"),
            models.CheckConstraint(
                condition=Q(preparation_minutes=0) | Q(preparation_percent=0), name="preparation_by_one_rule"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def tz(self) -> zoneinfo.ZoneInfo:
        """The zone in which opening hours are kept and times are shown."""
        return zoneinfo.ZoneInfo(self.zone)


class Logo(models.Model):
    """The picture beside an institution's name, apart from the institution, which every request reads."""

    institution = models.OneToOneField(Institution, models.CASCADE, primary_key=True)
    content = models.BinaryField()
    content_type = models.CharField(max_length=20)

    def __str__(self) -> str:
        return self.content_type


class PlaceQuerySet(models.QuerySet):
    """Sites or sectors: both belong to an institution and come and go with the years."""

    def visible_to(self, user: "User") -> "PlaceQuerySet":
        """All of the reader's own institution: names of places are no secret inside the house."""
        return self.filter(institution_id=user.institution_id) if user.is_authenticated else self.none()

    def valid_on(self, day: date) -> "PlaceQuerySet":
        """Those in use on `day`, which is a local date of the institution."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day), Q(valid_until__isnull=True) | Q(valid_until__gte=day)
        )


class Place(models.Model):
    """What a site and a sector have in common; the two are independent dimensions."""

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="%(class)ss")
    name_fi = models.CharField(_("name in Finnish"), max_length=120)
    name_sv = models.CharField(_("name in Swedish"), max_length=120, blank=True)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    valid_from = models.DateField(_("in use from"), null=True, blank=True)
    valid_until = models.DateField(_("in use until"), null=True, blank=True)

    name = in_three("name")
    objects = PlaceQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                name="%(class)s_ends_after_it_starts",
            ),
            models.UniqueConstraint("institution", Lower("name_fi"), name="one_%(class)s_of_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track(*changes())
class Site(Place):
    """A site (toimipiste), optionally known to the national register by its OID."""

    oid = models.CharField("OID", max_length=50, blank=True, validators=[validate_oid])
    address = models.CharField(_("address"), max_length=200, blank=True)


@pghistory.track(*changes())
class Sector(Place):
    """A sector (toimiala): the institution's own division of its fields."""

    code = models.CharField(_("code"), max_length=20, blank=True)


class Term(models.Model):
    """An institution's own word for something the product speaks of, in one language. `terms.py` says it.

    A form that is left empty reads in the neutral wording; which forms a language has stands in `terms.FORMS`.
    """

    class Kind(models.TextChoices):
        ACTIVITY = "activity", _("the activity")
        COACH = "coach", _("who coaches")
        LEAD_COACH = "lead_coach", _("who leads a team")
        SITE = "site", _("a place")
        SECTOR = "sector", _("a field")

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="terms")
    kind = models.CharField(max_length=12, choices=Kind)
    language = models.CharField(max_length=2, choices=Language)
    singular = models.CharField(_("singular"), max_length=60)
    plural = models.CharField(_("plural"), max_length=60)
    genitive = models.CharField(_("genitive"), max_length=60, blank=True)
    partitive = models.CharField(_("partitive"), max_length=60, blank=True)
    allative = models.CharField(_("allative"), max_length=60, blank=True)
    definite = models.CharField(_("definite"), max_length=60, blank=True)
    definite_plural = models.CharField(_("definite plural"), max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "kind", "language"], name="one_term_of_a_kind"),
        ]

    def __str__(self) -> str:
        return self.singular


class ClosedDay(models.Model):
    """A day on which nothing takes place: in the whole institution, or at one site. Public holidays need no row."""

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="closed_days")
    site = models.ForeignKey(Site, models.CASCADE, null=True, blank=True, verbose_name=_("site"))
    day = models.DateField(_("day"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "site", "day"], nulls_distinct=False, name="closed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"


class UserQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "UserQuerySet":
        """Colleagues: the active people of the reader's own institution."""
        if not user.is_authenticated or user.institution_id is None:
            return self.none()
        return self.filter(institution_id=user.institution_id, is_active=True)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]  # built at run time
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A new person; the address is kept in lower case, and without a password only a code signs in."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Whoever runs the installation (`manage.py createsuperuser`): an operator, outside every institution."""
        return self.create_user(email, password, is_operator=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A member of staff, known by e-mail address; or an operator, who belongs to no institution."""

    email = models.EmailField(_("e-mail"), unique=True)
    first_name = models.CharField(_("first name"), max_length=80)
    last_name = models.CharField(_("last name"), max_length=80)
    institution = models.ForeignKey(Institution, models.PROTECT, null=True, blank=True, related_name="people")
    home_site = models.ForeignKey(
        Site, models.SET_NULL, null=True, blank=True, related_name="people", verbose_name=_("home site")
    )
    home_sector = models.ForeignKey(
        Sector, models.SET_NULL, null=True, blank=True, related_name="people", verbose_name=_("home sector")
    )
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.FINNISH)
    started_on = models.DateField(_("started on"), null=True, blank=True)
    left_on = models.DateField(_("last day"), null=True, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    is_operator = models.BooleanField(_("runs the installation"), default=False)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)
    hints_hidden = ArrayField(models.CharField(max_length=30), default=list, blank=True, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["first_name", "last_name"]
    objects = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_person_per_address"),
            models.CheckConstraint(
                condition=Q(is_operator=True, institution__isnull=True)
                | Q(is_operator=False, institution__isnull=False),
                name="operators_stand_outside_institutions",
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.email

    def get_short_name(self) -> str:
        return self.first_name or self.email

    @cached_property
    def current_roles(self) -> list["Role"]:
        """The roles held today, read once per request."""
        return [] if self.institution_id is None else list(self.roles.valid_on(timezone.localdate()))

    def holds(self, *kinds: str) -> bool:
        """Whether this person has a role of one of `kinds` today, whatever its scope."""
        return any(role.kind in kinds for role in self.current_roles)

    # Django's admin asks these four of a user. It is the operator's window only: `is_staff` opens nothing else.
    @property
    def is_staff(self) -> bool:
        return self.is_operator

    @property
    def is_superuser(self) -> bool:
        return self.is_operator

    def has_perm(self, perm: str, obj: object | None = None) -> bool:
        return self.is_active and self.is_operator

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and self.is_operator


class RoleQuerySet(models.QuerySet):
    def valid_on(self, day: date) -> "RoleQuerySet":
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day), valid_from__lte=day)


@pghistory.track(*changes())
class Role(models.Model):
    """A role with its scope: the whole institution, a site, a sector, or a sector at a site."""

    class Kind(models.TextChoices):
        COORDINATOR = "coordinator", _("coordinator")
        MANAGER = "manager", _("manager")
        PROGRAMME_ADMIN = "programme_admin", _("programme admin")

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="roles")
    user = models.ForeignKey(User, models.CASCADE, related_name="roles")
    kind = models.CharField(_("role"), max_length=20, choices=Kind)
    site = models.ForeignKey(Site, models.CASCADE, null=True, blank=True, verbose_name=_("site"))
    sector = models.ForeignKey(Sector, models.CASCADE, null=True, blank=True, verbose_name=_("sector"))
    valid_from = models.DateField(_("from"), default=timezone.localdate)
    valid_until = models.DateField(_("until"), null=True, blank=True)

    objects = RoleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="role_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=~Q(kind="programme_admin") | Q(site__isnull=True, sector__isnull=True),
                name="programme_admin_has_the_whole_institution",
            ),
            models.UniqueConstraint(
                fields=["user", "kind", "site", "sector", "valid_from"], nulls_distinct=False, name="one_role_of_a_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_kind_display()}"


class Invitation(models.Model):
    """A link by which one address may sign up. Only a hash of its token is stored."""

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail"))
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    home_site = models.ForeignKey(Site, models.SET_NULL, null=True, blank=True)
    home_sector = models.ForeignKey(Sector, models.SET_NULL, null=True, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.FINNISH)
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.email
