"""The one navigation for all roles: what a person may not use isn't shown."""

from collections.abc import Iterator, Sequence
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


# What it is called, where it leads, and the blueprints whose pages belong under it, in the order shown. The
# administration leads to the first of its own pages that the person may use.
_PLACES = (
    (_l("Overblik"), "overview.front_page", ("overview",)),
    (
        _l("Handleplaner"),
        "budget.plans",
        ("budget", "initiatives", "bridges", "reconciliation", "postings", "scenarios"),
    ),
    (_l("Beslutninger"), "decisions.decisions", ("decisions", "entries", "indexation", "carry_over")),
    (_l("Excel"), "excel.start", ("excel",)),
    (_l("Administration"), "", ("administration", "people")),
)
_ELSEWHERE = frozenset({"people.my_page", "people.sign_in"})
# The pages of the administration: what each is called, where it leads, and the endpoints that belong under it.
_ADMINISTRATION = (
    (
        _l("Personer"),
        "people.person_list",
        frozenset({"people.add_person", "people.edit_person", "people.set_start_password"}),
    ),
    (
        _l("Åbne og lukkede år"),
        "administration.year_list",
        frozenset({"administration.close_year", "administration.reopen_year"}),
    ),
    (_l("Satser"), "administration.rate_list", frozenset({"administration.new_rate", "administration.edit_rate"})),
    (
        _l("Regler for beslutninger"),
        "administration.power_list",
        frozenset({"administration.plan_powers", "administration.edit_powers"}),
    ),
    (_l("Log"), "people.audit_log", frozenset[str]()),
)


def navigation() -> Sequence[Entry]:
    """List the entries that the person of this request may use."""
    usable = next(_administration(), None)
    first = {"": usable.address} if usable else {}
    return tuple(
        Entry(
            label=str(label),
            address=first[endpoint] if endpoint in first else url_for(endpoint),
            current=request.endpoint == endpoint
            or (request.blueprint in blueprints and request.endpoint not in _ELSEWHERE),
        )
        for label, endpoint, blueprints in _PLACES
        if endpoint in first or (endpoint in current_app.view_functions and may_use(endpoint))
    )


def administration_navigation() -> Sequence[Entry]:
    """List the pages of the administration that the person of this request may use."""
    return tuple(_administration())


def _administration() -> Iterator[Entry]:
    for label, endpoint, beneath in _ADMINISTRATION:
        if endpoint in current_app.view_functions and may_use(endpoint):
            current = request.endpoint == endpoint or request.endpoint in beneath
            yield Entry(label=str(label), address=url_for(endpoint), current=current)


def front_page() -> str:
    """Give the address of the first page, also before there is one."""
    return f"{request.script_root}/"


def address_here() -> str:
    """Give the address of this page, to come back to; where it can't be asked for again, the first page."""
    return request.full_path.rstrip("?") if request.method == "GET" else front_page()
