from django.urls import path

from coordination import views

app_name = "coordination"
urlpatterns = [
    path("requests/", views.requests, name="requests"),
    path("requests/new/", views.ask, name="ask"),
    path("requests/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
]
