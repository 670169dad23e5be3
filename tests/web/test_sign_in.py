"""Signing in: who gets in, what those who don't are told, and how guessing is slowed without locking anybody out."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from tests.web.site import PASSWORD, Site
from tracker.actions import sign_in
from tracker.domain.people import Role
from tracker.models.people import Person
from tracker.web.people import known_browser

START = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
GUESS = "forkert adgangskode"
WRONG = "E-mail eller adgangskode er forkert"


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def attempt(
    site: Site, email: str, password: str = GUESS, client: FlaskClient | None = None, address: str = ""
) -> TestResponse:
    client = client or site.browser()
    return client.post(
        "/log-ind",
        data={"csrf_token": site.token(client), "email": email, "password": password},
        environ_overrides={"REMOTE_ADDR": address or "127.0.0.1"},
    )


def fail(site: Site, email: str, *, times: int, address: str = "127.0.0.1") -> None:
    """Fail to sign in, as often as is free, without the time it takes to judge a password."""
    with site.database.writing() as session:
        for _failure in range(times):
            begun = sign_in.begin(session, email=email, client=address)
            assert isinstance(begun, sign_in.Attempt)
            assert sign_in.finish(session, begun, matched=False, browser="test") is None


def deactivate(site: Site, role: Role) -> None:
    with site.database.writing() as session:
        person = session.get(Person, site.people[role])
        assert person is not None
        person.active = False


def body(answer: TestResponse, email: str) -> str:
    """Give the page without what differs from form to form."""
    lines = answer.text.replace(email, "").splitlines()
    return "\n".join(line for line in lines if "csrf_token" not in line)


def test_the_right_password_signs_in_by_a_new_token(any_site: Site) -> None:
    client = any_site.browser()
    assert attempt(any_site, " READER@example.org ", PASSWORD, client).location == "/"
    with client.session_transaction() as cookie:
        first = cookie["_user_id"]
    assert client.get("/min-side").status_code == 200
    attempt(any_site, "reader@example.org", PASSWORD, client)
    with client.session_transaction() as cookie:
        assert cookie["_user_id"] != first
    assert len(first) >= 43, "256 bits in base 64"


def test_only_the_hash_of_a_token_is_stored(site: Site) -> None:
    client = site.browser(site.everything)
    with client.session_transaction() as cookie:
        token = cookie["_user_id"]
    stored = site.value("SELECT token_sha256 FROM sign_in WHERE person_id = :id", id=site.everything)
    assert stored != token
    assert len(str(stored)) == 64


def test_a_form_token_from_before_the_sign_in_is_worth_nothing_after_it(site: Site) -> None:
    client = site.browser()
    before = site.token(client)
    attempt(site, "reader@example.org", PASSWORD, client)
    form = {"csrf_token": before, "version": "1", "name": "Nyt navn", "language": "da"}
    assert client.post("/min-side/oplysninger", data=form).status_code == 400


def test_unknown_and_disabled_accounts_and_wrong_passwords_get_the_same_answer(any_site: Site) -> None:
    deactivate(any_site, Role.FINANCE)
    tries = {
        "unknown": ("ingen@example.org", PASSWORD),
        "wrong password": ("reader@example.org", GUESS),
        "disabled, right password": ("finance@example.org", PASSWORD),
        "disabled, wrong password": ("finance@example.org", GUESS),
        "not an address": ("<script>", PASSWORD),
    }
    answers = {who: attempt(any_site, email, password) for who, (email, password) in tries.items()}
    assert {answer.status_code for answer in answers.values()} == {401}
    emails = {who: email for who, (email, _password) in tries.items()}
    pages = {body(answer, emails[who].replace("<", "&lt;").replace(">", "&gt;")) for who, answer in answers.items()}
    assert len(pages) == 1
    assert WRONG in pages.pop()


def test_a_failed_and_a_successful_sign_in_each_leave_one_event(any_site: Site) -> None:
    before = any_site.count("audit_event")
    attempt(any_site, "ingen@example.org")
    attempt(any_site, "reader@example.org")
    attempt(any_site, "reader@example.org", PASSWORD)
    with any_site.database.reading() as session:
        events = session.execute(
            text("SELECT action, person_id, subject_id, before, after FROM audit_event ORDER BY id")
        ).all()[before:]
    reader = any_site.people[Role.READER]
    assert [tuple(event) for event in events] == [
        ("sign-in-failed", None, "", None, None),
        ("sign-in-failed", None, str(reader), None, None),
        ("sign-in", reader, str(reader), None, None),
    ]


def test_after_five_failures_the_next_is_told_how_long_to_wait(site: Site, clock: time_machine.Traveller) -> None:
    fail(site, "reader@example.org", times=4)
    assert attempt(site, "reader@example.org").status_code == 401
    answer = attempt(site, "reader@example.org")
    assert answer.status_code == 429
    assert "Vent 2 sekunder." in answer.text
    clock.shift(timedelta(seconds=2))
    assert attempt(site, "reader@example.org").status_code == 401
    assert "Vent 4 sekunder." in attempt(site, "reader@example.org").text


def test_of_a_thousand_guesses_in_a_quarter_of_an_hour_at_most_thirty_are_judged(
    site: Site, clock: time_machine.Traveller
) -> None:
    judged, client = 0, site.browser()
    for guess in range(1_000):
        address = f"10.0.{guess // 250}.{guess % 250}"
        judged += attempt(site, "reader@example.org", client=client, address=address).status_code == 401
        clock.shift(timedelta(seconds=0.9))
    assert 5 <= judged <= 30
    # The negative control: accounts that weren't guessed at are judged at once, so it isn't the page that is closed.
    assert attempt(site, "finance@example.org", PASSWORD).status_code == 303
    # The owner is let in after a quarter of an hour at the latest.
    clock.shift(timedelta(minutes=15))
    assert attempt(site, "reader@example.org", PASSWORD).status_code == 303


def test_both_databases_count_the_same_guesses(any_site: Site, clock: time_machine.Traveller) -> None:
    judged = []
    for second in range(900):
        guess = {"email": "reader@example.org", "client": f"10.0.0.{second % 200}"}
        with any_site.database.reading() as session:
            waits = sign_in.wait_for(session, **guess)
        if waits is None:
            with any_site.database.writing() as session:
                assert isinstance(sign_in.begin(session, **guess), sign_in.Attempt)
            judged.append(second)
        clock.shift(timedelta(seconds=1))
    assert judged == [0, 1, 2, 3, 4, 6, 10, 18, 34, 66, 130, 258, 514]


def test_nobody_is_locked_out_by_guesses_that_were_not_judged(site: Site, clock: time_machine.Traveller) -> None:
    fail(site, "reader@example.org", times=5)
    before = site.rows()
    assert {attempt(site, "reader@example.org").status_code for _guess in range(100)} == {429}
    assert site.rows() == before
    clock.shift(timedelta(seconds=3))
    assert attempt(site, "reader@example.org", PASSWORD).status_code == 303


def test_the_right_password_makes_earlier_failures_forgotten(site: Site, clock: time_machine.Traveller) -> None:
    fail(site, "reader@example.org", times=4)
    attempt(site, "reader@example.org", PASSWORD)
    assert site.count("sign_in_failure") == 0


def test_one_address_is_slowed_after_a_hundred_failures_over_all_accounts(
    site: Site, clock: time_machine.Traveller
) -> None:
    for number in range(100):
        fail(site, f"{number}@example.org", times=1, address="10.1.1.1")
    assert attempt(site, "reader@example.org", PASSWORD, address="10.1.1.1").status_code == 429
    assert attempt(site, "reader@example.org", PASSWORD, address="10.1.1.2").status_code == 303
    clock.shift(timedelta(minutes=15, seconds=1))
    assert attempt(site, "reader@example.org", PASSWORD, address="10.1.1.1").status_code == 303


def test_accounts_that_do_not_exist_are_slowed_by_the_same_words(site: Site, clock: time_machine.Traveller) -> None:
    pages = set()
    for email in ("reader@example.org", "ingen@example.org"):
        fail(site, email, times=5)
        answer = attempt(site, email)
        assert answer.status_code == 429
        pages.add(body(answer, email))
    assert len(pages) == 1


def test_no_address_and_no_password_stays_in_the_table_of_failures(site: Site) -> None:
    attempt(site, "reader@example.org")
    account = site.value("SELECT account_sha256 FROM sign_in_failure")
    assert len(str(account)) == 64


def test_an_answer_to_an_empty_form_names_the_fields(site: Site) -> None:
    answer = attempt(site, "", "")
    assert answer.status_code == 400
    assert answer.text.count("Feltet skal udfyldes.") == 4, "in the summary and at the field, twice"


@pytest.mark.parametrize("password", ["a" * 1_025, "æ" * 5_000])
def test_a_password_longer_than_any_can_be_is_not_judged(site: Site, password: str) -> None:
    assert attempt(site, "reader@example.org", password).status_code == 400
    assert site.count("sign_in_failure") == 0


def test_the_owner_gets_in_at_once_from_a_browser_that_was_used_before(
    any_site: Site, clock: time_machine.Traveller
) -> None:
    known, other = any_site.browser(), any_site.browser()
    for client, email in ((known, "reader@example.org"), (other, "finance@example.org")):
        attempt(any_site, email, PASSWORD, client)
        client.post("/log-af", data={"csrf_token": any_site.token(client)})
    clock.shift(timedelta(hours=1))
    fail(any_site, "reader@example.org", times=5)
    for number in range(95):
        fail(any_site, f"{number}@example.org", times=1)
    assert attempt(any_site, "reader@example.org", PASSWORD).status_code == 429
    assert attempt(any_site, "reader@example.org", PASSWORD, other).status_code == 429, "known for another account"
    assert attempt(any_site, "reader@example.org", PASSWORD, known).status_code == 303


def test_a_known_browser_is_slowed_after_failures_of_its_own(site: Site, clock: time_machine.Traveller) -> None:
    client, email = site.browser(), "reader@example.org"
    attempt(site, email, PASSWORD, client)
    cookie = client.get_cookie("browser")
    assert cookie is not None
    with site.app.test_request_context(headers={"Cookie": f"browser={cookie.value}"}):
        name = known_browser.name_for(email)
    with site.database.writing() as session:
        for _failure in range(5):
            sign_in.begin(session, email=email, client="127.0.0.1", known_browser=name)
    assert attempt(site, email, PASSWORD, client).status_code == 429
    assert attempt(site, email, PASSWORD).status_code == 303, "elsewhere nothing failed"


@pytest.mark.parametrize("forged", ["", "x", "a.b.c", "WyJhIiwiYiJd.aaaa.bbbb"])
def test_nobody_makes_up_the_name_of_a_known_browser(site: Site, clock: time_machine.Traveller, forged: str) -> None:
    fail(site, "reader@example.org", times=5)
    client = site.browser()
    client.set_cookie("browser", forged)
    assert attempt(site, "reader@example.org", PASSWORD, client).status_code == 429


def test_signing_in_again_ends_the_sign_in_that_the_browser_had(site: Site) -> None:
    client = site.browser()
    attempt(site, "reader@example.org", PASSWORD, client)
    attempt(site, "reader@example.org", PASSWORD, client)
    assert site.count("sign_in") == 2
    assert site.value("SELECT count(*) FROM sign_in WHERE ended_at IS NULL") == 1
