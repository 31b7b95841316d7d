"""What an institution decides for itself, with the defaults a new one starts from."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


def default_reminder_offsets() -> list[int]:
    """Minutes before the start at which reminders are sent: a day and an hour."""
    return [24 * 60, 60]


class Policy(models.Model):
    """The rules of an institution: columns of `Institution`, kept apart to be read as one page."""

    step_minutes = models.PositiveSmallIntegerField(
        _("a session can start every … minutes"), default=15, validators=[MinValueValidator(5), MaxValueValidator(60)]
    )
    length_minutes = models.PositiveSmallIntegerField(
        _("usual length in minutes"), default=45, validators=[MinValueValidator(15), MaxValueValidator(240)]
    )
    buffer_before_minutes = models.PositiveSmallIntegerField(
        _("minutes kept free before"), default=0, validators=[MaxValueValidator(120)]
    )
    buffer_after_minutes = models.PositiveSmallIntegerField(
        _("minutes kept free after"), default=10, validators=[MaxValueValidator(120)]
    )
    minimum_notice_minutes = models.PositiveIntegerField(
        _("minimum notice in minutes"), default=4 * 60, validators=[MaxValueValidator(14 * 24 * 60)]
    )
    horizon_days = models.PositiveSmallIntegerField(
        _("how many days ahead can be booked"),
        default=8 * 7,
        validators=[MinValueValidator(1), MaxValueValidator(400)],
    )
    closes_on_holidays = models.BooleanField(_("closed on Finnish public holidays"), default=True)
    daily_cap = models.PositiveSmallIntegerField(_("sessions a day per coach"), default=4)
    weekly_cap = models.PositiveSmallIntegerField(_("sessions a week per coach"), default=12)
    cancellation_deadline_minutes = models.PositiveIntegerField(
        _("minutes before the start after which calling off needs a reason"), default=12 * 60
    )
    request_promise_days = models.PositiveSmallIntegerField(_("working days in which a request is answered"), default=3)
    proposes_requests = models.BooleanField(_("the best time is proposed by itself when someone asks"), default=False)
    coaches_pick_requests = models.BooleanField(
        _("those who help colleagues may pick from what is asked"), default=True
    )
    # How preparing a session counts: so many minutes, or a share of its length, or (both 0) not at all.
    preparation_minutes = models.PositiveSmallIntegerField(
        _("minutes of preparation counted for a session"), default=0, validators=[MaxValueValidator(240)]
    )
    preparation_percent = models.PositiveSmallIntegerField(
        _("preparation counted for a session, per cent of its length"), default=0, validators=[MaxValueValidator(200)]
    )
    first_session_days = models.PositiveSmallIntegerField(_("days in which a new teacher is met"), default=30)
    suppression_persons = models.PositiveSmallIntegerField(
        _("persons behind a figure at least"), default=5, validators=[MinValueValidator(3)]
    )
    suppression_coaches = models.PositiveSmallIntegerField(
        _("coaches behind hours at least"), default=3, validators=[MinValueValidator(3)]
    )
    retention_months = models.PositiveSmallIntegerField(_("months for which free text is kept"), default=12)
    reminder_offsets = ArrayField(
        models.PositiveIntegerField(), verbose_name=_("reminders, minutes before"), default=default_reminder_offsets
    )

    class Meta:
        abstract = True
