from django.urls import include, path

from coaches import views

app_name = "coaches"
urlpatterns = [
    path("", include("coaches.log_urls")),
    path("topics/", views.topics, name="topics"),
    path("coach/profile/", views.profile, name="profile"),
    path("coach/hours/", views.opening_hours, name="opening_hours"),
    path("coach/hours/add/", views.add_opening_hours, name="opening_hours_add"),
    path("coach/hours/<int:pk>/", views.edit_opening_hours, name="opening_hours_edit"),
    path("coach/hours/<int:pk>/delete/", views.delete_opening_hours, name="opening_hours_delete"),
]
