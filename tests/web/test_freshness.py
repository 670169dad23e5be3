"""Pages that haven't changed: 304 for whoever saw them, and for nobody else."""

import pytest
from flask.testing import FlaskClient

from tests.web.site import Site
from tracker.domain.people import Role


@pytest.fixture
def address(site: Site) -> str:
    slug = site.value("SELECT slug FROM action_plan")
    return f"/handleplaner/{slug}"


def mark_of(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-cache"
    return answer.headers["ETag"]


def status(client: FlaskClient, address: str, mark: str) -> int:
    return client.get(address, headers={"If-None-Match": mark}).status_code


def test_an_unchanged_page_is_not_sent_again(site: Site, address: str) -> None:
    client = site.browser(site.everything)
    mark = mark_of(client, address)
    answer = client.get(address, headers={"If-None-Match": mark})
    assert answer.status_code == 304
    assert answer.data == b""
    assert answer.headers["ETag"] == mark
    assert "Content-Security-Policy" in answer.headers


def test_any_change_to_the_data_makes_it_new(site: Site, address: str) -> None:
    client = site.browser(site.everything)
    mark = mark_of(client, address)
    with site.database.writing():
        pass  # every writing transaction counts the revision up, whatever it wrote
    assert status(client, address, mark) == 200


def test_what_one_person_saw_says_nothing_to_another(site: Site, address: str) -> None:
    mine, theirs = site.browser(site.everything), site.browser(site.people[Role.READER])
    mark = mark_of(mine, address)
    assert status(theirs, address, mark) == 200


def test_another_sign_in_of_the_same_person_gets_forms_of_its_own(site: Site, address: str) -> None:
    first, second = site.browser(site.everything), site.browser(site.everything)
    mark = mark_of(first, address)
    assert status(second, address, mark) == 200
    assert status(first, address, mark) == 304


def test_another_choice_in_the_address_is_another_page(site: Site, address: str) -> None:
    client = site.browser(site.everything)
    assert mark_of(client, address) != mark_of(client, address + "?enhed=mio")


def test_a_message_that_waits_is_shown_and_not_kept(site: Site, address: str) -> None:
    client = site.browser(site.everything)
    mark = mark_of(client, address)
    with client.session_transaction() as cookie:
        cookie["_flashes"] = [("success", "Temaet er gemt.")]
    answer = client.get(address, headers={"If-None-Match": mark})
    assert answer.status_code == 200
    assert "Temaet er gemt." in answer.text
    assert "Temaet er gemt." not in client.get(address).text


def test_whoever_was_signed_out_gets_no_304(site: Site, address: str) -> None:
    client = site.browser(site.everything)
    mark = mark_of(client, address)
    client.post("/log-af", data={"csrf_token": site.token(client)})
    assert status(client, address, mark) == 303
