"""What those helped say afterwards. A row keeps its person for counting and erasure; nobody is shown who it was."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coaches.models import Coach
from kit.encrypted import EncryptedTextField
from kit.names import in_three
from organisation.models import Institution, User, changes
from sessions.models import Session

SCALE = (1, 4)
"""The least and the most that an answer says."""


@pghistory.track(*changes(), exclude=["position"], model_name="FeedbackQuestionEvent")
class FeedbackQuestion(models.Model):
    """A sentence of the institution's with which one agrees more or less."""

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="feedback_questions")
    name_fi = models.CharField(_("in Finnish"), max_length=160)
    name_sv = models.CharField(_("in Swedish"), max_length=160, blank=True)
    name_en = models.CharField(_("in English"), max_length=160, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_retired = models.BooleanField(default=False)

    name = in_three("name")

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name


class Feedback(models.Model):
    """What one person said about one session."""

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="+")
    session = models.ForeignKey(Session, models.CASCADE, related_name="feedback")
    coach = models.ForeignKey(Coach, models.CASCADE, related_name="feedback")
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    sentence = EncryptedTextField(_("in your own words"), blank=True)
    given_at = models.DateTimeField()
    # The block in which the coach reads it, once five people have answered: it never changes.
    block = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "person"], name="one_feedback_of_a_person")]
        indexes = [models.Index(fields=["coach"], condition=Q(block=None), name="feedback_outside_a_block")]

    def __str__(self) -> str:
        return f"feedback {self.pk}"


class FeedbackAnswer(models.Model):
    """How far somebody agrees with a question's sentence."""

    feedback = models.ForeignKey(Feedback, models.CASCADE, related_name="answers")
    question = models.ForeignKey(FeedbackQuestion, models.PROTECT, related_name="+")
    value = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["feedback", "question"], name="one_answer_to_a_question"),
            models.CheckConstraint(condition=Q(value__range=SCALE), name="answer_is_on_the_scale"),
        ]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.value}"
