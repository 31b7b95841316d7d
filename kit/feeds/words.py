"""What people are told about a calendar that was not read, by the code of the refusal."""

from django.utils.translation import gettext, gettext_lazy

SENTENCES = {
    "address": gettext_lazy("This is no address that can be read. Copy it again, from https:// to the end."),
    "user_in_address": gettext_lazy("The address holds a user name. Choose CalDAV and write name and password there."),
    "port": gettext_lazy("The address names a port. Only the usual ones, 80 and 443, are read."),
    "inside": gettext_lazy("The address leads into a closed network. Only calendars on the open internet are read."),
    "unknown_host": gettext_lazy("No server of that name was found. Check the address."),
    "unreachable": gettext_lazy("The server did not answer."),
    "certificate": gettext_lazy("The server could not prove that it is the right one: its certificate is not valid."),
    "slow": gettext_lazy("The server took longer than 10 seconds."),
    "large": gettext_lazy("The calendar is larger than 2 MB. Publish a shorter time or only when you are busy."),
    "many": gettext_lazy("The calendar holds more than 20,000 events. Publish a shorter time."),
    "heavy": gettext_lazy("The calendar repeats something so often that it could not be worked out."),
    "redirects": gettext_lazy("The address leads on and on. Copy the one where it ends."),
    "password": gettext_lazy("The server did not let us in. Check user name and password, or publish it anew."),
    "gone": gettext_lazy("There is no calendar at that address any more. Publish it anew and connect the new address."),
    "no_calendar": gettext_lazy("There is no calendar at that address. Look for an address that ends in .ics."),
    "broken": gettext_lazy("The calendar came in pieces or damaged."),
    "stuck": gettext_lazy("The calendar could not be read this time."),
}


def sentence_of(code: str, status: int | None = None) -> str:
    """The sentence for `code`; `status` is what a server answered."""
    if code == "status":
        return gettext("The server answered with the error %(status)s.") % {"status": status or "?"}
    return str(SENTENCES.get(code, SENTENCES["stuck"]))
