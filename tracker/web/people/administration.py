"""People administration: who there is, what they may do, and where they are signed in."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from sqlmodel import Session
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from tracker.actions import passwords, people, submissions
from tracker.actions.people import PersonDetails
from tracker.domain.people import Role
from tracker.domain.refusals import Conflict, Refusal
from tracker.queries import people as queries
from tracker.translation import said
from tracker.web.forms import Difference
from tracker.web.people.blueprint import blueprint
from tracker.web.people.forms import AddPersonForm, DetailsForm, EditPersonForm
from tracker.web.sessions import actor, reading, writing


@blueprint.get("/administration/personer")
def person_list() -> str:
    """List everybody."""
    with reading() as session:
        rows = queries.everybody(session)
    return render_template("people/list.html", people=rows)


@blueprint.route("/administration/personer/ny", methods=["GET", "POST"])
def add_person() -> Response | str | tuple[str, int]:
    """Add a person, and show the start password once."""
    form = AddPersonForm()
    with reading() as session:
        _offer_lines(form, session)
    if not form.validate_on_submit():
        return render_template("people/add.html", form=form), 400 if form.errors else 200
    start_password = passwords.start_password()
    password_hash = passwords.hashed(start_password)
    given = form.values()
    try:
        with writing() as session:
            earlier = submissions.first_time(
                session,
                key=form.submission_key.data or "",
                person_id=actor().id,
                endpoint="people.add_person",
                content=given,
            )
            if earlier is not None:
                return redirect(earlier, code=303)
            person_id = people.add_person(
                session,
                actor_id=actor().id,
                email=given["email"],
                details=_details(form),
                password_hash=password_hash,
            )
            submissions.done(
                session, key=form.submission_key.data or "", location=url_for("people.edit_person", person_id=person_id)
            )
    except Conflict:
        raise
    except Refusal as refusal:
        form.form_errors.append(said(refusal.text))
        return render_template("people/add.html", form=form), 400
    return _show_start_password(person_id, start_password)


@blueprint.route("/administration/personer/<int:person_id>", methods=["GET", "POST"])
def edit_person(person_id: int) -> Response | str | tuple[str, int]:
    """Change a person's name, roles and initiatives, or whether they may sign in."""
    with reading() as session:
        standing = queries.one_person(session, person_id)
        if standing is None:
            raise NotFound
        sign_ins = queries.open_sign_ins(session, person_id)
        form = EditPersonForm(obj=standing)
        _offer_lines(form, session)
    differences: tuple[Difference, ...] = ()
    sentence, status = None, 400 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            with writing() as session:
                people.change_person(
                    session,
                    actor_id=actor().id,
                    person_id=person_id,
                    seen_version=form.seen_version,
                    details=_details(form, active=bool(form.active.data)),
                )
        except Conflict as conflict:
            differences, sentence, status = form.shown_differences(conflict), conflict.text, 409
        except Refusal as refusal:
            form.form_errors.append(said(refusal.text))
        else:
            flash(gettext("%(name)s er gemt.", name=form.name.data), "success")
            return redirect(url_for("people.person_list"), code=303)
    html = render_template(
        "people/edit.html",
        form=form,
        whom=standing,
        sign_ins=sign_ins,
        differences=differences,
        conflict_sentence=sentence,
    )
    return html, status


@blueprint.post("/administration/personer/<int:person_id>/startadgangskode")
def set_start_password(person_id: int) -> str:
    """Give a person a new start password and show it once; they are signed out everywhere."""
    start_password = passwords.start_password()
    password_hash = passwords.hashed(start_password)
    with writing() as session:
        people.set_start_password(session, actor_id=actor().id, person_id=person_id, password_hash=password_hash)
    return _show_start_password(person_id, start_password)


@blueprint.post("/administration/personer/<int:person_id>/log-ind/afslut")
def end_sign_ins(person_id: int) -> Response:
    """Sign a person out everywhere."""
    with writing() as session:
        ended = people.end_sign_ins(session, actor_id=actor().id, person_id=person_id)
    flash(gettext("%(count)s log-ind er afsluttet.", count=ended), "success")
    return redirect(url_for("people.edit_person", person_id=person_id), code=303)


def _offer_lines(form: DetailsForm, session: Session) -> None:
    form.line_ids.choices = [
        (line.id, f"{line.plan_title}: {line.title}") for line in queries.initiatives_to_choose(session)
    ]


def _details(form: DetailsForm, *, active: bool = True) -> PersonDetails:
    return PersonDetails(
        name=form.name.data or "",
        roles=frozenset(Role(role) for role in form.roles.data or ()),
        active=active,
        line_ids=frozenset(form.line_ids.data or ()),
    )


def _show_start_password(person_id: int, start_password: str) -> str:
    with reading() as session:
        person = queries.one_person(session, person_id)
    return render_template("people/start_password.html", whom=person, start_password=start_password)
