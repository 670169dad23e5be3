"""The one navigation for all roles: what a person may not use isn't shown."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app, request, url_for
from flask_babel import lazy_gettext as _l

from tracker.web.access import may_use


@dataclass(frozen=True)
class Entry:
    """A place in the navigation as this person sees it from this page."""

    label: str
    address: str
    current: bool


# What it is called, where it leads, and the blueprints whose pages belong under it, in the order shown.
_PLACES = (
    (_l("Overblik"), "overview.front_page", ("overview",)),
    (_l("Handleplaner"), "budget.plans", ("budget", "initiatives", "reconciliation")),
    (_l("Beslutninger"), "decisions.decisions", ("decisions",)),
    (_l("Excel"), "excel.start", ("excel",)),
    (_l("Administration"), "people.person_list", ("people",)),
    (_l("Log"), "people.audit_log", ()),
)
_ELSEWHERE = frozenset({"people.my_page", "people.sign_in", "people.audit_log"})


def navigation() -> Sequence[Entry]:
    """List the entries that the person of this request may use."""
    return tuple(
        Entry(
            label=str(label),
            address=url_for(endpoint),
            current=request.endpoint == endpoint
            or (request.blueprint in blueprints and request.endpoint not in _ELSEWHERE),
        )
        for label, endpoint, blueprints in _PLACES
        if endpoint in current_app.view_functions and may_use(endpoint)
    )


def front_page() -> str:
    """Give the address of the first page, also before there is one."""
    return f"{request.script_root}/"


def address_here() -> str:
    """Give the address of this page, to come back to; where it can't be asked for again, the first page."""
    return request.full_path.rstrip("?") if request.method == "GET" else front_page()
