from django.urls import include, path

from sessions.views import booking, coach, colleague, finding, session

app_name = "sessions"
urlpatterns = [
    path("book/", finding.book, name="book"),
    path("book/times/", finding.times, name="times"),
    path("book/confirm/", booking.confirm, name="confirm"),
    path("book/colleague/", colleague.choose, name="colleague"),
    path("coaches/<int:pk>/", coach.coach, name="coach"),
    path("sessions/", session.sessions, name="list"),
    path("sessions/<int:pk>/", session.detail, name="detail"),
    path("sessions/<int:pk>/calendar.ics", session.calendar, name="calendar_file"),
    path("sessions/<int:pk>/move/", session.move, name="move"),
    path("sessions/<int:pk>/cancel/", session.cancel, name="cancel"),
    path("sessions/<int:pk>/accept/", session.accept, name="accept"),
    path("sessions/<int:pk>/decline/", session.decline, name="decline"),
    path("sessions/<int:pk>/close/", session.close, name="close"),
    path("coach/", include("sessions.coach_urls")),
]
