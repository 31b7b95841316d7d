"""An account as a table to be saved, for the plan of working time."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from coaches.hours.accounts import Account, HoursRow
from coaches.hours.burnup import month_words
from coaches.log.words import kind_words
from coaches.models import WorkLog

KINDS = list(WorkLog.Kind)


def in_hours(minutes: int) -> Decimal:
    return (Decimal(minutes) / 60).quantize(Decimal("0.01"))


def account_table(account: Account) -> dict[str, Any]:
    """A row a month with the hours of each kind, and one for the year with what was given and what is left."""
    heads = [_("Name"), _("E-mail"), _("Academic year"), _("Month"), *(kind_words(kind) for kind in KINDS)]
    heads += [_("Used"), _("Given"), pgettext("hours", "Left")]
    return {"heads": heads, "rows": _months(account)}


def _months(account: Account) -> Iterator[list[Any]]:
    who = [account.person.get_full_name(), account.person.email, account.year.words]
    for month, _total in account.used_until:
        yield [*who, month_words(month), *_kinds(account, month), None, None]
    balance = account.balance
    kinds = [in_hours(account.by_kind.get(kind, 0)) for kind in KINDS]
    yield [*who, _("In all"), *kinds, in_hours(balance.used), in_hours(balance.given), in_hours(balance.left)]


def _kinds(account: Account, month: date) -> list[Decimal]:
    minutes = account.by_month.get(month, {})
    return [*(in_hours(minutes.get(kind, 0)) for kind in KINDS), in_hours(sum(minutes.values()))]


def hours_table(rows: list[HoursRow], year: str) -> dict[str, Any]:
    """Everyone of a scope, a row each."""
    heads = [_("Name"), _("E-mail"), _("Academic year"), _("Role"), _("Given"), _("Used")]
    heads += [pgettext("hours", "Left"), _("Forecast")]
    return {"heads": heads, "rows": (_person(row, year) for row in rows)}


def _person(row: HoursRow, year: str) -> list[Any]:
    balance = row.balance
    return [
        *(row.person.get_full_name(), row.person.email, year, roles_words(row)),
        *(in_hours(minutes) for minutes in (balance.given, balance.used, balance.left)),
        None if row.forecast is None else in_hours(row.forecast),
    ]


def roles_words(row: HoursRow) -> str:
    """The roles for which hours are given."""
    return ", ".join(dict.fromkeys(str(part.get_role_display()) for part in row.slices))
