"""Who may do what with a session that they may read. `SessionQuerySet.visible_to` says who may read it."""

from datetime import timedelta

from django.utils import timezone

from coaches.models import Coach
from coaches.selectors import is_frozen
from organisation.models import Role, User
from organisation.scope import Placed, covers, covers_person
from sessions.models import Awaits, Session, State
from sessions.people import helped, participants

CLOSING_PASSES_ON_AFTER = timedelta(days=3)
"""After this a coordinator may close a session that its coach has not."""


def takes_part(user: User, session: Session) -> bool:
    """Whether `user` is one of the session's people, now or before it was called off. Who left is not."""
    return user in participants(session)


def coordinates(user: User, session: Session) -> bool:
    """Whether `user` is a coordinator whose scope holds the session."""
    return covers(user, session, Role.Kind.COORDINATOR)


def can_book(user: User, coach: Coach, person: User) -> bool:
    """For oneself; a coach for a colleague with oneself; a coordinator for the people in scope."""
    if not user.institution_id == coach.institution_id == person.institution_id:
        return False
    return user == person or user.pk == coach.user_id or covers_person(user, person, Role.Kind.COORDINATOR)


def can_book_for_others(user: User) -> bool:
    """Whether there is anyone at all for whom `user` may book: coaches and coordinators have colleagues to book for."""
    return hasattr(user, "coach") or user.holds(Role.Kind.COORDINATOR)


def can_book_for(user: User, person: User) -> bool:
    """For this colleague: a coach for anyone, with oneself; a coordinator for the people in scope, with any coach."""
    return user == person or hasattr(user, "coach") or covers_person(user, person, Role.Kind.COORDINATOR)


def can_book_with_any(user: User, person: User) -> bool:
    """For `person` with whichever coach: oneself, and a coordinator for the people in scope."""
    return user == person or covers_person(user, person, Role.Kind.COORDINATOR)


def can_bring(user: User, person: User) -> bool:
    """A colleague of the house may be brought along to a session that one may book."""
    return user.institution_id is not None and user.institution_id == person.institution_id and person.is_active


def can_pass_rules(user: User, coach: Coach, person: User) -> bool:
    """Opening hours, notice, horizon and caps bind the teacher; the coach and the coordinator may pass them."""
    return user.pk == coach.user_id or covers_person(user, person, Role.Kind.COORDINATOR)


def can_plan(user: User) -> bool:
    """Sessions for several people, and series: a coach their own, a coordinator in scope."""
    return hasattr(user, "coach") or user.holds(Role.Kind.COORDINATOR)


def can_hold_group(user: User, coach: Coach, group: Placed) -> bool:
    """A coach one's own; a coordinator with any coach, where its site and sector are in scope."""
    if user.institution_id != coach.institution_id:
        return False
    return user.pk == coach.user_id or covers(user, group, Role.Kind.COORDINATOR)


def can_manage_group(user: User, session: Session) -> bool:
    """Its words, its seats, whom to invite: its coach, and the coordinator, until it begins."""
    ahead = session.state == State.BOOKED and session.starts_at > timezone.now()
    return session.is_group and ahead and _is_its_coach_or_coordinator(user, session)


def can_save_seats(user: User, session: Session) -> bool:
    """Who has a seat and who came, as a file: its coach, and the coordinator."""
    return session.is_group and _is_its_coach_or_coordinator(user, session)


def can_sign_up(user: User, session: Session) -> bool:
    """A member of staff, for a group ahead that they may read and are not in; seats are another question."""
    ahead = session.state == State.BOOKED and session.starts_at > timezone.now()
    here = user.institution_id == session.institution_id and user.is_active
    return session.is_group and ahead and here and not takes_part(user, session)


def can_read_content(user: User, session: Session) -> bool:
    """What the session is about, and why it was called off, belongs to its people."""
    return takes_part(user, session)


def can_read_reason(user: User, session: Session) -> bool:
    """Why a session was called off: its people, and the coordinators who may have to mend it."""
    return takes_part(user, session) or coordinates(user, session)


def can_see_names(user: User, session: Session) -> bool:
    """A lead coach sees the team's sessions without the names of those helped."""
    return takes_part(user, session) or covers(user, session, Role.Kind.COORDINATOR, Role.Kind.PROGRAMME_ADMIN)


def _may_change(user: User, session: Session) -> bool:
    """One who signed up for a group leaves it instead; it is not theirs to change."""
    if session.starts_at <= timezone.now():
        return False
    if coordinates(user, session):  # first: it needs none of the session's people
        return True
    return user.pk == session.coach.user_id if session.is_group else takes_part(user, session)


def can_move(user: User, session: Session) -> bool:
    """A booked session that has not begun: its people, and the coordinator."""
    return session.state == State.BOOKED and _may_change(user, session)


def can_cancel(user: User, session: Session) -> bool:
    """A booked or proposed session that has not begun: its people, and the coordinator."""
    return session.state in (State.BOOKED, State.PROPOSED) and _may_change(user, session)


def can_leave(user: User, session: Session) -> bool:
    """One of several who are helped; the only one calls the session off instead. A group stays, even for nobody."""
    people = helped(session)
    if session.is_group:
        return session.state == State.BOOKED and session.starts_at > timezone.now() and user in people
    return can_move(user, session) and user in people and len(people) > 1


def _is_its_coach_or_coordinator(user: User, session: Session) -> bool:
    return user.pk == session.coach.user_id or coordinates(user, session)


def can_pass_rules_of(user: User, session: Session) -> bool:
    """Moving it past opening hours, notice, horizon and caps, or without a pause: its coach, and the coordinator."""
    return can_move(user, session) and _is_its_coach_or_coordinator(user, session)


def can_suggest(user: User, session: Session) -> bool:
    """Asking whether another time would suit: its coach, and the coordinator."""
    return not session.is_group and can_move(user, session) and _is_its_coach_or_coordinator(user, session)


def can_answer_suggestion(user: User, session: Session) -> bool:
    """Those who are helped; whether there is a suggestion to answer is another question."""
    return can_move(user, session) and user in helped(session)


def can_hand_over(user: User, session: Session) -> bool:
    """Its coach, the lead of one of the coach's teams, and the coordinator."""
    if session.state != State.BOOKED or session.starts_at <= timezone.now():
        return False
    return _is_its_coach_or_coordinator(user, session) or _leads_its_coach(user, session)


def _leads_its_coach(user: User, session: Session) -> bool:
    return hasattr(user, "coach") and user.coach.led_teams.filter(members=session.coach_id).exists()


def can_follow_up(user: User, session: Session) -> bool:
    """Booking further times for the same people: its coach, and the coordinator."""
    booked = session.state in (State.BOOKED, State.HELD) and not session.is_group
    return booked and _is_its_coach_or_coordinator(user, session)


def can_answer(user: User, session: Session) -> bool:
    """The one whose word a proposal waits for."""
    if session.state != State.PROPOSED:
        return False
    return user.pk == session.coach.user_id if session.awaits == Awaits.COACH else user in helped(session)


def can_read_reply(user: User, session: Session, person: User) -> bool:
    """What `person` answered in their calendar: the others in it and coordinators in scope; of a group its coach."""
    if user == person or coordinates(user, session):
        return True
    return user.pk == session.coach.user_id if session.is_group else takes_part(user, session)


def can_close(user: User, session: Session) -> bool:
    """The coach once it has begun, also to correct; a coordinator three days after its end."""
    now = timezone.now()
    if session.state not in (State.BOOKED, State.HELD, State.NOT_HELD) or session.starts_at > now:
        return False
    if user.pk == session.coach.user_id:
        return True
    return coordinates(user, session) and session.ends_at + CLOSING_PASSES_ON_AFTER <= now


def is_settled(session: Session) -> bool:
    """Whether what was said of it stands for good: the month in which it counts is frozen.

    A session that nobody closed in time can be closed still; it counts when that is done.
    """
    if session.state == State.BOOKED:
        return False
    counts_at = session.work_log.starts_at if session.work_log else session.starts_at
    return is_frozen(counts_at, session.institution.tz)
