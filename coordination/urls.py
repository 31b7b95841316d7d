from django.urls import include, path

from coordination.views import accessibility, closed_days, home_base, requests

app_name = "coordination"
urlpatterns = [
    # Asking without choosing a coach.
    path("requests/", requests.requests, name="requests"),
    path("requests/new/", requests.ask, name="ask"),
    path("requests/<int:pk>/withdraw/", requests.withdraw, name="withdraw"),
    # Feedback on accessibility; the statement itself is the project's.
    path("coordinate/accessibility/", accessibility.feedback, name="accessibility_feedback"),
    path("coordinate/accessibility/<int:pk>/answered/", accessibility.answered, name="accessibility_answered"),
    path("coordinate/people/", include("coordination.people_urls")),
    # What an institution decides for itself.
    path("coordinate/settings/home-base/", home_base.home_base, name="home_base"),
    path("coordinate/settings/closed-days/", closed_days.closed_days, name="closed_days"),
    path("coordinate/settings/closed-days/<int:pk>/open/", closed_days.reopen, name="reopen"),
]
