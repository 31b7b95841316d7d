from django.urls import include, path

from sessions.views import booking, coach, colleague, finding, follow_ups, groups, handing_over, moving, session

app_name = "sessions"
urlpatterns = [
    path("book/", finding.book, name="book"),
    path("book/times/", finding.times, name="times"),
    path("book/confirm/", booking.confirm, name="confirm"),
    path("book/colleague/", colleague.choose, name="colleague"),
    path("coaches/<int:pk>/", coach.coach, name="coach"),
    path("clinics/", groups.clinics, name="clinics"),
    path("topics/<int:pk>/wait/", groups.wait_topic, name="wait_topic"),
    path("topics/<int:pk>/stop-waiting/", groups.stop_waiting_topic, name="stop_waiting_topic"),
    path("sessions/", session.sessions, name="list"),
    path("sessions/<int:pk>/", session.detail, name="detail"),
    path("sessions/<int:pk>/calendar.ics", session.calendar, name="calendar_file"),
    path("sessions/<int:pk>/move/", moving.move, name="move"),
    path("sessions/<int:pk>/cancel/", session.cancel, name="cancel"),
    path("sessions/<int:pk>/leave/", session.leave, name="leave"),
    path("sessions/<int:pk>/suggest/", moving.suggest, name="suggest"),
    path("sessions/<int:pk>/suggestion/accept/", moving.accept_suggestion, name="suggestion_accept"),
    path("sessions/<int:pk>/suggestion/decline/", moving.decline_suggestion, name="suggestion_decline"),
    path("sessions/<int:pk>/hand-over/", handing_over.hand_over, name="hand_over"),
    path("sessions/<int:pk>/follow-ups/", follow_ups.follow_ups, name="follow_ups"),
    path("sessions/<int:pk>/accept/", session.accept, name="accept"),
    path("sessions/<int:pk>/decline/", session.decline, name="decline"),
    path("sessions/<int:pk>/close/", session.close, name="close"),
    path("sessions/<int:pk>/sign-up/", groups.sign_up, name="sign_up"),
    path("sessions/<int:pk>/wait/", groups.wait, name="wait"),
    path("sessions/<int:pk>/stop-waiting/", groups.stop_waiting, name="stop_waiting"),
    path("sessions/<int:pk>/invite/", groups.invite, name="invite"),
    path("sessions/<int:pk>/edit/", groups.edit, name="edit"),
    path("sessions/<int:pk>/series/move/", groups.move_series, name="series_move"),
    path("coach/", include("sessions.coach_urls")),
]
