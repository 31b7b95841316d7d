"""Who: people, the roles they hold, and invitations to sign up."""

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

from organisation.models.history import changes
from organisation.models.institution import Institution, Language
from organisation.models.places import Sector, Site


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
