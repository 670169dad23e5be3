"""Sample values for every address and every form of the application; a new page is added here or its sweeps fail."""

import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for
from werkzeug.routing import Rule

from tests.web.site import Site, add_person
from tracker.actions import sign_in
from tracker.domain.people import Role
from tracker.domain.published_tables import CellKind, RowKind
from tracker.domain.years import now
from tracker.models.budget import LineAlias
from tracker.models.published_tables import PublishedCell, PublishedRow, PublishedTable
from tracker.models.uploads import StoredFile

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

Parameter = Callable[[Site, int], object]


def _slug(site: Site, _person_id: int) -> object:
    return site.value("SELECT slug FROM action_plan WHERE id = :id", id=site.book.plan_id)


def _line_slug(site: Site, _person_id: int) -> object:
    return site.value("SELECT slug FROM budget_line WHERE id = :id", id=site.book.mentors)


def _other_line_slug(site: Site, _person_id: int) -> object:
    return site.value("SELECT slug FROM budget_line WHERE id = :id", id=site.book.language)


def _theme_id(site: Site, _person_id: int) -> object:
    return site.book.theme_id


def _decision_id(site: Site, _person_id: int) -> object:
    return site.value("SELECT min(id) FROM decision")


def _person_id(site: Site, _person_id: int) -> object:
    with site.database.writing() as session:
        return add_person(session, f"{secrets.token_hex(8)}@example.org", frozenset({Role.READER}))


def _sign_in_id(site: Site, person_id: int) -> object:
    with site.database.writing() as session:
        sign_in.open_new(session, person_id=person_id, browser="another")
    return site.value("SELECT max(id) FROM sign_in WHERE person_id = :id", id=person_id)


def _other_sign_in_id(site: Site, _person_id: int) -> object:
    return _sign_in_id(site, site.people[Role.ADMINISTRATOR])


def _name_id(site: Site, _person_id: int) -> object:
    with site.database.writing() as session:
        alias = LineAlias(line_id=site.book.mentors, title=f"Tidligere navn {secrets.token_hex(4)}")
        session.add(alias)
        session.flush()
        return alias.id


def _cell_id(site: Site, _person_id: int) -> object:
    """Print a table whose total is a thousand kroner more than its rows, and give that total's cell."""
    with site.database.writing() as session:
        mark = secrets.token_hex(16)
        stored = StoredFile(
            sha256=mark,
            name="tabel.xlsx",
            stored_name=mark,
            size_bytes=1,
            stored_at=now(),
            stored_by_id=site.everything,
        )
        session.add(stored)
        session.flush()
        table = PublishedTable(
            plan_id=site.book.plan_id, file_id=stored.id or 0, sheet="Ark1", title="Budget", unit="tkr", read_at=now()
        )
        session.add(table)
        session.flush()
        line = PublishedRow(
            table_id=table.id or 0,
            position=1,
            kind=RowKind.LINE,
            cell="A2",
            printed_label="Mentorer",
            label="Mentorer",
            line_id=site.book.mentors,
        )
        total = PublishedRow(
            table_id=table.id or 0, position=2, kind=RowKind.TOTAL, cell="A3", printed_label="I alt", label="I alt"
        )
        session.add_all((line, total))
        session.flush()
        amounts = ((line, "B2", 3_300), (total, "B3", 3_301))
        cells = [
            PublishedCell(
                row_id=row.id or 0,
                position=1,
                column="2019",
                cell=cell,
                printed=str(amount),
                kind=CellKind.AMOUNT,
                amount_oere=amount * 100_000,
            )
            for row, cell, amount in amounts
        ]
        session.add_all(cells)
        session.flush()
        return cells[1].id


# What exists but belongs to somebody else: answered as if it didn't exist.
OF_SOMEBODY_ELSE: Mapping[str, Parameter] = {"line_slug": _other_line_slug, "sign_in_id": _other_sign_in_id}

# For each parameter of an address, by name: something that exists and that this person may deal with.
PARAMETERS: Mapping[str, Parameter] = {
    "cell_id": _cell_id,
    "decision_id": _decision_id,
    "filename": lambda _site, _person_id: "css/puljeoverblik.css",
    "line_slug": _line_slug,
    "name_id": _name_id,
    "person_id": _person_id,
    "sign_in_id": _sign_in_id,
    "slug": _slug,
    "theme_id": _theme_id,
}


@dataclass(frozen=True)
class Place:
    """An address of the application with one method, as a test asks for it."""

    endpoint: str
    method: str
    rule: Rule

    def __str__(self) -> str:
        return f"{self.method} {self.rule.rule}"

    def address(self, site: Site, person_id: int, **instead: Parameter) -> str:
        """Give the address with sample values in it; ``instead`` are other values for some parameters."""
        known = {**PARAMETERS, **instead}
        unknown = sorted(self.rule.arguments - known.keys())
        assert not unknown, f"{self.rule.rule}: add sample values for {unknown} to tests/web/samples.py"
        values: dict[str, Any] = {name: known[name](site, person_id) for name in sorted(self.rule.arguments)}
        with site.app.test_request_context():
            return url_for(self.endpoint, **values)


def places(site: Site, *, methods: frozenset[str] | None = None) -> Iterator[Place]:
    """Go through everything that can be asked for."""
    for rule in sorted(site.app.url_map.iter_rules(), key=lambda rule: rule.rule):
        for method in sorted(rule.methods or ()):
            if methods is None or method in methods:
                yield Place(rule.endpoint, method, rule)


def changing_places(site: Site) -> Iterator[Place]:
    """Go through everything that may change something."""
    return (place for place in places(site) if place.method not in SAFE)
