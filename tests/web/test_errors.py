"""Error pages: each says what happened and what to do now, in the look of the other pages, and none is a dead end."""

import sqlite3
import time
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from tests.databases import DatabaseUrls
from tests.web.site import Site, open_site
from tracker.actions.initiatives import NotResponsible
from tracker.domain.people import Role
from tracker.domain.refusals import Conflict, FileRefused, NotFound, Refusal
from tracker.domain.texts import Text


class OtherRefusal(Refusal):
    """A refusal that no page knows of."""


def raising(site: Site, error: Exception) -> FlaskClient:
    """Let a page fail in a certain way, and open a browser for it."""

    def fail() -> str:
        raise error

    site.app.view_functions["people.my_page"] = fail
    return site.browser(site.everything)


@pytest.mark.parametrize(
    ("error", "status", "sentence"),
    [
        (NotFound(Text("Planen findes ikke. Vælg en anden.")), 404, "Planen findes ikke. Vælg en anden."),
        (Conflict(Text("En anden var først.")), 409, "En anden var først."),
        (FileRefused("zip-bomb", Text("Filen fylder for meget udpakket.")), 400, "Filen fylder for meget udpakket."),
        (NotResponsible(Text("Du er ikke ansvarlig.")), 404, "Du er ikke ansvarlig."),
        (OtherRefusal(Text("Der er %(left)s tilbage.", left=600)), 400, "Der er 600 tilbage."),
        (RuntimeError("hemmelig"), 500, "Intet er gemt halvt."),
    ],
)
def test_each_refusal_has_its_status_and_its_sentence(site: Site, error: Exception, status: int, sentence: str) -> None:
    answer = raising(site, error).get("/min-side")
    assert answer.status_code == status
    assert sentence in answer.text
    assert "hemmelig" not in answer.text
    assert '<nav class="site-navigation' in answer.text
    assert 'href="/"' in answer.text


def test_what_the_rules_refuse_is_not_headed_as_something_unreadable(site: Site) -> None:
    page = raising(site, OtherRefusal(Text("Puljen rækker ikke."))).get("/min-side").text
    assert "<h1>Det kan ikke lade sig gøre</h1>" in page


@pytest.mark.parametrize(
    ("status", "method", "address", "sentence"),
    [
        (400, "POST", "/min-side/oplysninger", "genindlæs siden"),
        (400, "GET", "/handleplaner/a%00b", "genindlæs siden"),
        (400, "GET", "/min-side?subject=%00", "genindlæs siden"),
        (403, "GET", "/administration/personer", "Din rolle giver ikke adgang"),
        (404, "GET", "/findes-ikke", "Gå til forsiden"),
        (404, "GET", f"/beslutninger/{2**31}", "Gå til forsiden"),
        (404, "GET", f"/beslutninger/{10**30}", "Gå til forsiden"),
        (405, "DELETE", "/min-side", "Gå til forsiden"),
    ],
)
def test_what_the_web_refuses_has_a_page_too(site: Site, status: int, method: str, address: str, sentence: str) -> None:
    answer = site.browser(site.people[Role.READER]).open(address, method=method)
    assert answer.status_code == status
    assert sentence in answer.text
    assert '<html lang="da">' in answer.text


def test_a_method_that_is_refused_names_those_that_are_not(site: Site) -> None:
    assert set(site.browser().delete("/log-ind").headers["Allow"].split(", ")) >= {"GET", "POST"}


def test_a_form_that_is_too_large_is_told_how_large_it_may_be(site: Site) -> None:
    client = site.browser(site.everything)
    part = b'--edge\r\nContent-Disposition: form-data; name="name"\r\n\r\n'
    bodies = {
        "application/x-www-form-urlencoded": b"name=" + b"a" * 2_000_000,
        "multipart/form-data; boundary=edge": part + b"a" * 2_000_000 + b"\r\n--edge--\r\n",
    }
    for content_type, body in bodies.items():
        answer = client.post("/min-side/oplysninger", data=body, content_type=content_type)
        assert answer.status_code == 413
        assert "højst 2 MB, og en fil højst 12 MB" in answer.text


def test_the_error_pages_speak_the_language_of_the_reader(site: Site) -> None:
    client = site.browser()
    client.set_cookie("language", "en")
    assert '<html lang="en">' in client.get("/findes-ikke").text


def test_a_database_that_somebody_else_is_writing_to_says_try_again(site: Site, sqlite_urls: DatabaseUrls) -> None:
    client = site.browser(site.everything)
    form = {"csrf_token": site.token(client), "version": "1", "name": "Nyt navn", "language": "da"}
    other = sqlite3.connect(sqlite_urls.url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    started = time.monotonic()
    answer = client.post("/min-side/oplysninger", data=form)
    waited = time.monotonic() - started
    assert client.get("/min-side").status_code == 200, "reading goes on"
    other.execute("ROLLBACK")
    other.close()
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert "genindlæs siden for at sende det igen" in answer.text
    assert waited < 30, "the wait is the database's five seconds, not for ever"
    assert client.post("/min-side/oplysninger", data=form).status_code == 303, "the form is good for another try"


def test_a_full_disk_is_told_from_a_fault(site: Site) -> None:
    full = OperationalError("INSERT", {}, Exception("database or disk is full"))
    answer = raising(site, full).get("/min-side")
    assert answer.status_code == 507
    assert "Intet er gemt." in answer.text


def test_an_error_page_needs_no_database(sqlite_urls: DatabaseUrls, tmp_path: Path) -> None:
    with open_site(sqlite_urls, tmp_path / "data") as site:
        client = site.browser(site.everything)
        site.database.dispose()
        Path(sqlite_urls.url.removeprefix("sqlite:///")).write_bytes(b"this is no database")
        answer = client.get("/min-side")
    assert answer.status_code == 500
    assert "Noget gik galt hos os" in answer.text
    assert "Traceback" not in answer.text
    assert "no database" not in answer.text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
