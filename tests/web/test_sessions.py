"""How a sign-in ends: by signing out, by idleness, after a day's work, and at once when something about it changed."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask.testing import FlaskClient

from tests.web.samples import PARAMETERS
from tests.web.site import PASSWORD, Site
from tracker.domain.people import Role

START = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
ROUNDS = 20


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def is_in(client: FlaskClient) -> bool:
    return client.get("/min-side").status_code == 200


def copy_of(client: FlaskClient, site: Site) -> FlaskClient:
    """A second browser with the very same cookie, as a thief would have it."""
    cookie = client.get_cookie("session")
    assert cookie is not None
    thief = site.app.test_client()
    thief.set_cookie("session", cookie.value)
    return thief


def post(site: Site, client: FlaskClient, address: str, **form: object) -> int:
    data = {"csrf_token": site.token(client), **form}
    return client.post(address, data=data).status_code


def sign_out(site: Site, victim: FlaskClient, _administrator: FlaskClient, _person: int) -> int:
    return post(site, victim, "/log-af")


def disable(site: Site, _victim: FlaskClient, administrator: FlaskClient, person: int) -> int:
    return post(site, administrator, address_of(person), **edited(site, person, roles="reader"))


def change_role(site: Site, _victim: FlaskClient, administrator: FlaskClient, person: int) -> int:
    return post(site, administrator, address_of(person), **edited(site, person, roles="finance"), active="y")


def end_from_administration(site: Site, _victim: FlaskClient, administrator: FlaskClient, person: int) -> int:
    return post(site, administrator, f"{address_of(person)}/log-ind/afslut")


def new_start_password(site: Site, _victim: FlaskClient, administrator: FlaskClient, person: int) -> int:
    return post(site, administrator, f"{address_of(person)}/startadgangskode")


def end_one_on_my_page(site: Site, _victim: FlaskClient, _administrator: FlaskClient, person: int) -> int:
    newest = site.value("SELECT max(id) FROM sign_in WHERE person_id = :id", id=person)
    return post(site, site.browser(person), f"/min-side/log-ind/{newest}/afslut")


def address_of(person: int) -> str:
    return f"/administration/personer/{person}"


def edited(site: Site, person: int, *, roles: str) -> dict[str, object]:
    version = site.value("SELECT version FROM person WHERE id = :id", id=person)
    return {"version": version, "name": "reader", "roles": roles}


@pytest.mark.parametrize(
    "end", [sign_out, disable, change_role, end_from_administration, new_start_password, end_one_on_my_page]
)
def test_an_old_cookie_is_refused_in_the_very_next_request(
    any_site: Site, end: Callable[[Site, FlaskClient, FlaskClient, int], int]
) -> None:
    site = any_site
    administrator = site.browser(site.people[Role.ADMINISTRATOR])
    rounds = ROUNDS if end is not new_start_password else 3  # each of these hashes a password
    refused = 0
    for _round in range(rounds):
        person = int(str(PARAMETERS["person_id"](site, 0)))
        victim = site.browser(person)
        thief = copy_of(victim, site)
        assert is_in(victim)
        assert is_in(thief)
        assert end(site, victim, administrator, person) in {200, 303}
        refused += not is_in(thief) and not is_in(copy_of(thief, site) if thief.get_cookie("session") else thief)
    assert refused == rounds


def test_a_new_password_ends_every_other_sign_in_and_renews_ones_own(any_site: Site) -> None:
    site, person = any_site, any_site.people[Role.READER]
    others = [site.browser(person) for _browser in range(ROUNDS)]
    mine = site.browser(person)
    thief = copy_of(mine, site)
    new = "tolv små skibe sejler"
    passwords = {"current_password": PASSWORD, "new_password": new, "repeated_password": new}
    assert post(site, mine, "/min-side/adgangskode", **passwords) == 303
    assert [is_in(other) for other in others] == [False] * ROUNDS
    assert not is_in(thief)
    assert is_in(mine)


def test_the_sign_ins_of_others_stay(site: Site) -> None:
    """The negative control: what ends one person's sign-ins ends nobody else's."""
    other = site.browser(site.people[Role.FINANCE])
    administrator = site.browser(site.people[Role.ADMINISTRATOR])
    victim = site.browser(site.people[Role.READER])
    assert end_from_administration(site, victim, administrator, site.people[Role.READER]) == 303
    assert not is_in(victim)
    assert is_in(other)
    assert is_in(administrator)


def test_a_sign_in_ends_after_an_hour_without_a_page(site: Site, clock: time_machine.Traveller) -> None:
    client = site.browser(site.everything)
    cookie = last_cookie(client)
    clock.shift(timedelta(minutes=59))
    assert with_cookie(site, cookie)
    clock.shift(timedelta(minutes=1, seconds=1))
    assert not with_cookie(site, cookie)


def test_every_page_begins_the_hour_anew_and_writes_nothing(site: Site, clock: time_machine.Traveller) -> None:
    cookie = last_cookie(site.browser(site.everything))
    before = site.rows()
    for _page in range(5):
        clock.shift(timedelta(minutes=50))
        client = site.app.test_client()
        client.set_cookie("session", cookie)
        assert is_in(client)
        cookie = last_cookie(client)
    assert site.rows() == before


def test_a_sign_in_ends_after_twelve_hours_however_busy(site: Site, clock: time_machine.Traveller) -> None:
    client = site.browser(site.everything)
    for _page in range(23):
        clock.shift(timedelta(minutes=30))
        assert is_in(client)
    clock.shift(timedelta(minutes=31))
    assert not is_in(client)


def test_a_clock_that_is_set_back_revives_no_sign_in(site: Site, clock: time_machine.Traveller) -> None:
    client = site.browser(site.everything)
    assert is_in(client)
    clock.move_to(START - timedelta(hours=1))
    assert not is_in(client)


def test_a_cookie_that_was_altered_signs_nobody_in(site: Site) -> None:
    cookie = last_cookie(site.browser(site.everything))
    assert with_cookie(site, cookie)
    for altered in (cookie[:-3] + "abc", cookie[3:], cookie.partition(".")[0], "", "a.b.c", cookie + "."):
        assert not with_cookie(site, altered)


def test_my_page_lists_where_one_is_signed_in_and_which_is_this(site: Site) -> None:
    site.browser(site.people[Role.READER])
    page = site.browser(site.people[Role.READER]).get("/min-side").text
    assert page.count("/afslut") == 2
    assert page.count("(denne browser)") == 1


def last_cookie(client: FlaskClient) -> str:
    cookie = client.get_cookie("session")
    assert cookie is not None
    return cookie.value


def with_cookie(site: Site, cookie: str) -> bool:
    """Send a cookie as a browser would that doesn't look at its age."""
    answer = site.app.test_client(use_cookies=False).get("/min-side", headers={"Cookie": f"session={cookie}"})
    return answer.status_code == 200
