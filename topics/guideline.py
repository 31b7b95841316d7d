"""What people base their shared view of a topic on: legislation, quality criteria, instructions, material."""

from datetime import date

import pghistory
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kit.names import in_three
from organisation.models import Institution, Role, User, changes

DICTIONARIES = {"fi": "finnish", "sv": "swedish", "en": "english"}
"""Those by which PostgreSQL knows the forms of words, by language."""


class GuidelineQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "GuidelineQuerySet":
        """All of the reader's institution: everybody may know what the work is based on."""
        return self.filter(institution_id=user.institution_id) if user.is_authenticated else self.none()

    def in_care_of(self, user: User) -> "GuidelineQuerySet":
        """Those that `user` answers for; programme admins answer for all of their institution."""
        ours = self.visible_to(user)
        return ours if user.holds(Role.Kind.PROGRAMME_ADMIN) else ours.filter(owner_id=user.pk)

    def due(self, today: date) -> "GuidelineQuerySet":
        """Those to be reviewed by the local date `today`, the longest overdue first; not those of retired topics."""
        return self.filter(due_on__lte=today, topic__is_retired=False).order_by("due_on", "pk")


@pghistory.track(
    *changes(),
    exclude=["file_type", "file_bytes", "due_on", "reminded_of", "revision", "search"],
    model_name="GuidelineEvent",
)
class Guideline(models.Model):
    """A guideline of a topic, with a link or a file, an owner, and a day by which it is looked at again."""

    class Kind(models.TextChoices):
        """In the order in which a topic lists them."""

        LEGISLATION = "legislation", _("Legislation")
        QUALITY = "quality", _("Quality criterion")
        INSTRUCTION = "instruction", _("The institution's own instruction")
        MATERIAL = "material", pgettext_lazy("kind of guideline", "Material")

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="+")
    topic = models.ForeignKey("topics.Topic", models.CASCADE, related_name="guidelines", verbose_name=_("topic"))
    kind = models.CharField(pgettext_lazy("of a guideline", "kind"), max_length=11, choices=Kind)
    title_fi = models.CharField(_("title in Finnish"), max_length=160)
    title_sv = models.CharField(_("title in Swedish"), max_length=160, blank=True)
    title_en = models.CharField(_("title in English"), max_length=160, blank=True)
    text_fi = models.TextField(_("text in Finnish"), max_length=600, blank=True)
    text_sv = models.TextField(_("text in Swedish"), max_length=600, blank=True)
    text_en = models.TextField(_("text in English"), max_length=600, blank=True)
    link = models.URLField(_("link"), max_length=500, blank=True)
    # The file itself lies in `GuidelineFile`; its name is empty when there is none.
    file_name = models.CharField(max_length=120, blank=True, editable=False)
    file_type = models.CharField(max_length=100, blank=True, editable=False)
    file_bytes = models.PositiveIntegerField(default=0, editable=False)
    owner = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="guidelines", verbose_name=_("owner")
    )
    reviewed_on = models.DateField(_("last reviewed"))
    review_months = models.PositiveSmallIntegerField(_("months between reviews"), default=12)
    due_on = models.DateField(_("due for review"), editable=False)
    reminded_of = models.DateField(null=True, blank=True, editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False)
    # No index of it: what is found is in the dictionaries or alike, among the few of one institution.
    search = models.GeneratedField(
        expression=(
            SearchVector("title_fi", "text_fi", config="finnish")
            + SearchVector("title_sv", "text_sv", config="swedish")
            + SearchVector("title_en", "text_en", config="english")
        ),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    title = in_three("title")
    text = in_three("text")
    objects = GuidelineQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(link="", file_name=""), name="guideline_has_a_link_or_a_file"),
        ]
        indexes = [models.Index(fields=["institution", "due_on"], name="guidelines_by_due_day")]

    def __str__(self) -> str:
        return self.title


class GuidelineFile(models.Model):
    """The content of a guideline's file, apart from the guideline, which lists read."""

    guideline = models.OneToOneField(Guideline, models.CASCADE, primary_key=True, related_name="file")
    institution = models.ForeignKey(Institution, models.CASCADE, related_name="+")
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.guideline_id}"
