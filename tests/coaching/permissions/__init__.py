"""Who may what, a file for each room: every address, by GET and by POST, as everybody, with the exact answer.

The things in the addresses (a session, a time off, an invitation) belong to `teacher` and `coach` of the first house;
`site_coordinator` has them in scope, `far_coordinator` hasn't; each `stranger_` is of another institution.
"""

from tests.coaching.permissions import (
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
from tests.coaching.permissions.answers import Row

TABLE: dict[str, Row] = {
    **own.ROWS,
    **accounts.ROWS,
    **notifications.ROWS,
    **coaches.ROWS,
    **sessions.ROWS,
    **followup.ROWS,
    **coordination.ROWS,
    **insights.ROWS,
    **quality.ROWS,
    **team.ROWS,
}
