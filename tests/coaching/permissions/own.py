"""The rows of `own`."""

from tests.coaching.permissions.answers import NOT_ALLOWED, Row, answers, for_all, logo

ROWS: dict[str, Row] = {
    "home": Row(for_all(200), for_all(405)),
    "livez": Row(for_all(200), for_all(405)),
    "readyz": Row(for_all(200), for_all(405)),
    "metrics": Row(for_all(200), for_all(405)),
    "me": Row(answers(200), answers(400)),
    "more": Row(answers(200)),
    "accessibility": Row(for_all(200), for_all(400)),
    "logo": Row(for_all(200), for_all(405), args=logo),
    "stay": Row(for_all(200), for_all(200)),
    "signed_in_again": Row(answers(200)),
    "hint_hide": Row(NOT_ALLOWED, answers(302, (400, ("operator",))), data=lambda scene: {"hint": "all"}),
    "hints_show": Row(NOT_ALLOWED, answers(302)),
    "set_language": Row(for_all(405), for_all(302), data=lambda scene: {"language": "sv"}),
    "theme": Row(for_all(405), for_all(302), data=lambda scene: {"theme": "dark"}),
    # Only the demo has them.
    "demo_mail": Row(for_all(404), for_all(405)),
    "demo_mail_one": Row(for_all(404), for_all(405), args=lambda scene: ["name"]),
    "demo_mail_html": Row(for_all(404), for_all(405), args=lambda scene: ["name"]),
    "invited": Row(for_all(200), for_all(400), args=lambda scene: [scene.invitation]),
}
