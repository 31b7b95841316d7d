from django.urls import include, path

from coaches import calendar_views, place_views, views

app_name = "coaches"
urlpatterns = [
    path("", include("coaches.log_urls")),
    path("topics/", include("coaches.library.urls")),
    path("coach/profile/", views.profile, name="profile"),
    path("coach/place/", place_views.place, name="place"),
    path("coach/place/competences/", place_views.competences, name="competences"),
    path("coach/hours/", views.opening_hours, name="opening_hours"),
    path("coach/hours/add/", views.add_opening_hours, name="opening_hours_add"),
    path("coach/hours/<int:pk>/", views.edit_opening_hours, name="opening_hours_edit"),
    path("coach/hours/<int:pk>/delete/", views.delete_opening_hours, name="opening_hours_delete"),
    path("coach/calendars/", calendar_views.calendars, name="calendars"),
    path("coach/calendars/add/", calendar_views.add_calendar, name="calendar_add"),
    path("coach/calendars/<int:pk>/read/", calendar_views.read_calendar, name="calendar_read"),
    path("coach/calendars/<int:pk>/remove/", calendar_views.remove_calendar, name="calendar_remove"),
]
