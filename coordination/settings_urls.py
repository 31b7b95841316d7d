"""`/coordinate/settings/`: the pages of programme admins. The names are in the room's own space."""

from django.urls import path

from coordination.views import closed_days
from coordination.views.settings import index, institution, mail, name_rows, places, policy, roles, topics

urlpatterns = [
    path("", index.index, name="settings"),
    *(
        entry
        for kind, pages in (("site", "sites"), ("sector", "sectors"))
        for entry in (
            path(f"{pages}/", places.places, {"kind": kind}, name=pages),
            path(f"{pages}/add/", places.add, {"kind": kind}, name=f"{pages}_add"),
            path(f"{pages}/<int:pk>/", places.edit, {"kind": kind}, name=f"{pages}_edit"),
            path(f"{pages}/<int:pk>/delete/", places.delete, {"kind": kind}, name=f"{pages}_delete"),
        )
    ),
    path("topics/", topics.topics, name="topics_settings"),
    path("topics/add/", topics.add_topic, name="topics_add"),
    path("topics/<int:pk>/", topics.edit_topic, name="topics_edit"),
    path("topics/<int:pk>/move/", topics.reorder_topic, name="topics_move"),
    path("topics/<int:pk>/retire/", topics.retire, name="topics_retire"),
    path("topics/<int:pk>/themes/", name_rows.themes, name="themes"),
    path("questions/", name_rows.questions, name="questions"),
    path("areas/add/", topics.add_area, name="areas_add"),
    path("areas/<int:pk>/", topics.edit_area, name="areas_edit"),
    path("areas/<int:pk>/move/", topics.reorder_area, name="areas_move"),
    path("areas/<int:pk>/delete/", topics.delete_area, name="areas_delete"),
    path("rules/", policy.policy, name="policy"),
    path("messages/", mail.mail, name="mail"),
    path("messages/test/", mail.test_mail, name="test_mail"),
    path("institution/", institution.institution, name="institution"),
    path("roles/", roles.roles, name="roles"),
    path("roles/give/", roles.give, name="roles_give"),
    path("roles/<int:pk>/end/", roles.end, name="roles_end"),
    path("closed-days/", closed_days.closed_days, name="closed_days"),
    path("closed-days/<int:pk>/open/", closed_days.reopen, name="reopen"),
    path("closed-days/holidays/", closed_days.holidays, name="holidays"),
]
