from django.urls import path

from coordination.views import accessibility, closed_days, home_base, requests, terms
from coordination.views import accessibility, away, changes, closed_days, desk, home_base, letters, requests

app_name = "coordination"
urlpatterns = [
    # Asking without choosing a coach.
    path("requests/", requests.requests, name="requests"),
    path("requests/new/", requests.ask, name="ask"),
    path("requests/<int:pk>/withdraw/", requests.withdraw, name="withdraw"),
    # Feedback on accessibility; the statement itself is the project's.
    path("coordinate/accessibility/", accessibility.feedback, name="accessibility_feedback"),
    path("coordinate/accessibility/<int:pk>/answered/", accessibility.answered, name="accessibility_answered"),
    # The desk.
    path("coordinate/", desk.desk, name="desk"),
    path("coordinate/sessions/<int:pk>/close/", desk.close, name="close"),
    path("coordinate/sessions/<int:pk>/cancel/", desk.cancel, name="cancel"),
    path("coordinate/newcomers/<int:pk>/propose/", desk.propose_first, name="propose_first"),
    path("coordinate/messages/<int:pk>/again/", desk.send_again, name="send_again"),
    # When somebody who coaches falls ill.
    path("coordinate/away/", away.mark, name="away"),
    path("coordinate/away/<int:pk>/", away.plan, name="away_plan"),
    # Writing to people.
    path("coordinate/write/<int:pk>/", letters.write, name="write"),
    path("coordinate/letters/", letters.letters, name="letters"),
    path("coordinate/letters/new/", letters.announce, name="announce"),
    path("coordinate/changes/", changes.changes, name="changes"),
    path("coordinate/changes/new/", changes.add_change, name="change_add"),
    path("coordinate/changes/<int:pk>/", changes.edit_change, name="change_edit"),
    path("coordinate/changes/<int:pk>/remove/", changes.remove_change, name="change_remove"),
    # What an institution decides for itself.
    path("coordinate/settings/home-base/", home_base.home_base, name="home_base"),
    path("coordinate/settings/closed-days/", closed_days.closed_days, name="closed_days"),
    path("coordinate/settings/closed-days/<int:pk>/open/", closed_days.reopen, name="reopen"),
    path("coordinate/settings/terms/", terms.terms, name="terms"),
    path("coordinate/settings/terms/<str:kind>/<str:language>/", terms.terms_edit, name="terms_edit"),
]
