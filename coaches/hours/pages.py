"""What the pages and files of one account share, whoever reads it."""

from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from coaches.hours import burnup
from coaches.hours.accounts import Account, account_of
from coaches.hours.exports import account_table
from coaches.hours.forecast import forecast_words, hours_of
from coaches.hours.preparation import preparation_words
from coaches.hours.years import Year, this_year
from coaches.log.words import kind_words
from kit.tables import FORMATS, table_response
from organisation.models import Institution, User
from organisation.people import institution_of


def asked_year(request: HttpRequest, house: Institution) -> Year:
    """`?year=2026`, by the autumn; the running one where nothing is asked. 404 for what is no year."""
    text = request.GET.get("year", "")
    if not text:
        return this_year(house)
    if not (text.isascii() and text.isdigit() and 2000 <= int(text[:9]) <= 2199):
        raise Http404("not an academic year")
    return Year(int(text))


def account_page(person: User, year: Year) -> dict[str, Any]:
    """The context of `coaches/hours/_account.html`."""
    account = account_of(person, year)
    balance = account.balance
    kinds = [
        [kind_words(kind), hours_of(minutes), f"{Decimal(minutes * 100) / balance.used:.0f} %" if balance.used else "–"]
        for kind, minutes in account.by_kind.items()
    ]
    return {
        "account": account,
        "year": year,
        "earlier": Year(year.autumn - 1),
        "later": Year(year.autumn + 1),
        "finding": burnup.finding(account),
        "drawings": burnup.drawings(account),
        "months": burnup.table(account),
        "month_heads": [_("Month"), _("Used"), _("Used in all"), _("Planned")],
        "kinds": kinds,
        "kind_heads": [_("Kind of work"), _("Used"), _("Share")],
        "kind_total": [_("In all"), hours_of(balance.used), ""],
        "why": forecast_words(account.pace, used=balance.used, given=balance.given, is_over=account.is_over),
        "preparation": preparation_words(institution_of(person)),
    }


def account_file(request: HttpRequest, person: User) -> HttpResponseBase:
    """`?as=csv` or `xlsx`."""
    if (form := request.GET.get("as", "xlsx")) not in FORMATS:
        raise Http404("no such format")
    account: Account = account_of(person, asked_year(request, institution_of(person)))
    name = f"{_('hours')}-{account.year.autumn}"
    return table_response(name=name, form=form, **account_table(account))
