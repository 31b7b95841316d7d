"""A request for several people: what is booked for whoever asked becomes a group, and the others are invited."""

from coordination.models import HelpRequest
from coordination.selectors.named import people_named
from organisation.models import User
from sessions.models import Session
from sessions.services import invite_people, open_to_group

TITLES = ("fi", "sv", "en")


def gather_group(request: HelpRequest, session: Session, by: User) -> Session:
    """Give `session` a seat for each of the people of `request`, and invite those whom it names.

    Who is not named is left to people: the coach and the coordinator may invite more. In the caller's transaction.
    """
    people = people_named(request)
    words = {f"title_{language}": getattr(request.topic, f"name_{language}") for language in TITLES}
    session = open_to_group(session=session, seats=max(request.people, len(people) + 1), words=words)
    invite_people(session=session, people=people, by=by)
    return session
