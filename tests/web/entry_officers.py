"""Two officers who change the same thing through its form at the same time, each in a process of their own."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.synchronize import Barrier
from pathlib import Path

from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from tests.databases import DatabaseUrls
from tests.processes import barrier, start
from tests.web.form_fields import fields
from tests.web.page_text import tables
from tests.web.site import SECRET_KEY, Site
from tracker.app import create_app
from tracker.config import Settings
from tracker.database import Database

# What each adds at a time: however often one saves meanwhile, the other never comes to the same amount.
OFFICERS = {"A": 2, "B": 3}


@dataclass(frozen=True)
class Task:
    """A form with a count in it: in the text of ``signed``, with who wrote it, and alone in ``amount``.

    ``also`` are fields that are sent as they stand here. The careless look at no conflict, and say that they have seen
    whatever stands there: ``careless_by`` asks the database which version that is.
    """

    address: str
    edits: int
    signed: str = ""
    amount: str = ""
    also: tuple[tuple[str, str], ...] = ()
    careless_by: str = ""

    @property
    def counted(self) -> tuple[str, ...]:
        """The fields that hold the count."""
        return tuple(name for name in (self.signed, self.amount) if name)

    def typed(self, count: int, officer: str) -> dict[str, str]:
        """Give what an officer writes into the form."""
        return {
            **dict(self.also),
            **{name: f"{count} {officer}" if name == self.signed else str(count) for name in self.counted},
        }

    def count_in(self, page: str) -> int:
        """Read the count from the form of a page."""
        return number_in(fields(page, having=self.counted[-1])[self.counted[-1]])


@dataclass
class Tally:
    """How it went for one officer; ``not_shown`` are conflicts that left out one of the two values of a field."""

    saved: int = 0
    conflicts: int = 0
    not_shown: list[str] = field(default_factory=list)
    other: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Desk:
    """What an officer works at: the application on its own, signed in."""

    client: FlaskClient
    database: Database


def edit_together(site: Site, urls: DatabaseUrls, folder: Path, tasks: Sequence[Task]) -> list[tuple[Tally, Tally]]:
    """Let two processes add to the count of one form after the other; gives for each how it went for both."""
    together = barrier(len(OFFICERS))
    workers = [start(edit_all, urls, (folder, cookie_of(site)), tasks, officer, together) for officer in OFFICERS]
    for worker in workers:
        worker.go()
    one, two = (worker.answer() for worker in workers)
    assert isinstance(one, list)
    assert isinstance(two, list)
    return list(zip(one, two, strict=True))


def cookie_of(site: Site) -> str:
    """Sign somebody in who may do everything, and give what the browser would hold."""
    client = site.browser(site.everything)
    site.token(client)
    cookie = client.get_cookie("session")
    assert cookie is not None
    return str(cookie.value)


@contextmanager
def desk(urls: DatabaseUrls, folder: Path, cookie: str) -> Iterator[Desk]:
    """Open the application in this process."""
    app = create_app(
        Settings(data_dir=folder, database_url=urls.url, database_owner_url=urls.owner_url, secret_key=SECRET_KEY)
    )
    client = app.test_client()
    client.set_cookie("session", cookie)
    database: Database = app.extensions["database"]
    client.get("/")  # the first page of a process takes longest
    yield Desk(client, database)
    database.dispose()


def edit_all(
    urls: DatabaseUrls, place: tuple[Path, str], tasks: Sequence[Task], officer: str, together: Barrier
) -> list[Tally]:
    """Work through the forms, beginning each when the other officer does."""
    tallies = []
    with desk(urls, *place) as own:
        for task in tasks:
            together.wait()
            tallies.append(edit(own, task, officer))
    return tallies


def edit(own: Desk, task: Task, officer: str) -> Tally:
    """Change the form again and again; who comes second goes on from what the page says, as people do."""
    tally, more = Tally(), OFFICERS[officer]
    page, count = "", 0
    for _edit in range(task.edits):
        if not page:
            page = own.client.get(task.address).text
            count = task.count_in(page)
        answer = _send(own, task, page, task.typed(count + more, officer))
        page = ""
        if answer.status_code == 303:
            tally.saved += 1
        elif answer.status_code == 409:
            tally.conflicts += 1
            theirs = _theirs(task, answer.text, count + more, officer)
            if theirs is None:
                tally.not_shown.append(answer.text)
            else:
                page, count = answer.text, theirs
        else:
            tally.other.append(f"{answer.status_code}: {answer.text}")
    return tally


def _send(own: Desk, task: Task, page: str, typed: dict[str, str]) -> TestResponse:
    form = {**fields(page, having=task.counted[-1]), **typed}
    answer = own.client.post(task.address, data=form)
    while task.careless_by and answer.status_code == 409:
        with own.database.reading() as session:
            form["version"] = str(session.execute(text(task.careless_by)).scalar_one())
        answer = own.client.post(task.address, data=form)
    return answer


def _theirs(task: Task, page: str, mine: int, officer: str) -> int | None:
    """Read the other's count where the page shows it beside one's own, for every field that has it."""
    conflict = next((table for table in tables(page) if table.startswith(("Felt | ", "Flytning i "))), "")
    pairs = [line.split(" | ")[-2:] for line in conflict.splitlines()[1:]]
    signed = {number_in(theirs) for theirs, yours in pairs if yours == f"{mine} {officer}"}
    amounts = {number_in(theirs) for theirs, yours in pairs if yours.isascii() and yours.replace(".", "") == str(mine)}
    found = [values for name, values in ((task.signed, signed), (task.amount, amounts)) if name]
    return found[0].pop() if all(len(values) == 1 and values == found[0] for values in found) else None


def number_in(written: str) -> int:
    """Read the number that a text begins with."""
    found = re.match(r"[0-9.]+", written)
    return int(found[0].replace(".", "")) if found else 0
