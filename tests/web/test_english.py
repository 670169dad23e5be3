"""In English no Danish is left: not on a page, not in what a form answers, not in a refusal and not in a workbook."""

from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import text
from werkzeug.test import TestResponse

from tests.web.excel_files import preview_address, read_in, send, send_confirmation, workbook
from tests.web.reader_texts import danish_in, danish_parts, workbook_says
from tests.web.samples import FORMS, Place, form_for, places, sending_places
from tests.web.site import Site
from tracker.domain.people import Role
from tracker.domain.refusals import Conflict, NotFound
from tracker.domain.texts import Text
from tracker.web import errors
from tracker.web.language import COOKIE

# A table as an English-speaking office would send it: what is Danish on its pages then comes from us.
ROWS = (
    ("Plan for practice",),
    ("(1000 kr.)", 2019, 2020),
    ("Work",),
    ("Mentors", 3300, 3400),
    ("Visits", 1000, "-"),
    ("Total", 4300, 4000),
)
# What the reader has something to say about: sums, names, signs, years, hidden and empty sheets.
ODD_ROWS: Mapping[str, tuple[tuple[object, ...], ...]] = {
    "an amount in words": ((*ROWS[:4], ("Visits", "about 1000", "-"), ROWS[5])),
    "a wrong total": ((*ROWS[:5], ("Total", 4400, 4000))),
    "no unit": (("Plan for practice",), ("", 2019, 2020), *ROWS[2:]),
    "two units": (("Plan (mio. kr.)",), *ROWS[1:]),
    "a year twice": (ROWS[0], ("(1000 kr.)", 2019, 2019), *ROWS[2:]),
    "a gap between years": (ROWS[0], ("(1000 kr.)", 2019, 2022), *ROWS[2:]),
    "a row after the total": (*ROWS, ("Late", 5, 5)),
    "a row without a name": (*ROWS[:4], ("", 1, 2), *ROWS[5:]),
    "a name twice": (*ROWS[:5], ROWS[4], ROWS[5]),
    "an error of Excel": (*ROWS[:4], ("Visits", "#REF!", "-"), ROWS[5]),
    "a note mark": (*ROWS[:4], ("Visits2", 1000, "-"), ROWS[5]),
    "a percentage": (*ROWS[:4], ("Visits", "12 %", "1.2.3"), ROWS[5]),
}
REFUSED: Mapping[str, bytes] = {
    "a PDF": b"%PDF-1.7 ...",
    "a list in text": b"Initiative;2019;2020\nMentors;3300;3400\n",
    "nothing": b"",
    "an old workbook": bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600),
    "an archive": b"PK\x03\x04" + bytes(200),
    "a sheet without a table": workbook([("Hello", "with"), ("you", 1)]),
}


def browser(site: Site, place: Place) -> FlaskClient:
    """Open a browser in English, signed in unless the page is for signing in."""
    signed_out = place.endpoint == "people.sign_in"
    client = site.browser(None if signed_out else site.everything)
    client.set_cookie(COOKIE, "en")
    return client


def is_page(answer: TestResponse) -> bool:
    return answer.mimetype == "text/html"


def in_english(form: Mapping[str, Any]) -> dict[str, Any]:
    """Give a form whose names aren't Danish; the browser goes on in English."""
    changed = {
        name: f"Exercise {name}" if isinstance(value, str) and danish_in(value, {}) else value
        for name, value in form.items()
        if name not in {"current_password", "password"}
    }
    kept = {name: form[name] for name in ("current_password", "password") if name in form}
    return {**changed, **kept, **({"language": "en"} if "language" in form else {})}


def test_no_page_says_anything_in_danish(english: Site, left: Callable[[str], list[str]]) -> None:
    seen, wrong = set(), []
    for place in places(english, methods=frozenset({"GET"})):
        if place.endpoint == "static":
            continue
        answer = browser(english, place).get(
            place.address(english, english.everything), follow_redirects=True, buffered=True
        )
        if is_page(answer):
            seen.add(place.endpoint)
            wrong += [f"{place}: {danish}" for danish in left(answer.text)]
    assert wrong == []
    assert len(seen) > 20


def test_the_same_pages_in_danish_are_seen_to_be_danish(english: Site, left: Callable[[str], list[str]]) -> None:
    unseen, client = [], english.browser(english.everything)
    with english.database.writing() as session:
        session.execute(text("UPDATE person SET language = 'da'"))
    for place in places(english, methods=frozenset({"GET"})):
        if place.endpoint in {"static", "people.sign_in"}:
            continue
        answer = client.get(place.address(english, english.everything), follow_redirects=True, buffered=True)
        if is_page(answer) and len(left(answer.text)) < 2:
            unseen.append(str(place))
    assert unseen == []


@pytest.mark.parametrize("fault", ["empty", "odd", "too long", "outdated"])
def test_no_form_answers_in_danish(english: Site, left: Callable[[str], list[str]], fault: str) -> None:
    refused, wrong = 0, []
    for place in sending_places(english):
        form = in_english(form_for(place.endpoint, english))
        fields = [name for name, value in form.items() if isinstance(value, str) and name not in {"language", "next"}]
        keys = {name: value for name, value in form.items() if name in {"version", "submission_key"}}
        spoilt: Mapping[str, dict[str, Any]] = {
            "empty": {},
            "odd": {**dict.fromkeys(fields, "?\x01"), **keys},
            "too long": {**dict.fromkeys(fields, "x" * 9_000), **keys},
            "outdated": {**form, **({"version": "4711"} if "version" in form else {})},
        }
        client = browser(english, place)
        data = {**spoilt[fault], "csrf_token": english.token(client)}
        answer = client.open(
            place.address(english, english.everything), method=place.method, data=data, follow_redirects=True
        )
        if is_page(answer):
            refused += answer.status_code >= 400
            wrong += [f"{place} ({answer.status_code}): {danish}" for danish in left(answer.text)]
    assert wrong == []
    assert refused > 5


def test_nothing_that_is_done_is_told_in_danish(english: Site, left: Callable[[str], list[str]]) -> None:
    wrong, done = [], set()
    for place in sending_places(english):
        client = browser(english, place)
        form = {**in_english(FORMS[place.endpoint](english)), "csrf_token": english.token(client)}
        answer = client.open(
            place.address(english, english.everything), method=place.method, data=form, follow_redirects=True
        )
        if is_page(answer):
            done.add(place.endpoint)
            wrong += [f"{place} ({answer.status_code}): {danish}" for danish in left(answer.text)]
    assert wrong == []
    assert len(done) > 20


@pytest.mark.parametrize("rows", ODD_ROWS.values(), ids=ODD_ROWS.keys())
def test_the_preview_speaks_english_whatever_is_wrong_with_the_table(
    english: Site, left: Callable[[str], list[str]], rows: tuple[tuple[object, ...], ...]
) -> None:
    client = english.browser(english.people[Role.BUDGET_OFFICER])
    answer = send(english, client, workbook(rows), plan_title="Plan for practice")
    page = client.get(preview_address(answer)).text
    assert "Ark1!" in page
    assert left(page) == []


@pytest.mark.parametrize("content", REFUSED.values(), ids=REFUSED.keys())
def test_a_file_is_refused_in_english(english: Site, left: Callable[[str], list[str]], content: bytes) -> None:
    answer = send(english, english.browser(english.people[Role.BUDGET_OFFICER]), content)
    assert answer.status_code == 400
    assert left(answer.text) == []


def test_an_import_is_followed_in_english_to_its_end(english: Site, left: Callable[[str], list[str]]) -> None:
    client = english.browser(english.people[Role.BUDGET_OFFICER])
    pages = []
    address = preview_address(send(english, client, workbook(ROWS), plan_title="Plan for practice"))
    seen = client.get(address).text
    pages += [seen, client.get("/").text, client.get("/excel").text]
    pages.append(send_confirmation(english, client, seen, decided_on="99.99.2018", body="").text)
    done = send_confirmation(english, client, seen, plan_title="Plan for practice")
    pages += [client.get(done.location).text, client.get(address).text]
    pages.append(send(english, client, workbook(ROWS)).text)
    for rows in (ROWS, (*ROWS[:3], ("Mentors", 3400, 3400), *ROWS[4:])):
        again = send(english, client, workbook(rows, More=(("Nothing",),)), plan=done.location.rpartition("/")[2])
        pages.append(client.get(preview_address(again)).text)
    two = workbook(ROWS, Second=ROWS)
    pages.append(client.get(preview_address(send(english, client, two, plan_title="Two")), follow_redirects=True).text)
    assert [danish for page in pages for danish in left(page)] == []


@pytest.mark.parametrize("status", sorted(errors.WORDS))
def test_error_pages_are_in_english(english: Site, left: Callable[[str], list[str]], status: int) -> None:
    with english.app.test_request_context("/", headers={"Cookie": f"{COOKIE}=en"}):
        page, _status = errors.page(status, error_id="4711")
    assert 'lang="en"' in page
    assert left(page) == []


@pytest.mark.parametrize(
    "refusal",
    [
        NotFound(Text("Beslutningen findes ikke. Se listen under Beslutninger.")),
        Conflict(Text("%(plan)s er ændret, siden du så forskellene. Se dem igen, og bekræft så.", plan="Plan 1")),
    ],
)
def test_a_refusal_of_the_rules_is_said_in_english(
    english: Site, left: Callable[[str], list[str]], refusal: Exception
) -> None:
    def fail() -> str:
        raise refusal

    english.app.view_functions["people.my_page"] = fail
    answer = english.browser(english.everything).get("/min-side")
    assert answer.status_code in {404, 409}
    assert left(answer.text) == []


def test_signing_in_is_refused_and_slowed_in_english(english: Site, left: Callable[[str], list[str]]) -> None:
    client = english.browser()
    client.set_cookie(COOKIE, "en")
    form = {"email": "reader@example.org", "password": "wrong", "csrf_token": english.token(client)}
    answers = [client.post("/log-ind", data=form) for _attempt in range(7)]
    assert {answer.status_code for answer in answers} == {401, 429}
    assert [danish for answer in answers for danish in left(answer.text)] == []


def test_the_workbook_explains_itself_in_english(english: Site) -> None:
    client = english.browser(english.people[Role.BUDGET_OFFICER])
    address = read_in(english, client, ROWS, plan_title="Plan for practice")
    content = client.get(f"{address}/budget.xlsx").data
    said = " ".join(_without_the_published_table(content))
    assert "About this file" in said
    assert "Budget as decided up to and including" in said
    assert danish_in(said, danish_parts()) == []


def _without_the_published_table(content: bytes) -> Iterator[str]:
    """Give what the workbook says besides the table, which stays in the words it was published in."""
    published = {str(row[0]) for row in ROWS}
    assert load_workbook(BytesIO(content)).sheetnames == ["Budget", "Om"]
    yield from (said for said in workbook_says(content) if said not in published)
