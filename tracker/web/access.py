"""Who may use which page: one table for the whole application, and the check that runs before every request."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from flask import Flask, redirect, request, url_for
from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Response

from tracker.domain.people import Role
from tracker.web.sessions import signed_in

log = logging.getLogger(__name__)

FORM_BYTES = 2_000_000
UPLOAD_BYTES = 12_000_000


class Audience(Enum):
    """Those who may use a page, where no role is asked for."""

    ANYBODY = "anybody"
    SIGNED_IN = "signed in"


ANYBODY = Audience.ANYBODY
SIGNED_IN = Audience.SIGNED_IN
READERS = frozenset(Role)
OFFICERS = frozenset({Role.BUDGET_OFFICER})
PROPOSERS = frozenset({Role.BUDGET_OFFICER, Role.PROJECT_LEAD})
PROFILE_WRITERS = frozenset({Role.BUDGET_OFFICER, Role.PROJECT_LEAD})
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})
RATE_WRITERS = frozenset({Role.BUDGET_OFFICER, Role.ADMINISTRATOR})
AUDITORS = frozenset({Role.ADMINISTRATOR, Role.FINANCE})


@dataclass(frozen=True)
class Rule:
    """Who may use a page, how much may be sent to it, and whether it is there before the start password is changed."""

    who: Audience | frozenset[Role]
    most_bytes: int = FORM_BYTES
    with_start_password: bool = False


# Endpoint -> rule, for every method of the endpoint. What one role may read and another may change has two endpoints.
# Objects that only some may see (a project lead's own initiatives) are told apart by the action, which answers 404.
RULES: Mapping[str, Rule] = {
    "static": Rule(ANYBODY, with_start_password=True),
    # overview
    "overview.front_page": Rule(READERS),
    # budget
    "budget.plans": Rule(READERS),
    "budget.plan_page": Rule(READERS),
    "budget.new_plan": Rule(OFFICERS),
    "budget.edit_plan": Rule(OFFICERS),
    "budget.new_theme": Rule(OFFICERS),
    "budget.edit_theme": Rule(OFFICERS),
    "budget.new_line": Rule(OFFICERS),
    "budget.edit_line": Rule(OFFICERS),
    # initiatives
    "initiatives.line_page": Rule(READERS),
    "initiatives.edit_profile": Rule(PROFILE_WRITERS),
    "initiatives.edit_responsible": Rule(OFFICERS),
    "initiatives.add_name": Rule(OFFICERS),
    "initiatives.remove_name": Rule(OFFICERS),
    # bridges
    "bridges.page": Rule(READERS),
    # reconciliation
    "reconciliation.page": Rule(READERS),
    "reconciliation.explain": Rule(OFFICERS),
    # postings
    "postings.explain": Rule(READERS),
    # decisions
    "decisions.decisions": Rule(READERS),
    "decisions.plan_decisions": Rule(READERS),
    "decisions.download": Rule(READERS),
    "decisions.decision_page": Rule(READERS),
    "decisions.move": Rule(PROFILE_WRITERS),
    "decisions.hand_over": Rule(PROFILE_WRITERS),
    "decisions.adopt": Rule(OFFICERS),
    "decisions.reverse": Rule(OFFICERS),
    # entries
    "entries.new": Rule(PROPOSERS),
    "entries.rewrite": Rule(PROPOSERS),
    "entries.correct": Rule(OFFICERS),
    # indexation and carry-over, worked out before they are entered
    "indexation.page": Rule(OFFICERS),
    "carry_over.page": Rule(OFFICERS),
    # scenarios
    "scenarios.scenario_list": Rule(READERS),
    "scenarios.compare": Rule(READERS),
    "scenarios.export_workbook": Rule(READERS),
    "scenarios.new": Rule(OFFICERS),
    "scenarios.edit": Rule(OFFICERS),
    "scenarios.put_away": Rule(OFFICERS),
    # annexes
    "annexes.decision_annex": Rule(READERS),
    "annexes.plan_annex": Rule(READERS),
    # excel
    "excel.start": Rule(READERS),
    "excel.upload": Rule(OFFICERS, most_bytes=UPLOAD_BYTES),
    "excel.preview": Rule(OFFICERS),
    "excel.confirm": Rule(OFFICERS),
    "excel.cancel": Rule(OFFICERS),
    "excel.imported_files": Rule(READERS),
    "excel.original_file": Rule(READERS),
    "excel.export_budget_table": Rule(READERS),
    # people
    "people.sign_in": Rule(ANYBODY, with_start_password=True),
    "people.change_language": Rule(ANYBODY, with_start_password=True),
    "people.sign_out": Rule(SIGNED_IN, with_start_password=True),
    "people.my_page": Rule(SIGNED_IN, with_start_password=True),
    "people.change_own_details": Rule(SIGNED_IN),
    "people.change_password": Rule(SIGNED_IN, with_start_password=True),
    "people.end_sign_in": Rule(SIGNED_IN),
    "people.person_list": Rule(ADMINISTRATORS),
    "people.add_person": Rule(ADMINISTRATORS),
    "people.edit_person": Rule(ADMINISTRATORS),
    "people.set_start_password": Rule(ADMINISTRATORS),
    "people.end_sign_ins": Rule(ADMINISTRATORS),
    "people.audit_log": Rule(AUDITORS),
    # administration
    "administration.rate_list": Rule(READERS),
    "administration.new_rate": Rule(RATE_WRITERS),
    "administration.edit_rate": Rule(RATE_WRITERS),
    "administration.withdraw_rate": Rule(RATE_WRITERS),
    "administration.year_list": Rule(READERS),
    "administration.close_year": Rule(ADMINISTRATORS),
    "administration.reopen_year": Rule(ADMINISTRATORS),
    "administration.power_list": Rule(READERS),
    "administration.plan_powers": Rule(READERS),
    "administration.edit_powers": Rule(ADMINISTRATORS),
    "administration.take_usual_powers": Rule(ADMINISTRATORS),
}


class AccessTableError(Exception):
    """The access table and the application's pages don't match; the application doesn't start."""


def check_table(app: Flask, rules: Mapping[str, Rule] = RULES) -> None:
    """Refuse to start with a page that nobody decided on, or with a rule for a page that isn't there."""
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    without_rule = sorted(endpoints - rules.keys())
    without_page = sorted(rules.keys() - endpoints)
    if without_rule or without_page:
        message = f"tracker/web/access.py: pages without a rule: {without_rule}; rules without a page: {without_page}"
        raise AccessTableError(message)


def permits(rule: Rule, roles: frozenset[Role] | None) -> bool:
    """Tell whether somebody with these roles may use a page; None is somebody who isn't signed in."""
    if isinstance(rule.who, frozenset):
        return roles is not None and bool(roles & rule.who)
    return rule.who is ANYBODY or roles is not None


def may_use(endpoint: str) -> bool:
    """Tell whether the person of this request may use a page; menus show nothing else."""
    person = signed_in()
    return permits(RULES[endpoint], person.actor.roles if person else None)


def enforce() -> Response | None:
    """Before every request: let through, send to sign-in, or refuse."""
    if request.endpoint is None:
        return None
    rule = RULES[request.endpoint]
    request.max_content_length = rule.most_bytes
    if rule.who is ANYBODY:
        return None
    person = signed_in()
    if person is None:
        return _to_sign_in()
    if not permits(rule, person.actor.roles):
        log.warning(
            "access denied",
            extra={"person_id": person.actor.id, "endpoint": request.endpoint, "method": request.method},
        )
        raise Forbidden
    if person.must_change_password and not rule.with_start_password:
        return redirect(url_for("people.my_page"), code=303)
    return None


def _to_sign_in() -> Response:
    log.info("access without sign-in", extra={"endpoint": request.endpoint, "method": request.method})
    if request.method in {"GET", "HEAD"}:
        return redirect(url_for("people.sign_in", next=request.full_path.rstrip("?")), code=303)
    return redirect(url_for("people.sign_in"), code=303)
