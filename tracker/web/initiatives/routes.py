"""The page of a budget line, and the forms for what is said about it; never for its money."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from sqlmodel import Session
from werkzeug.wrappers import Response

from tracker.actions import initiatives
from tracker.domain.money import UNITS
from tracker.domain.refusals import Conflict, NotFound
from tracker.domain.texts import Text
from tracker.queries import initiatives as queries
from tracker.web.access import may_use
from tracker.web.amounts import decimals_for
from tracker.web.budget.choices import unit_query
from tracker.web.explanations import Explained
from tracker.web.initiatives.forms import NameForm, ProfileForm, ResponsibleForm
from tracker.web.kind_words import head
from tracker.web.saving import changed
from tracker.web.sessions import actor, reading, writing

blueprint = Blueprint("initiatives", __name__, url_prefix="/handleplaner/<slug>/linjer/<line_slug>")

Page = str | Response | tuple[str, int]


@blueprint.get("")
def line_page(slug: str, line_slug: str) -> str:
    """Show a line: left what it is, right its years with what each amount is made of, below what happened."""
    return _line_page(slug, line_slug, NameForm(formdata=None))


@blueprint.route("/profil", methods=["GET", "POST"])
def edit_profile(slug: str, line_slug: str) -> Page:
    """Write what an initiative is for; for budget officers and those who are responsible for it."""
    with reading() as session:
        line = _line_to_write(session, slug, line_slug)
        profile = queries.profile_of(session, line.id)
    form = ProfileForm(obj=profile)

    def save(session: Session) -> None:
        _line_to_write(session, slug, line_slug)
        written = initiatives.Profile(**form.values())
        initiatives.edit_profile(
            session, actor=actor(), line_id=line.id, profile=written, seen_version=form.seen_version
        )

    outcome = changed(form, save)
    if outcome.is_saved:
        flash(gettext("Profilen er gemt."), "success")
        return redirect(_address(slug, line_slug), code=303)
    page = render_template("initiatives/edit_profile.html", form=form, line=line, outcome=outcome)
    return page, outcome.status


@blueprint.route("/ansvarlige", methods=["GET", "POST"])
def edit_responsible(slug: str, line_slug: str) -> Page:
    """Name the people who are responsible for an initiative."""
    with reading() as session:
        line = queries.line_by_slug(session, slug, line_slug, actor=actor())
        profile = queries.profile_of(session, line.id)
        present = queries.responsible_for(session, line.id)
        people = queries.active_people(session)
    form = ResponsibleForm(data={"version": profile.version, "person_ids": [person.id for person in present]})
    form.person_ids.choices = [(person.id, person.name) for person in people]
    conflict: Conflict | None = None
    if form.validate_on_submit():
        try:
            with writing() as session:
                initiatives.set_responsible(
                    session,
                    actor=actor(),
                    line_id=line.id,
                    person_ids=form.person_ids.data or (),
                    seen_version=form.seen_version,
                )
        except Conflict as refused:
            conflict = refused
            form.differences(refused)
        else:
            flash(gettext("De ansvarlige er gemt."), "success")
            return redirect(_address(slug, line_slug), code=303)
    page = render_template("initiatives/edit_responsible.html", form=form, line=line, conflict=conflict)
    return page, 409 if conflict else 400 if form.errors else 200


@blueprint.post("/navne")
def add_name(slug: str, line_slug: str) -> Page:
    """Keep another name that the line is found by when a table is read in."""
    form = NameForm()
    if not form.validate_on_submit():
        return _line_page(slug, line_slug, form), 400
    with writing() as session:
        line = queries.line_by_slug(session, slug, line_slug, actor=actor())
        added = initiatives.add_alias(session, actor=actor(), line_id=line.id, title=form.title.data or "")
    if added:
        flash(gettext("Linjen kan nu også findes under det navn."), "success")
    else:
        flash(gettext("Det navn har linjen allerede."), "info")
    return redirect(_address(slug, line_slug) + "#navne", code=303)


@blueprint.post("/navne/<int:name_id>/fjern")
def remove_name(slug: str, line_slug: str, name_id: int) -> Response:
    """Forget another name of the line."""
    with writing() as session:
        line = queries.line_by_slug(session, slug, line_slug, actor=actor())
        initiatives.remove_alias(session, actor=actor(), line_id=line.id, alias_id=name_id)
    flash(gettext("Navnet er fjernet."), "success")
    return redirect(_address(slug, line_slug) + "#navne", code=303)


def _line_page(slug: str, line_slug: str, name_form: NameForm) -> str:
    with reading() as session:
        detail = queries.line_detail(session, slug, line_slug, actor=actor())
        may_write = may_use("initiatives.edit_profile") and initiatives.may_write(
            session, actor=actor(), line_id=detail.line.id
        )
    unit = UNITS.get(request.args.get("enhed", ""), UNITS["tkr"])
    amounts = [year.amount_oere for year in detail.years] + [moved.amount_oere for moved in detail.transfers]
    return render_template(
        "initiatives/line.html",
        detail=detail,
        line=detail.line,
        name_form=name_form,
        may_write=may_write,
        unit=unit,
        decimals=decimals_for(amounts, unit),
        postings=Explained.of(slug, {**unit_query(unit), "linje": line_slug}),
        kind_head=head,
    )


def _line_to_write(session: Session, slug: str, line_slug: str) -> queries.LineRow:
    """Find a line that this person may write about; for others its form doesn't exist."""
    line = queries.line_by_slug(session, slug, line_slug, actor=actor())
    if not initiatives.may_write(session, actor=actor(), line_id=line.id):
        raise NotFound(
            Text("Du kan kun skrive om de indsatser, du er ansvarlig for. Spørg en budgetkonsulent om at få ansvaret.")
        )
    return line


def _address(slug: str, line_slug: str) -> str:
    return url_for("initiatives.line_page", slug=slug, line_slug=line_slug)
