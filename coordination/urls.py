from django.urls import include, path

from coordination.views import (
    accessibility,
    assigning,
    away,
    board,
    board_acts,
    changes,
    desk,
    home_base,
    hours,
    letters,
    log_import,
    mails,
    requests,
    terms,
)

app_name = "coordination"
urlpatterns = [
    # Asking without choosing a coach.
    path("requests/", requests.requests, name="requests"),
    path("requests/export/", requests.export, name="requests_export"),
    path("requests/new/", requests.ask, name="ask"),
    path("requests/<int:pk>/edit/", requests.edit, name="edit_request"),
    path("requests/<int:pk>/withdraw/", requests.withdraw, name="withdraw"),
    path("requests/<int:pk>/take/", assigning.take, name="take_request"),
    path("coordinate/requests/<int:pk>/", assigning.assign, name="assign"),
    path("coordinate/requests/<int:pk>/answer/", assigning.answer, name="answer_request"),
    # Feedback on accessibility; the statement itself is the project's.
    path("coordinate/accessibility/", accessibility.feedback, name="accessibility_feedback"),
    path("coordinate/accessibility/<int:pk>/answered/", accessibility.answered, name="accessibility_answered"),
    # Hours that wait for a manager's word; those who give them have theirs among the people's pages.
    path("hours/", hours.mandates, name="mandates"),
    path("hours/<int:pk>/confirm/", hours.confirm, name="mandate_confirm"),
    # Many rows of the log at once.
    path("log/import/", log_import.start, name="log_import"),
    # The board.
    path("coordinate/board/", board.board, name="board"),
    path("coordinate/board/rows/", board.rows, name="board_rows"),
    path("coordinate/board/export/", board.export, name="board_export"),
    path("coordinate/board/<int:pk>/", board_acts.session, name="board_session"),
    path("coordinate/board/<int:pk>/place/", board_acts.place, name="board_place"),
    path("coordinate/board/<int:pk>/call-off/", board_acts.call_off, name="board_call_off"),
    # The desk.
    path("coordinate/", desk.desk, name="desk"),
    path("coordinate/sessions/<int:pk>/close/", desk.close, name="close"),
    path("coordinate/sessions/<int:pk>/cancel/", desk.cancel, name="cancel"),
    path("coordinate/newcomers/<int:pk>/propose/", desk.propose_first, name="propose_first"),
    path("coordinate/messages/", mails.mails, name="messages"),
    path("coordinate/messages/export/", mails.export, name="messages_export"),
    path("coordinate/messages/<int:pk>/again/", mails.send_again, name="send_again"),
    # When somebody who coaches falls ill.
    path("coordinate/away/", away.mark, name="away"),
    path("coordinate/away/<int:pk>/", away.plan, name="away_plan"),
    # Writing to people.
    path("coordinate/write/<int:pk>/", letters.write, name="write"),
    path("coordinate/letters/", letters.letters, name="letters"),
    path("coordinate/letters/export/", letters.export, name="letters_export"),
    path("coordinate/letters/new/", letters.announce, name="announce"),
    path("coordinate/changes/", changes.changes, name="changes"),
    path("coordinate/changes/export/", changes.export, name="changes_export"),
    path("coordinate/changes/new/", changes.add_change, name="change_add"),
    path("coordinate/changes/<int:pk>/", changes.edit_change, name="change_edit"),
    path("coordinate/changes/<int:pk>/remove/", changes.remove_change, name="change_remove"),
    path("coordinate/people/", include("coordination.people_urls")),
    # What an institution decides for itself.
    path("coordinate/settings/home-base/", home_base.home_base, name="home_base"),
    path("coordinate/settings/terms/", terms.terms, name="terms"),
    path("coordinate/settings/terms/<str:kind>/<str:language>/", terms.terms_edit, name="terms_edit"),
    path("coordinate/settings/", include("coordination.settings_urls")),
]
