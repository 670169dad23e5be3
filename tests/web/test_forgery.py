"""Forms that other sites send in a signed-in person's name, and pages that change something by showing it."""

from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.samples import places, sending_places
from tests.web.site import Site
from tracker.domain.people import Role
from tracker.models.people import Person


@dataclass(frozen=True)
class Forgery:
    """A way of sending a form that isn't ours: with or without a token, and with what headers."""

    own_token: bool = False
    other_token: bool = False
    origin: str | None = None
    site: str | None = None
    content_type: str = "application/x-www-form-urlencoded"


FORGERIES = {
    "no token": Forgery(),
    "the token of another session": Forgery(other_token=True),
    "a foreign Origin": Forgery(own_token=True, origin="https://evil.example"),
    "a sandboxed Origin": Forgery(own_token=True, origin="null"),
    "the right host on another port": Forgery(own_token=True, origin="http://localhost:8080"),
    "Sec-Fetch-Site cross-site": Forgery(own_token=True, site="cross-site"),
    "Sec-Fetch-Site same-site": Forgery(own_token=True, site="same-site"),
    "plain text and no token": Forgery(content_type="text/plain"),
}


def send(site: Site, client: FlaskClient, method: str, address: str, forgery: Forgery, **form: str) -> TestResponse:
    data = dict(form)
    if forgery.own_token:
        data["csrf_token"] = site.token(client)
    if forgery.other_token:
        data["csrf_token"] = site.token(site.browser(site.people[Role.READER]))
    headers = {"Origin": forgery.origin, "Sec-Fetch-Site": forgery.site}
    return client.open(
        address,
        method=method,
        data=data,
        headers={name: value for name, value in headers.items() if value},
        content_type=forgery.content_type,
        buffered=True,
    )


@pytest.mark.parametrize("way", FORGERIES)
def test_no_page_takes_a_forged_form(site: Site, way: str) -> None:
    accepted = []
    for place in sending_places(site):
        address = place.address(site, site.everything)
        client = site.browser(site.everything)
        site.token(client)
        other = site.browser(site.people[Role.READER]) if FORGERIES[way].other_token else None
        before = site.rows()
        answer = send(site, client, place.method, address, FORGERIES[way])
        after = site.rows()
        changed = {table for table in before if before[table] != after[table]}
        if other is not None:
            changed -= {"sign_in", "revision"}  # the other session is a sign-in made by this test
        if answer.status_code != 400 or changed:
            accepted.append(f"{place}: {answer.status_code}, changed {sorted(changed)}")
    assert accepted == []


@pytest.mark.parametrize("way", FORGERIES)
def test_a_form_that_would_do_something_does_it_for_us_and_not_for_others(site: Site, way: str) -> None:
    """The negative control: the very form that is refused here is carried out when it is our own."""
    client = site.browser(site.everything)
    address = "/min-side/oplysninger"
    form = {"version": "1", "name": "Et nyt navn", "language": "da"}
    assert send(site, client, "POST", address, FORGERIES[way], **form).status_code == 400
    assert name_of(site) == "everything"
    ours = Forgery(own_token=True, origin="http://localhost", site="same-origin")
    assert send(site, client, "POST", address, ours, **form).status_code == 303
    assert name_of(site) == "Et nyt navn"


def test_the_answer_to_an_old_form_says_what_to_do(site: Site) -> None:
    answer = site.browser(site.everything).post("/min-side/oplysninger", data={"name": "Et nyt navn"})
    assert answer.status_code == 400
    assert "Gå tilbage, genindlæs siden, og send den igen" in answer.text


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_reading_changes_no_row(site: Site, method: str) -> None:
    changed = []
    for place in places(site, methods=frozenset({method})):
        for person_id in (site.everything, None):
            address = place.address(site, site.everything)
            client = site.browser(person_id)
            before = site.rows()
            client.open(address, method=method, buffered=True)
            after = site.rows()
            changed += [f"{place}: {table}" for table in before if before[table] != after[table]]
    assert changed == []


def test_a_changed_row_would_be_seen(site: Site) -> None:
    before = site.rows()
    with site.database.writing() as session:
        person = session.get(Person, site.everything)
        assert person is not None
        person.name = "Et nyt navn"
    after = site.rows()
    assert {table for table in before if before[table] != after[table]} == {"person", "revision"}


def name_of(site: Site) -> object:
    return site.value("SELECT name FROM person WHERE id = :id", id=site.everything)
