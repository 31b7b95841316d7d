from django.urls import path

from notifications import views

app_name = "notifications"
urlpatterns = [
    path("me/messages/", views.told, name="list"),
    path("me/messages/read/", views.read_all, name="read_all"),
    path("me/messages/settings/", views.choices, name="choices"),
    path("me/messages/<int:pk>/", views.read, name="read"),
    path("messages/unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
]
