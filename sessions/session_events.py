"""What becomes of sessions when their coach's own calendar changes; called within the same transaction."""

from coaches.models import Coach
from coaches.refreshing import when_busy_times_change
from sessions.clashes import tell_of_clashes


@when_busy_times_change
def look_for_clashes(coach: Coach) -> None:
    tell_of_clashes(coach)
