"""Workbooks as an office makes them, built cell by cell, and the way of such a file through the pages."""

import re
from collections.abc import Iterable, Mapping
from io import BytesIO

from flask.testing import FlaskClient
from openpyxl import Workbook
from werkzeug.test import TestResponse

from tests.web.site import Site, field

Row = Iterable[object]
HEAD = "Indsatser (opgjort i 1000 kr.)"
PLAN = "Integrationshandleplan 2019-20"
JOB, OTHER = "Fra uddannelse til job", "Øvrige afsatte midler"
ROWS: tuple[Row, ...] = (
    (PLAN,),
    (),
    (HEAD, 2019, 2020),
    (JOB,),
    ("Mentorer", 3300, 3400),
    ("Sprog på jobbet", 1000, "-"),
    (OTHER,),
    ("Pulje til senere udmøntning", "-", 600),
    ("I alt", 4300, 4000),
)
DECISION = {"body": "BIU", "decided_on": "06.12.2018", "agenda_item": "4", "case_number": "2018-0123456"}


def workbook(rows: Iterable[Row] = ROWS, **more_sheets: Iterable[Row]) -> bytes:
    """Make a workbook with the rows on Ark1, and with more sheets by their names."""
    book = Workbook()
    first = book.active
    assert first is not None
    first.title = "Ark1"
    for row in rows:
        first.append(list(row))
    for name, others in more_sheets.items():
        sheet = book.create_sheet(name)
        for row in others:
            sheet.append(list(row))
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def changed(label: str, *amounts: object) -> tuple[Row, ...]:
    """Give the usual rows with other amounts in one of them."""
    return tuple((label, *amounts) if tuple(row)[:1] == (label,) else row for row in ROWS)


def send(site: Site, client: FlaskClient, content: bytes, *, name: str = "tabel.xlsx", **more: str) -> TestResponse:
    """Send a file to be previewed."""
    page = client.get("/excel/indlaes").text
    return client.post(
        "/excel/indlaes",
        data={
            "csrf_token": site.token(client),
            "submission_key": field(page, "submission_key"),
            "file": (BytesIO(content), name),
            "plan": "",
            **more,
        },
        content_type="multipart/form-data",
    )


def preview_address(answer: TestResponse) -> str:
    """Tell where the preview is; the file was taken."""
    assert answer.status_code == 303, answer.text
    return answer.location


def confirm(site: Site, client: FlaskClient, address: str, **answers: str) -> TestResponse:
    """Confirm what the preview at the address shows, with its own hidden fields."""
    page = client.get(address).text
    return send_confirmation(site, client, page, **answers)


def send_confirmation(site: Site, client: FlaskClient, page: str, **answers: str) -> TestResponse:
    """Send the form of a preview that was fetched before."""
    return client.post(form_address(page), data=confirmation(site, client, page, **answers))


def confirmation(site: Site, client: FlaskClient, page: str, **answers: str) -> Mapping[str, str]:
    """Fill the form of a preview in: its own hidden fields, its chosen roles, and nothing that it doesn't ask for."""
    roles = re.findall(r'<select[^>]*name="(role-[A-Z0-9]+)".*?<option value="(\w+)" selected', page, re.DOTALL)
    values = {
        "csrf_token": site.token(client),
        "ledger_mark": _value(page, "ledger_mark"),
        "sha256": _value(page, "sha256"),
        "plan_title": PLAN,
        "kind": "adoption",
        "permanence": "",
        **dict(roles),
        **DECISION,
        **answers,
    }
    return {name: value for name, value in values.items() if f'name="{name}"' in page}


def form_address(page: str) -> str:
    """Tell where the preview's form leads."""
    found = re.search(r'action="(/excel/indlaes/[^"]+/bekraeft[^"]*)"', page)
    assert found, "there is nothing to confirm on the page"
    return found[1].replace("&amp;", "&")


def read_in(site: Site, client: FlaskClient, rows: Iterable[Row] = ROWS, **answers: str) -> str:
    """Bring a table in through all the pages; gives the plan's address."""
    answer = confirm(site, client, preview_address(send(site, client, workbook(rows))), **answers)
    assert answer.status_code == 303, answer.text
    return answer.location


def _value(page: str, name: str) -> str:
    found = re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', page)
    return found[1] if found else ""
