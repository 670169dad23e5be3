"""Every page that changes something: it leaves one event that says who did what, and takes only what it asked for."""

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from werkzeug.test import TestResponse

from tests.databases import DatabaseUrls
from tests.web.samples import WORKING_OUT, Place, changing_places, form_for, sending_places
from tests.web.site import Site
from tracker.domain.people import Role
from tracker.models import metadata

CANARIES = ("kanariefugl-7391", "739173917")
OF_THE_FORM_ITSELF = frozenset({"csrf_token", "submission_key", "version"})
Restore = Callable[[], None]


@pytest.fixture
def restore(site: Site, sqlite_urls: DatabaseUrls, tmp_path: Path) -> Restore:
    """Put the database back to how it was when the test began."""
    file, copy = Path(sqlite_urls.url.removeprefix("sqlite:///")), tmp_path / "as-it-was.sqlite3"
    site.database.dispose()
    shutil.copyfile(file, copy)

    def put_back() -> None:
        site.database.dispose()
        shutil.copyfile(copy, file)

    return put_back


def carry_out(site: Site, place: Place, address: str, **extra: object) -> TestResponse:
    """Send a page a form that it carries out, with anything else beside it."""
    client = site.browser(None if place.endpoint == "people.sign_in" else site.everything)
    form: dict[str, Any] = {**extra, **form_for(place.endpoint, site), "csrf_token": site.token(client)}
    return client.open(address, method=place.method, data=form, buffered=True)


def is_done(answer: TestResponse) -> bool:
    return answer.status_code in {200, 303}


def events(site: Site) -> list[Any]:
    with site.database.reading() as session:
        return list(session.execute(text("SELECT * FROM audit_event ORDER BY id")))


def test_every_change_leaves_exactly_one_event_with_who_when_and_what(site: Site, restore: Restore) -> None:
    wrong = []
    for place in changing_places(site):
        restore()
        address = place.address(site, site.everything)
        before = len(events(site))
        answer = carry_out(site, place, address)
        new = events(site)[before:]
        if not is_done(answer) or [event.person_id for event in new] != [site.everything]:
            wrong.append(f"{place}: {answer.status_code}, {[(event.action, event.person_id) for event in new]}")
        wrong += [f"{place}: {event}" for event in new if not is_whole(event)]
    assert wrong == []


def test_a_form_that_is_only_worked_out_changes_nothing(site: Site) -> None:
    worked_out = [place for place in sending_places(site) if place.endpoint in WORKING_OUT]
    assert {place.endpoint for place in worked_out} == WORKING_OUT
    for place in worked_out:
        client = site.browser(site.everything)
        form = {**form_for(place.endpoint, site), "csrf_token": site.token(client)}
        before = site.rows()
        answer = client.open(place.address(site, site.everything), method=place.method, data=form)
        assert answer.status_code == 200
        assert site.rows() == before


def is_whole(event: Any) -> bool:  # noqa: ANN401 - a row of any query
    """Tell whether an event says what was done to what, when in UTC, and what was before and after."""
    at = datetime.fromisoformat(str(event.at)).replace(tzinfo=UTC)
    values = [json.loads(part) for part in (event.before, event.after) if part is not None]
    is_now = abs(datetime.now(UTC) - at) < timedelta(minutes=5)
    return bool(event.action and event.subject) and is_now and all(isinstance(value, dict) for value in values)


def test_a_form_sent_twice_leaves_no_second_event(site: Site, restore: Restore) -> None:
    sent_twice = set()
    for place in changing_places(site):
        if "submission_key" not in form_for(place.endpoint, site):
            continue
        restore()
        address = place.address(site, site.everything)
        client = site.browser(site.everything)
        form = {**form_for(place.endpoint, site), "csrf_token": site.token(client)}
        file = form.pop("file", None)
        before, answers = len(events(site)), []
        for _click in range(2):
            if file is not None:
                form["file"] = (type(file[0])(file[0].getvalue()), file[1])
            answers.append(client.open(address, method=place.method, data=form, buffered=True))
        assert [is_done(answer) for answer in answers] == [True, True], place
        assert len(events(site)) == before + 1, place
        sent_twice.add(place.endpoint)
    assert len(sent_twice) >= 6


def test_no_form_changes_a_column_that_it_does_not_show(site: Site, restore: Restore) -> None:
    columns = {column.name for table in metadata.sorted_tables for column in table.columns} | {"roles"}
    assigned = []
    for place in changing_places(site):
        strange = columns - form_for(place.endpoint, site).keys() - OF_THE_FORM_ITSELF
        for canary in CANARIES:
            restore()
            address = place.address(site, site.everything)
            answer = carry_out(site, place, address, **dict.fromkeys(strange, canary))
            if not is_done(answer):
                assigned.append(f"{place}: {answer.status_code} with {canary}")
            assigned += [f"{place}: {where}" for where in places_of(site, canary)]
    assert assigned == []


def places_of(site: Site, canary: str) -> list[str]:
    """Find a value anywhere in the database."""
    with site.database.reading() as session:
        return [
            f"{table.name}.{column}"
            for table in metadata.sorted_tables
            for row in session.execute(table.select())
            for column, value in row._mapping.items()  # noqa: SLF001 - SQLAlchemy's public name for it
            if canary in str(value)
        ]


def test_a_canary_that_was_stored_would_be_found(site: Site) -> None:
    client = site.browser(site.everything)
    form = {"csrf_token": site.token(client), "version": "1", "name": CANARIES[0], "language": "da"}
    client.post("/min-side/oplysninger", data=form)
    assert places_of(site, CANARIES[0]) == ["person.name", "audit_event.after"]


def test_nobody_gives_themselves_a_role_on_their_own_page(site: Site) -> None:
    reader = site.people[Role.READER]
    client = site.browser(reader)
    before = person(site, reader)
    form = {
        "csrf_token": site.token(client),
        "version": "1",
        "name": "Nyt navn",
        "language": "en",
        "id": str(site.everything),
        "person_id": str(site.everything),
        "email": "administrator2@example.org",
        "active": "",
        "must_change_password": "y",
        "password_hash": "x",
        "role": "administrator",
        "roles": ["reader", "administrator"],
    }
    assert client.post("/min-side/oplysninger", data=form).status_code == 303
    assert person(site, reader) == {**before, "name": "Nyt navn", "language": "en", "version": 2}
    assert site.value("SELECT role FROM person_role WHERE person_id = :id", id=reader) == "reader"


def test_an_administrator_changes_no_address_or_password_by_the_form_for_roles(site: Site) -> None:
    reader = site.people[Role.READER]
    client = site.browser(site.people[Role.ADMINISTRATOR])
    before = person(site, reader)
    form = {
        "csrf_token": site.token(client),
        "version": "1",
        "name": "reader",
        "roles": "finance",
        "active": "y",
        "email": "anden@example.org",
        "password_hash": "x",
        "must_change_password": "y",
        "language": "en",
        "created_at": "2000-01-01",
    }
    assert client.post(f"/administration/personer/{reader}", data=form).status_code == 303
    assert person(site, reader) == {**before, "version": 2}


def person(site: Site, person_id: int) -> dict[str, object]:
    with site.database.reading() as session:
        row = session.execute(text("SELECT * FROM person WHERE id = :id"), {"id": person_id}).one()
        return dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
