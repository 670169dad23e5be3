"""The log of changes is read by people: every value has a name, and codes are said in words."""

import json
import re

import pytest
from sqlalchemy import text

from tests.web.page_text import main_text
from tests.web.samples import changing_places, form_for
from tests.web.site import Site
from tracker.web.people.event_values import NAMES, value_text


def test_every_value_that_a_form_leaves_in_the_log_has_a_name(site: Site) -> None:
    for place in changing_places(site):
        client = site.browser(None if place.endpoint == "people.sign_in" else site.everything)
        form = {**form_for(place.endpoint, site), "csrf_token": site.token(client)}
        client.open(place.address(site, site.everything), method=place.method, data=form)
    with site.database.reading() as session:
        events = session.execute(text("SELECT before, after FROM audit_event")).all()
    values = {name for event in events for part in event if part for name in json.loads(part)}
    assert sorted(values - NAMES.keys()) == []
    assert len(values) > 20


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("roles", ["budget_officer", "finance"], "Budgetkonsulent, Økonomi"),
        ("role", "reserve", "Pulje til senere udmøntning"),
        ("kind", "adoption", "Vedtagelse"),
        ("permanence", None, "–"),
        ("language", "en", "English"),
        ("decided_on", "2018-12-06", "06.12.2018"),
        ("active", False, "Nej"),
        ("responsible", [], "–"),
        ("first_year", 2019, "2019"),
        ("purpose", "", "–"),
        (
            "cut",
            {"otherwise": "finance_committee", "most_oere": 5_000_000, "most_share": None},
            (
                "Besparelse på højst 50.000 kr. i året: forvaltningen beslutter. "
                "Besparelse over 50.000 kr. i året: Økonomiudvalget beslutter."
            ),
        ),
    ],
)
def test_a_value_is_shown_as_people_read_it(site: Site, name: str, value: object, shown: str) -> None:
    with site.app.test_request_context("/"):
        assert value_text(name, value) == shown


def test_the_log_shows_what_a_person_was_given_in_words(site: Site) -> None:
    page = main_text(site.browser(site.everything).get("/administration/log").text)
    assert "Roller: Projektleder" in page
    assert "Navn: reader" in page
    assert not re.search(r"\b[a-z]+_[a-z_]+:|\b(?:name|roles):", page)
