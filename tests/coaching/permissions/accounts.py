"""The rows of `accounts`."""

from tests.coaching.permissions.answers import OUT, Row, answers, for_all

ROWS: dict[str, Row] = {
    # signing in
    "account_login": Row(answers(302, (200, OUT)), answers(302, (200, OUT))),
    "account_logout": Row(answers(200, (302, OUT)), for_all(302)),
    "account_signup": Row(answers(302, (200, OUT)), answers(302, (200, OUT))),
    "account_inactive": Row(for_all(200), for_all(405)),
    # Whoever has no password signs in by a code again instead.
    "account_reauthenticate": Row(answers(403), answers(403)),
    "account_email": Row(answers(200), answers(302)),
    "account_email_verification_sent": Row(answers(302), answers(302)),
    "account_change_password": Row(answers(302), answers(302)),
    "account_set_password": Row(answers(200), answers(200)),
    "account_reset_password": Row(for_all(200), for_all(200)),
    "account_reset_password_done": Row(for_all(200), for_all(405)),
    "account_reset_password_from_key": Row(for_all(200), for_all(200), args=lambda scene: ["1", "a-b"]),
    "account_reset_password_from_key_done": Row(for_all(200), for_all(405)),
    "account_request_login_code": Row(answers(302, (200, OUT)), answers(302, (200, OUT))),
    "account_confirm_login_code": Row(answers(302), answers(302)),
}
