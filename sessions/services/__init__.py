"""What people do with sessions, one function a use case; every path to a time goes through these."""

from sessions.services.booking import book_session, cancel_session, move_session, reason_is_needed
from sessions.services.closing import close_session
from sessions.services.feeds import end_feed, make_feed
from sessions.services.forgetting import forget_words
from sessions.services.groups import LeftOut, add_people, invite_people, open_to_group, sign_up
from sessions.services.handing_over import hand_over_session, reassign_session
from sessions.services.locking import lock_people
from sessions.services.planning import Checked, Outline, check_plan, plan_sessions
from sessions.services.proposing import accept_session, decline_session, lapse_proposals, propose_session
from sessions.services.replies import record_reply
from sessions.services.seats import free_seats
from sessions.services.series import (
    Reach,
    ahead_in_series,
    book_series,
    cancel_series,
    edit_group,
    move_series,
    move_sessions,
)
from sessions.services.suggesting import accept_suggestion, decline_suggestion, forget_suggestions, suggest_time
from sessions.services.together import leave_session
from sessions.services.waiting import (
    lapse_offers,
    offer_topics,
    stop_waiting,
    stop_waiting_for_topic,
    wait_for_seat,
    wait_for_topic,
)

__all__ = [
    "Checked",
    "LeftOut",
    "Outline",
    "Reach",
    "accept_session",
    "accept_suggestion",
    "add_people",
    "ahead_in_series",
    "book_series",
    "book_session",
    "cancel_series",
    "cancel_session",
    "check_plan",
    "close_session",
    "decline_session",
    "decline_suggestion",
    "edit_group",
    "end_feed",
    "forget_suggestions",
    "forget_words",
    "free_seats",
    "hand_over_session",
    "invite_people",
    "lapse_offers",
    "lapse_proposals",
    "leave_session",
    "lock_people",
    "make_feed",
    "move_series",
    "move_session",
    "move_sessions",
    "offer_topics",
    "open_to_group",
    "plan_sessions",
    "propose_session",
    "reassign_session",
    "record_reply",
    "reason_is_needed",
    "sign_up",
    "stop_waiting",
    "stop_waiting_for_topic",
    "suggest_time",
    "wait_for_seat",
    "wait_for_topic",
]
