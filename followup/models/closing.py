"""What a session was about in the programme's own tags, and what its people agreed on."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.encrypted import EncryptedTextField
from organisation.models import Institution, User
from sessions.models import Session
from topics.models import Theme


class SessionTheme(models.Model):
    """A theme that came up in a session that was held."""

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="+")
    session = models.ForeignKey(Session, models.CASCADE, related_name="session_themes")
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="session_themes")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "theme"], name="theme_once_a_session")]

    def __str__(self) -> str:
        return f"theme {self.theme_id} of {self.session_id}"


class AgreementQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "AgreementQuerySet":
        """Those of the sessions that one takes part in. No role opens any other."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(session__in=Session.objects.of(user).values("pk"))

    def open(self) -> "AgreementQuerySet":
        """Those that are not done yet, the one that is due first before the others."""
        return self.filter(done_at=None).order_by(models.F("due_on").asc(nulls_last=True), "pk")


class Agreement(models.Model):
    """A follow-up: what somebody of a session does after it, and by when."""

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="+")
    session = models.ForeignKey(Session, models.CASCADE, related_name="agreements")
    person = models.ForeignKey(User, models.CASCADE, related_name="agreements", verbose_name=_("who"))
    what = EncryptedTextField(_("what"))
    due_on = models.DateField(_("by when"), null=True, blank=True)
    added_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["person"], condition=Q(done_at=None), name="agreements_to_do")]

    def __str__(self) -> str:
        return f"agreement {self.pk} of {self.session_id}"

    @property
    def revision(self) -> int:
        """Of what is told about it: the day by which it is to be done."""
        return self.due_on.toordinal() if self.due_on else 0
