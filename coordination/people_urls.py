"""`/coordinate/people/`, in the namespace of the room."""

from django.urls import path

from coordination.views import hours, importing, leaving, naming, people

urlpatterns = [
    path("", people.people, name="people"),
    path("export/", people.export, name="people_export"),
    path("add/", people.add, name="person_add"),
    path("<int:pk>/", people.person, name="person"),
    path("<int:pk>/edit/", people.edit, name="person_edit"),
    path("<int:pk>/welcome/", people.welcome, name="person_welcome"),
    path("<int:pk>/close/", leaving.deactivate, name="person_close"),
    path("<int:pk>/open/", people.come_back, name="person_open"),
    path("<int:pk>/coach/", naming.coach, name="person_coach"),
    path("<int:pk>/coach/end/", leaving.end_coaching, name="person_coach_end"),
    path("import/", importing.start, name="import_start"),
    path("import/<int:pk>/", importing.table, name="import"),
    path("import/<int:pk>/mend/", importing.mend, name="import_mend"),
    path("import/<int:pk>/save/", importing.save, name="import_save"),
    path("import/<int:pk>/drop/", importing.drop, name="import_drop"),
    path("hours/", hours.hours, name="hours"),
    path("hours/export/", hours.export, name="hours_export"),
    path("hours/<int:pk>/", hours.edit, name="mandate"),
    path("hours/<int:pk>/delete/", hours.delete, name="mandate_delete"),
    path("<int:pk>/hours/", hours.person, name="person_hours"),
    path("<int:pk>/hours/add/", hours.add, name="mandate_add"),
    path("<int:pk>/hours/export/", hours.person_export, name="person_hours_export"),
    path("<int:pk>/hours/print/", hours.person_printed, name="person_hours_print"),
    path("teams/", naming.teams, name="teams"),
    path("teams/export/", naming.export_teams, name="teams_export"),
    path("teams/add/", naming.add_team, name="team_add"),
    path("teams/<int:pk>/", naming.edit_team, name="team"),
]
