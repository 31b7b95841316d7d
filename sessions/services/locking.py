"""The lock that every path to a booking takes first."""

from organisation.models import User


def lock_people(*ids: int) -> None:
    """Lock the people with these user ids, coach included, until the transaction ends.

    In the order of their ids, so that two bookings never wait on each other; FOR NO KEY UPDATE, so that rows that
    merely point at a person (a message, a log line) don't wait. After this nobody can race us for their time: without
    it the exclusion constraints alone make the losers of a race wait for the deadlock timeout.
    """
    list(User.objects.select_for_update(no_key=True).filter(pk__in=set(ids)).order_by("pk").values_list("pk"))
