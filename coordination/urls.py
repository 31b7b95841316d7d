from django.urls import path

from coordination.views import closed_days, requests

app_name = "coordination"
urlpatterns = [
    # Asking without choosing a coach.
    path("requests/", requests.requests, name="requests"),
    path("requests/new/", requests.ask, name="ask"),
    path("requests/<int:pk>/withdraw/", requests.withdraw, name="withdraw"),
    # What an institution decides for itself.
    path("coordinate/settings/closed-days/", closed_days.closed_days, name="closed_days"),
    path("coordinate/settings/closed-days/<int:pk>/open/", closed_days.reopen, name="reopen"),
]
