"""Sample values for every address and every form of the application; a new page is added here or its sweeps fail."""

import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from flask import url_for
from werkzeug.routing import Rule

from tests.budget_books import close_year
from tests.web.sample_files import kept_file, printed_cell, workbook
from tests.web.site import PASSWORD, Site, add_person
from tracker.actions import rates, scenarios, sign_in, uploads
from tracker.actions.decisions import record_decision
from tracker.domain.decisions import DecisionKind, NewDecision
from tracker.domain.ledger import NewTransfer
from tracker.domain.people import Actor, Role
from tracker.domain.powers import mark
from tracker.models.budget import ClosedYear, LineAlias
from tracker.queries.powers import powers_of

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
# Sent to be worked out alone: they change nothing.
WORKING_OUT = frozenset({"carry_over.page", "indexation.page"})

Parameter = Callable[[Site, int], object]


def _slug(site: Site, _person_id: int) -> object:
    return site.value("SELECT slug FROM action_plan WHERE id = :id", id=site.book.plan_id)


def _line_slug(site: Site, _person_id: int) -> object:
    return site.value("SELECT slug FROM budget_line WHERE id = :id", id=site.book.mentors)


def _other_line_slug(site: Site, _person_id: int) -> object:
    return site.value("SELECT slug FROM budget_line WHERE id = :id", id=site.book.language)


def _theme_id(site: Site, _person_id: int) -> object:
    return site.book.theme_id


def _decision_id(site: Site, _person_id: int) -> object:
    return site.value("SELECT min(id) FROM decision")


def _draft_id(site: Site, person_id: int) -> object:
    """Make a draft of this person's own that moves 100 (1.000 kr.) from the mentors."""
    book = site.book
    roles = frozenset({Role.BUDGET_OFFICER})
    draft = NewDecision(DecisionKind.REALLOCATION, "BIU", None, title="Sprog frem for mentorer")
    with site.database.writing() as session:
        return record_decision(
            session,
            Actor(person_id, "Prøve", roles),
            book.plan_id,
            draft,
            [NewTransfer(2019, book.mentors, book.language, 10_000_000)],
        )


def _other_draft_id(site: Site, _person_id: int) -> object:
    return _draft_id(site, site.everything)


def _scenario_id(site: Site, _person_id: int) -> object:
    """Make a scenario that holds a draft."""
    actor = Actor(site.everything, "Prøve", frozenset({Role.BUDGET_OFFICER}))
    held = frozenset({int(str(_draft_id(site, site.everything)))})
    with site.database.writing() as session:
        return scenarios.new_scenario(
            session, actor, site.book.plan_id, scenarios.ScenarioWords("Mere sprog", "Til mødet", held)
        )


def _person_id(site: Site, _person_id: int) -> object:
    with site.database.writing() as session:
        return add_person(session, f"{secrets.token_hex(8)}@example.org", frozenset({Role.READER}))


def _sign_in_id(site: Site, person_id: int) -> object:
    with site.database.writing() as session:
        sign_in.open_new(session, person_id=person_id, browser="another")
    return site.value("SELECT max(id) FROM sign_in WHERE person_id = :id", id=person_id)


def _other_sign_in_id(site: Site, _person_id: int) -> object:
    return _sign_in_id(site, site.people[Role.ADMINISTRATOR])


def _name_id(site: Site, _person_id: int) -> object:
    with site.database.writing() as session:
        alias = LineAlias(line_id=site.book.mentors, title=f"Tidligere navn {secrets.token_hex(4)}")
        session.add(alias)
        session.flush()
        return alias.id


def _token(site: Site, person_id: int) -> object:
    kept = kept_file(site)
    with site.database.writing() as session:
        return uploads.open_preview(session, Actor(person_id, "Prøve"), kept, plan_id=None, plan_title="Ny plan")


def _other_token(site: Site, _person_id: int) -> object:
    return _token(site, site.everything)


def _file_id(site: Site, _person_id: int) -> object:
    kept = kept_file(site)
    with site.database.writing() as session:
        return uploads.file_away(session, Actor(site.everything, "Prøve"), kept)


def _closed_year(site: Site, _person_id: int) -> object:
    """Close a year that no other sample needs."""
    with site.database.writing() as session:
        if session.get(ClosedYear, (site.book.plan_id, 2021)) is None:
            close_year(session, site.book, 2021)
    return 2021


def _rate_id(site: Site, _person_id: int) -> object:
    words = rates.RateWords(
        from_year=2019,
        to_year=2020,
        rate_millionths=18_500,
        name=secrets.token_hex(4),
        source="Budgetvejledningen",
        published_on=date(2019, 6, 15),
    )
    with site.database.writing() as session:
        return rates.enter_rate(session, Actor(site.everything, "Prøve"), words)


_RATE = {
    "from_year": "2019",
    "to_year": "2020",
    "rate": "1,85",
    "name": "Løn og priser",
    "source": "Budgetvejledningen",
    "published_on": "15.06.2019",
}


def _powers(site: Site, **changed: str) -> dict[str, str]:
    """Give the rules of the sample plan as its form holds them."""
    with site.database.reading() as session:
        standing = powers_of(session, site.book.plan_id)
    fields = {"submission_key": _key(), "version": str(mark(standing))}
    for power in standing.values():
        name = power.matter.value
        fields |= {f"{name}_kr": "", f"{name}_pct": "", f"{name}_body": power.otherwise.value}
    return {**fields, **changed}


# What exists but belongs to somebody else, and whose role would let them if it were theirs: answered as if it didn't.
OF_SOMEBODY_ELSE: Mapping[str, tuple[Role, Parameter]] = {
    "decision_id": (Role.PROJECT_LEAD, _other_draft_id),
    "line_slug": (Role.PROJECT_LEAD, _other_line_slug),
    "sign_in_id": (Role.READER, _other_sign_in_id),
    "token": (Role.BUDGET_OFFICER, _other_token),
}

# For each parameter of an address, by name: something that exists and that this person may deal with.
PARAMETERS: Mapping[str, Parameter] = {
    "cell_id": printed_cell,
    "closed_year": _closed_year,
    "decision_id": _decision_id,
    "file_id": _file_id,
    "filename": lambda _site, _person_id: "css/puljeoverblik.css",
    "line_slug": _line_slug,
    "name_id": _name_id,
    "person_id": _person_id,
    "rate_id": _rate_id,
    "scenario_id": _scenario_id,
    "sign_in_id": _sign_in_id,
    "slug": _slug,
    "theme_id": _theme_id,
    "token": _token,
    "year": lambda _site, _person_id: 2020,
}

# Where a page needs something else than its parameter's name says: a decision that is a draft still.
PARAMETERS_OF: Mapping[str, Mapping[str, Parameter]] = {
    "decisions.adopt": {"decision_id": _draft_id},
    "decisions.hand_over": {"decision_id": _draft_id},
    "decisions.move": {"decision_id": _draft_id},
    "entries.rewrite": {"decision_id": _draft_id},
}


@dataclass(frozen=True)
class Place:
    """An address of the application with one method, as a test asks for it."""

    endpoint: str
    method: str
    rule: Rule

    def __str__(self) -> str:
        return f"{self.method} {self.rule.rule}"

    def address(self, site: Site, person_id: int, **instead: Parameter) -> str:
        """Give the address with sample values in it; ``instead`` are other values for some parameters."""
        known = {**PARAMETERS, **PARAMETERS_OF.get(self.endpoint, {}), **instead}
        unknown = sorted(self.rule.arguments - known.keys())
        assert not unknown, f"{self.rule.rule}: add sample values for {unknown} to tests/web/samples.py"
        values: dict[str, Any] = {name: known[name](site, person_id) for name in sorted(self.rule.arguments)}
        with site.app.test_request_context():
            return url_for(self.endpoint, **values)


def places(site: Site, *, methods: frozenset[str] | None = None) -> Iterator[Place]:
    """Go through everything that can be asked for."""
    for rule in sorted(site.app.url_map.iter_rules(), key=lambda rule: rule.rule):
        for method in sorted(rule.methods or ()):
            if methods is None or method in methods:
                yield Place(rule.endpoint, method, rule)


def changing_places(site: Site) -> Iterator[Place]:
    """Go through everything that changes something."""
    return (place for place in sending_places(site) if place.endpoint not in WORKING_OUT)


def sending_places(site: Site) -> Iterator[Place]:
    """Go through everything that a form is sent to."""
    return (place for place in places(site) if place.method not in SAFE)


def _key() -> str:
    return secrets.token_urlsafe(24)


Form = Callable[[Site], dict[str, Any]]


def _entry(site: Site) -> dict[str, str]:
    """Propose to move 200 (1.000 kr.) from the mentors to language at work."""
    words = {
        "kind": "reallocation",
        "title": "Mere sprog på jobbet",
        "body": "BIU",
        "permanence": "one_off",
        "agenda_item": "7",
        "case_number": "2020-0001",
        "link": "https://www.kk.dk/dagsordener",
        "reason": "Sprog giver job.",
        "plan_for_use": "To hold mere.",
        "targets_touched": "Flere i job.",
    }
    rows = {"row-0-from": str(site.book.mentors), "row-0-to": str(site.book.language), "row-0-2019": "200"}
    return {"step": "save-proposal", **words, **rows}


# For each page that changes something: a form that it carries out when it is sent to the sample address.
FORMS: Mapping[str, Form] = {
    "administration.close_year": lambda _site: {"submission_key": _key(), "reason": "Regnskabet er godkendt."},
    "administration.edit_powers": lambda site: _powers(site, allocation_kr="50.000"),
    "administration.edit_rate": lambda _site: {**_RATE, "submission_key": _key(), "version": "1", "rate": "2,1"},
    "administration.new_rate": lambda _site: {**_RATE, "submission_key": _key()},
    "administration.reopen_year": lambda _site: {"submission_key": _key(), "reason": "En fejl i regnskabet."},
    "administration.take_usual_powers": lambda site: {
        name: value for name, value in _powers(site).items() if name in {"submission_key", "version"}
    },
    "administration.withdraw_rate": lambda _site: {"submission_key": _key(), "version": "1"},
    "budget.edit_line": lambda site: {
        "version": "1",
        "title": "Mentorer i virksomheder",
        "outline": "1.1",
        "role": "initiative",
        "theme_id": str(site.book.theme_id),
        "committee": "",
        "place": "1",
    },
    "budget.edit_plan": lambda _site: {
        "version": "1",
        "title": "Handleplan for øvelser og prøver",
        "first_year": "2019",
        "last_year": "2021",
        "committee": "BIU",
        "administration": "BIF",
    },
    "budget.edit_theme": lambda _site: {"version": "1", "title": "Job", "place": "1"},
    "budget.new_line": lambda site: {
        "submission_key": _key(),
        "title": "Virksomhedsbesøg",
        "outline": "1.9",
        "role": "initiative",
        "theme_id": str(site.book.theme_id),
        "committee": "SUD",
    },
    "budget.new_plan": lambda _site: {
        "submission_key": _key(),
        "title": "Endnu en plan",
        "first_year": "2023",
        "last_year": "2026",
        "committee": "BIU",
        "administration": "BIF",
    },
    "budget.new_theme": lambda _site: {"submission_key": _key(), "title": "Sprog"},
    "carry_over.page": lambda site: {
        "step": "work-out",
        "forklaring": "Forløbene blev udskudt.",
        "plan": "De holdes i 2020.",
        f"brugt-{site.book.mentors}": "0",
    },
    "entries.correct": lambda site: {
        "submission_key": _key(),
        "version": "1",
        "step": "correct",
        "reason": "Der var tastet 3.300 og ikke 3.200.",
        "row-0-from": str(site.book.source),
        "row-0-to": str(site.book.mentors),
        "row-0-2019": "3.200",
        "row-1-from": str(site.book.source),
        "row-1-to": str(site.book.reserve),
        "row-1-2019": "1",
    },
    "entries.new": lambda site: {"submission_key": _key(), **_entry(site)},
    "entries.rewrite": lambda site: {"submission_key": _key(), "version": "1", **_entry(site)},
    "decisions.adopt": lambda _site: {
        "submission_key": _key(),
        "version": "1",
        "body": "BIU",
        "decided_on": "12.12.2018",
        "agenda_item": "3",
        "case_number": "2018-0001",
        "link": "",
    },
    "decisions.hand_over": lambda site: {
        "submission_key": _key(),
        "version": "1",
        "owner_id": str(site.people[Role.BUDGET_OFFICER]),
    },
    "decisions.reverse": lambda _site: {
        "submission_key": _key(),
        "version": "1",
        "reason": "Beslutningen er registreret to gange.",
    },
    "decisions.move": lambda _site: {"submission_key": _key(), "version": "1", "to": "sent", "reason": ""},
    "excel.cancel": lambda _site: {},
    "excel.confirm": lambda _site: {
        "plan_title": "Ny plan",
        "administration": "BIF",
        "kind": "adoption",
        "body": "BIU",
        "decided_on": "12.12.2018",
        "agenda_item": "3",
        "case_number": "2018-0001",
        "link": "",
        "reason": "",
        "permanence": "",
        "ledger_mark": "",
        "sha256": "",
    },
    "excel.upload": lambda _site: {
        "submission_key": _key(),
        "file": (BytesIO(workbook()), "budget.xlsx"),
        "plan": "",
        "plan_title": "Ny plan",
        "sheet": "",
    },
    "indexation.page": lambda site: {
        "step": "work-out",
        "sats": str(_rate_id(site, site.everything)),
        "aar": "2020",
        "linje": str(site.book.mentors),
        "afrunding": "kr",
    },
    "initiatives.add_name": lambda _site: {"title": "Mentorordningen"},
    "initiatives.edit_profile": lambda _site: {
        "version": "0",
        "purpose": "Flere i job.",
        "target_group": "Nyledige",
        "basis": "",
        "activities": "",
        "follow_up": "",
        "policy_goals": "",
        "use_of_money": "",
    },
    "initiatives.edit_responsible": lambda site: {"version": "0", "person_ids": str(site.everything)},
    "initiatives.remove_name": lambda _site: {},
    "people.add_person": lambda _site: {
        "submission_key": _key(),
        "name": "Læser",
        "email": "ny@example.org",
        "roles": "reader",
    },
    "people.change_language": lambda _site: {"language": "en", "next": "/"},
    "people.change_own_details": lambda _site: {"version": "1", "name": "Nyt navn", "language": "da"},
    "people.change_password": lambda _site: {
        "current_password": PASSWORD,
        "new_password": "tolv små skibe sejler",
        "repeated_password": "tolv små skibe sejler",
    },
    "people.edit_person": lambda _site: {"version": "1", "name": "Nyt navn", "roles": "finance", "active": "y"},
    "people.end_sign_in": lambda _site: {},
    "people.end_sign_ins": lambda _site: {},
    "people.set_start_password": lambda _site: {},
    "people.sign_in": lambda site: {"email": site.email(site.everything), "password": PASSWORD},
    "people.sign_out": lambda _site: {},
    "scenarios.edit": lambda _site: {
        "submission_key": _key(),
        "version": "1",
        "title": "Mere sprog i 2019",
        "note": "",
    },
    "scenarios.new": lambda _site: {"submission_key": _key(), "title": "Alt til mentorer", "note": ""},
    "scenarios.put_away": lambda _site: {"submission_key": _key(), "version": "1", "away": "1"},
    "reconciliation.explain": lambda _site: {"submission_key": _key(), "reason": "Trykfejl i dagsordenen."},
}


def form_for(endpoint: str, site: Site) -> dict[str, Any]:
    """Give a form that the page carries out."""
    assert endpoint in FORMS, f"add a form for {endpoint} to tests/web/samples.py"
    return FORMS[endpoint](site)
