"""Notes: one's own, and those that the people of a session share."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from kit.encrypted import EncryptedTextField
from organisation.models import Institution, User
from sessions.models import Session


class NoteQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "NoteQuerySet":
        """One's own, and the shared ones of sessions that one takes part in. No role opens any other."""
        if not user.is_authenticated:
            return self.none()
        shared = Q(owner=None, session__in=Session.objects.of(user).values("pk"))
        return self.filter(Q(owner=user) | shared)


class Note(models.Model):
    """A person's own note on a session, or, without an owner, the one that its people share.

    An emptied note stays until its session's notes are deleted: `revision` has to go on rising.
    """

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="+")
    session = models.ForeignKey(Session, models.CASCADE, related_name="notes")
    owner = models.ForeignKey(User, models.CASCADE, null=True, blank=True, related_name="+")
    text = EncryptedTextField(blank=True)
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(default=timezone.now)
    saved_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    # When its readers were told that it is going to be deleted.
    warned_at = models.DateTimeField(null=True, blank=True)

    objects = NoteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "owner"], name="one_own_note_of_a_session"),
            models.UniqueConstraint(
                fields=["session"], condition=Q(owner__isnull=True), name="one_shared_note_of_a_session"
            ),
        ]

    def __str__(self) -> str:
        return f"note {self.pk} of {self.session_id}"

    @property
    def is_shared(self) -> bool:
        return self.owner_id is None
