"""Why a booking is refused. Each refusal carries a sentence for people and a word for the program."""

from enum import StrEnum


class Reason(StrEnum):
    """What stands against a time, in the order in which it is asked."""

    NOT_YOURS = "not_yours"
    YOURSELF = "yourself"
    COACH_CLOSED = "coach_closed"
    TOPIC = "topic"
    LENGTH = "length"
    STEP = "step"
    PAST = "past"
    NOTICE = "notice"
    HORIZON = "horizon"
    PAUSED = "paused"
    OPENING_HOURS = "opening_hours"
    CLOSED = "closed"
    TIME_OFF = "time_off"
    BUSY_TIME = "busy_time"
    COACH_BUSY = "coach_busy"
    PERSON_BUSY = "person_busy"
    DAILY_CAP = "daily_cap"
    WEEKLY_CAP = "weekly_cap"
    STATE = "state"
    COUNT = "count"
    SEATS = "seats"
    INVITED = "invited"
    REASON_NEEDED = "reason_needed"
    FROZEN = "frozen"


class BookingRefused(Exception):
    """A rule forbids what was asked. `sentence` is for people, in the language of the request."""

    def __init__(self, reason: Reason, sentence: str) -> None:
        super().__init__(reason, sentence)
        self.reason = reason
        self.sentence = str(sentence)

    def __str__(self) -> str:
        return self.sentence


class TimeTaken(BookingRefused):
    """The time itself is no longer free, for the coach or for the person."""
