from django.urls import path

from coordination import closed_days, views

app_name = "coordination"
urlpatterns = [
    path("requests/", views.requests, name="requests"),
    path("requests/new/", views.ask, name="ask"),
    path("requests/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("coordinate/settings/closed-days/", closed_days.closed_days, name="closed_days"),
    path("coordinate/settings/closed-days/<int:pk>/open/", closed_days.reopen, name="reopen"),
]
