"""Where ``next`` may lead: to our own pages and nowhere else."""

import pytest
from flask import url_for

from tests.web.site import PASSWORD, Site
from tracker.domain.people import Role
from tracker.web.own_pages import own_page

LEAVING = (
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "\\\\evil.example",
    "\\evil.example",
    "/\\/evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r/evil.example",
    "\t//evil.example",
    "\n//evil.example",
    " //evil.example",
    "\x00//evil.example",
    "/\x00/evil.example",
    "/ /evil.example",
    "/\x0b/evil.example",
    "/\xa0/evil.example",
    "/\u2028/evil.example",
    "http://evil.example",
    "https://evil.example",
    "HTTPS://evil.example",
    "https:evil.example",
    "https:/evil.example",
    "https:///evil.example",
    "http:\\\\evil.example",
    "ftp://evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "\x01javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    "blob:https://evil.example/1",
    "mailto:a@evil.example",
    "evil.example",
    "www.evil.example/handleplaner",
    "@evil.example",
    ".evil.example",
    "127.0.0.1@evil.example",
    "/@evil.example",
    "//localhost@evil.example",
    "//evil.example:80@localhost",
    "//evil%2eexample",
    "/%2f/evil.example",
    "/%2F%2Fevil.example",
    "/%5cevil.example",
    "/%5C%5Cevil.example",
    "/%09/evil.example",
    "/%0a/evil.example",
    "/%0d%0aLocation:%20https://evil.example",
    "/%00/evil.example",
    "/%252f%252fevil.example",
    "/..//evil.example",
    "/.//evil.example",
    "/handleplaner/..//evil.example",
    "/handleplaner//evil.example",
    "/%2e%2e//evil.example",
    "/handleplaner/../../evil.example",
    "/\uff0fevil.example",
    "/\u2215evil.example",
    "\uff0f\uff0fevil.example",
    "https://127.0.0.1//evil.example",
    "https://localhost\\@evil.example",
    "/handleplaner#//evil.example",
    "?next=//evil.example",
    "#//evil.example",
    ";//evil.example",
    "/;//evil.example",
    "http://[::1]@evil.example",
    "/" + "a" * 600,
    "",
)
OUR_OWN = (
    "/",
    "/min-side",
    "/handleplaner/integrationshandleplan-2019-22",
    "/handleplaner/plan?dato=15.11.2020&enhed=mio",
    "/administration/log?subject=person&before=17",
    "/handleplaner/plan/linjer/mentorer/profil",
    "/log?next=https://evil.example",
)


@pytest.mark.parametrize("address", LEAVING)
def test_an_address_that_could_leave_the_site_is_not_gone_to(address: str) -> None:
    assert own_page(address) is None


def test_there_are_at_least_sixty_attempts_to_leave() -> None:
    assert len(set(LEAVING)) >= 60


@pytest.mark.parametrize("address", OUR_OWN)
def test_an_address_of_our_own_is_gone_to(address: str) -> None:
    assert own_page(address) == address


def test_signing_in_leads_on_to_our_own_page(site: Site) -> None:
    assert _after_sign_in(site, "/administration/log?subject=person") == "/administration/log?subject=person"


def test_signing_in_with_a_next_that_leaves_leads_to_the_first_page(site: Site) -> None:
    assert {address: _after_sign_in(site, address) for address in LEAVING[::24]} == dict.fromkeys(LEAVING[::24], "/")


def test_no_switch_of_language_leaves_the_site(site: Site) -> None:
    client = site.browser()
    token = site.token(client)
    for address in LEAVING:
        answer = client.post("/sprog", data={"csrf_token": token, "language": "en", "next": address})
        refused = answer.status_code == 400 and answer.location is None
        assert answer.location == "/" or refused, address


def test_a_person_who_is_signed_in_already_is_not_led_away_either(site: Site) -> None:
    client = site.browser(site.people[Role.READER])
    assert client.get("/log-ind?next=//evil.example").location == "/"
    assert client.get("/log-ind?next=/min-side").location == "/min-side"


def _after_sign_in(site: Site, address: str) -> str | None:
    client = site.browser()
    with site.app.test_request_context():
        target = url_for("people.sign_in", next=address)
    data = {"csrf_token": site.token(client), "email": "reader@example.org", "password": PASSWORD}
    return client.post(target, data=data).location
