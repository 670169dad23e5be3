"""Who may use which page: real requests in every role, signed out, by every method, to every address there is."""

from dataclasses import replace
from itertools import product

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.samples import OF_SOMEBODY_ELSE, SAFE, changing_places, places
from tests.web.site import Site
from tracker.domain.people import Role
from tracker.models.people import Person
from tracker.web import access
from tracker.web.access import ANYBODY, READERS, RULES, SIGNED_IN, AccessTableError, check_table, permits

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
OWN_AFFAIRS = {
    "people.sign_in",
    "people.sign_out",
    "people.change_language",
    "people.my_page",
    "people.change_own_details",
    "people.change_password",
    "people.end_sign_in",
    "static",
}


def ask(site: Site, client: FlaskClient, method: str, address: str) -> TestResponse:
    data = None if method in SAFE else {"csrf_token": site.token(client)}
    return client.open(address, method=method, data=data, buffered=True)


def verdict(answer: TestResponse) -> str:
    """Say what an answer means for access."""
    if answer.status_code in {403, 404, 405}:
        return {403: "refused", 404: "hidden", 405: "no such method"}[answer.status_code]
    to_sign_in = answer.status_code == 303 and (answer.location or "").startswith("/log-ind")
    if to_sign_in and "Clear-Site-Data" not in answer.headers:
        return "sign in first"
    return "served" if answer.status_code < 500 else f"fault {answer.status_code}"


def expected(endpoint: str, roles: frozenset[Role] | None) -> str:
    if permits(RULES[endpoint], roles):
        return "served"
    return "refused" if roles is not None else "sign in first"


@pytest.fixture
def everybody(site: Site) -> dict[str, tuple[int | None, frozenset[Role] | None]]:
    """Everybody who can stand before a page: each role alone, all of them, none of them, and signed out."""
    each = {role.value: (person_id, frozenset({role})) for role, person_id in site.people.items()}
    return {
        **each,
        "every role": (site.everything, frozenset(Role)),
        "no role": (site.without_role, frozenset()),
        "signed out": (None, None),
    }


def test_every_page_serves_those_whom_the_table_names_and_nobody_else(
    site: Site, everybody: dict[str, tuple[int | None, frozenset[Role] | None]]
) -> None:
    wrong = []
    for who, (person_id, roles) in everybody.items():
        browser, addresses = site.browser(person_id), {}
        for place in places(site):
            is_new = place.method not in SAFE or place.endpoint not in addresses
            if is_new:
                addresses[place.endpoint] = place.address(site, person_id or site.everything)
            client = browser if place.method in SAFE else site.browser(person_id)
            found = verdict(ask(site, client, place.method, addresses[place.endpoint]))
            due = expected(place.endpoint, roles)
            if found != due:
                wrong.append(f"{place} as {who}: {found}, but the table says {due}")
    assert wrong == []


def test_a_method_that_a_page_does_not_have_is_refused_whoever_asks(
    site: Site, everybody: dict[str, tuple[int | None, frozenset[Role] | None]]
) -> None:
    known: dict[str, set[str]] = {}
    for place in places(site):
        known.setdefault(place.rule.rule, set()).add(place.method)
    wrong = []
    some = {who: everybody[who][0] for who in ("every role", Role.READER.value, "signed out")}
    browsers = {who: site.browser(person_id) for who, person_id in some.items()}
    for place in places(site, methods=frozenset({"OPTIONS"})):
        address = place.address(site, site.everything)
        for who, client in browsers.items():
            for method in (method for method in METHODS if method not in known[place.rule.rule]):
                found = verdict(ask(site, client, method, address))
                if found != "no such method":
                    wrong.append(f"{method} {address} as {who}: {found}")
    assert wrong == []


def test_what_belongs_to_somebody_else_is_as_if_it_did_not_exist(site: Site) -> None:
    asked, wrong = set(), []
    for place, (name, (role, theirs)) in product(places(site), OF_SOMEBODY_ELSE.items()):
        rule = RULES[place.endpoint]
        concerns = name in place.rule.arguments and rule.who != READERS and permits(rule, frozenset({role}))
        if not concerns or place.method == "OPTIONS":
            continue
        asked.add(place.endpoint)
        address = place.address(site, site.people[role], **{name: theirs})
        client = site.browser(site.people[role])
        before = site.rows()
        answer = ask(site, client, place.method, address)
        after = site.rows()
        if answer.status_code != 404 or before != after:
            wrong.append(f"{place} as {role}: {answer.status_code}")
    assert wrong == []
    assert asked == {
        "entries.rewrite",
        "people.end_sign_in",
        "decisions.hand_over",
        "decisions.move",
        "initiatives.edit_profile",
        "excel.preview",
        "excel.confirm",
        "excel.cancel",
    }


def test_readers_change_nothing_but_their_own_affairs(site: Site) -> None:
    open_to_readers = {
        place.endpoint for place in changing_places(site) if permits(RULES[place.endpoint], frozenset({Role.READER}))
    }
    assert open_to_readers <= OWN_AFFAIRS


def test_only_administrators_deal_with_people() -> None:
    about_people = {endpoint for endpoint in RULES if endpoint.startswith("people.")} - OWN_AFFAIRS
    assert about_people
    for role in set(Role) - {Role.ADMINISTRATOR}:
        allowed = {endpoint for endpoint in about_people if permits(RULES[endpoint], frozenset({role}))}
        assert allowed == ({"people.audit_log"} if role is Role.FINANCE else set()), role


def test_nothing_but_signing_in_and_the_language_is_open_to_all() -> None:
    assert {endpoint for endpoint, rule in RULES.items() if rule.who is ANYBODY} == {
        "static",
        "people.sign_in",
        "people.change_language",
    }


def test_a_role_is_asked_for_on_everything_but_ones_own_affairs() -> None:
    assert {endpoint for endpoint, rule in RULES.items() if rule.who is SIGNED_IN} <= OWN_AFFAIRS


def test_only_finance_without_administration_reads_a_log_without_people(site: Site) -> None:
    finance = site.browser(site.people[Role.FINANCE]).get("/administration/log").text
    administrator = site.browser(site.people[Role.ADMINISTRATOR]).get("/administration/log").text
    hidden = site.browser(site.people[Role.FINANCE]).get("/administration/log?subject=person").text
    assert "Personen" not in finance
    assert ">oprettede<" in administrator
    assert "<td>Person " not in finance
    assert "<td>Person " in administrator
    assert "<td>Person " not in hidden


def test_with_a_start_password_only_ones_own_password_is_within_reach(site: Site) -> None:
    with site.database.writing() as session:
        found = session.get(Person, site.everything)
        assert found is not None
        found.must_change_password = True
    reached = set()
    for place in places(site, methods=frozenset({"GET", "POST"})):
        client = site.browser(site.everything)
        answer = ask(site, client, place.method, place.address(site, site.everything))
        if answer.location != "/min-side":
            reached.add(place.endpoint)
    assert reached == {
        "static",
        "people.sign_in",
        "people.sign_out",
        "people.change_language",
        "people.my_page",
        "people.change_password",
    }


def test_a_page_without_a_rule_stops_the_application(site: Site) -> None:
    rules = {endpoint: rule for endpoint, rule in RULES.items() if endpoint != "people.audit_log"}
    with pytest.raises(AccessTableError, match=r"pages without a rule: \['people.audit_log'\]"):
        check_table(site.app, rules)


def test_a_rule_without_a_page_stops_the_application(site: Site) -> None:
    with pytest.raises(AccessTableError, match=r"rules without a page: \['people.vanished'\]"):
        check_table(site.app, {**RULES, "people.vanished": access.Rule(ANYBODY)})


def test_the_sweep_sees_a_page_that_is_open_too_wide(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: with one rule opened, a reader is served where the written table says no."""
    opened = {**RULES, "people.person_list": replace(RULES["people.person_list"], who=READERS)}
    monkeypatch.setattr(access, "RULES", opened)
    place = next(place for place in places(site) if place.endpoint == "people.person_list")
    answer = ask(site, site.browser(site.people[Role.READER]), "GET", place.address(site, site.everything))
    assert verdict(answer) == "served" != expected(place.endpoint, frozenset({Role.READER}))


def test_a_menu_shows_only_what_may_be_used(site: Site) -> None:
    assert "/administration/personer" not in site.browser(site.people[Role.READER]).get("/min-side").text
    assert "/administration/personer" in site.browser(site.people[Role.ADMINISTRATOR]).get("/min-side").text


def test_signing_in_first_leads_back_to_where_one_was_going(site: Site) -> None:
    answer = site.browser().get("/administration/log?subject=person")
    assert answer.location == "/log-ind?next=/administration/log?subject%3Dperson"
