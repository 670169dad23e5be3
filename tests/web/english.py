"""The application as an English-speaking office has it, and the Danish that is left on its pages."""

import json
from collections.abc import Callable

from sqlalchemy import text

from tests.web.reader_texts import danish_in, danish_parts, page_says
from tests.web.site import Site


def translate(site: Site) -> None:
    """Let the plan of the site have English names, and its people choose English."""
    with site.database.writing() as session:
        session.execute(text("UPDATE person SET language = 'en'"))
        session.execute(text("UPDATE action_plan SET title = 'Plan ' || id"))
        session.execute(text("UPDATE theme SET title = 'Theme ' || id"))
        session.execute(text("UPDATE budget_line SET title = 'Line ' || id"))


def finder(site: Site) -> Callable[[str], list[str]]:
    """Give what names the Danish that is left on a page, besides what people wrote themselves."""
    parts = danish_parts()
    assert len(parts) > 500

    def find(page: str) -> list[str]:
        said = page_says(page)
        for written in sorted(_written_in_danish(site), key=len, reverse=True):
            said = said.replace(written, "")
        return danish_in(said, parts)

    return find


def _written_in_danish(site: Site) -> set[str]:
    """Find the names that the samples of other tests have put in the database."""
    columns = ("line_alias.title", "person.name", "budget_line.title", "theme.title", "action_plan.title")
    with site.database.reading() as session:
        values = {
            " ".join(str(value).split())
            for table, _dot, column in (name.partition(".") for name in columns)
            for value in session.execute(text(f"SELECT {column} FROM {table}")).scalars()  # noqa: S608 - names from above
        }
        for told in session.execute(text("SELECT after FROM audit_event WHERE after IS NOT NULL")).scalars():
            values |= {value for value in json.loads(told).values() if isinstance(value, str)}
    return {value for value in values if danish_in(value, {})}
