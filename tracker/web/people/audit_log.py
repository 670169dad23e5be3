"""The log of changes: administrators see all of it, finance what concerns plans and money."""

from flask import render_template, request

from tracker.domain.people import Role
from tracker.queries import audit
from tracker.queries import people as queries
from tracker.web.people.blueprint import blueprint
from tracker.web.people.event_values import value_name, value_text
from tracker.web.people.words import action_word, subject_word
from tracker.web.sessions import actor, reading

_MOST_DIGITS = 9


@blueprint.get("/administration/log")
def audit_log() -> str:
    """Show a page of the log; the address holds the filter and where the page begins."""
    subject = request.args.get("subject", "")[:40]
    person_id = _number(request.args.get("person", ""))
    before_id = _number(request.args.get("before", ""))
    with_people = Role.ADMINISTRATOR in actor().roles
    with reading() as session:
        page = audit.events(
            session,
            actor=actor(),
            with_people=with_people,
            subject=subject,
            person_id=person_id,
            before_id=before_id,
        )
        subjects = audit.subjects(session, with_people=with_people)
        people = queries.everybody(session)
    return render_template(
        "people/audit_log.html",
        page=page,
        people=people,
        subjects=subjects,
        subject=subject,
        person_id=person_id,
        action_word=action_word,
        subject_word=subject_word,
        value_name=value_name,
        value_text=value_text,
    )


def _number(text: str) -> int | None:
    """Read an id from the address; anything else is as if it weren't there."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else None
