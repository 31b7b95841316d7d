"""Every page there is, as somebody of the demo sees it, with what makes it show its errors: a file for each room."""

from django.urls import get_resolver

from tests.browser.pages import (
    accounts,
    coaches,
    coordination,
    followup,
    insights,
    notifications,
    own,
    quality,
    sessions,
    team,
)
from tests.coaching.test_permissions import names_of

ROOMS = (own, accounts, notifications, coaches, sessions, followup, coordination, insights, quality, team)
PAGES = [page for room in ROOMS for page in room.PAGES]
SEEN_OTHERWISE = {
    "account_email_verification_sent": "sends on to signing in",
    "demo_mail": "in a test of its own",
    "demo_mail_one": "in a test of its own",
    "demo_mail_html": "in a test of its own",
    "account_confirm_login_code": "reached by asking for a code",
}
NO_PAGE = {name for room in ROOMS for name in room.NO_PAGE}
"""Answers that nobody reads as a page: words for machines, a file, a fragment."""
POST_ONLY = {name for room in ROOMS for name in room.POST_ONLY}


def addresses() -> set[str]:
    """The names of all addresses of ours that answer GET with a page."""
    names = {name for name in names_of(get_resolver().url_patterns) if not name.startswith("admin:")}
    return names - NO_PAGE - POST_ONLY
