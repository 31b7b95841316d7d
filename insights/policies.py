"""Who reads figures, and which rows of the published tables: a scope chooses rows and opens no other table."""

from insights.models import Dimension
from organisation.models import Role, User
from organisation.scope import roles_of

READERS = (Role.Kind.MANAGER, Role.Kind.COORDINATOR, Role.Kind.PROGRAMME_ADMIN)


def reads_figures(user: User) -> bool:
    return user.institution_id is not None and user.holds(*READERS)


def reads_everything(user: User) -> bool:
    """Whether one of the roles is for the whole institution."""
    return any(role.site_id is None and role.sector_id is None for role in roles_of(user, *READERS))


def rows_for(user: User) -> set[tuple[str, str]] | None:
    """The rows (dimension and value) that `user` reads; None for all. A sector at a site reads both their rows."""
    if reads_everything(user):
        return None
    rows = set()
    for role in roles_of(user, *READERS):
        rows |= {(str(Dimension.SITE), str(role.site_id))} if role.site_id else set()
        rows |= {(str(Dimension.SECTOR), str(role.sector_id))} if role.sector_id else set()
    return rows
