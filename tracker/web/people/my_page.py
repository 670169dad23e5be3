"""My page: one's own name, language and password, and where one is signed in."""

import math

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from tracker.actions import passwords, people
from tracker.actions import sign_in as sign_ins
from tracker.domain.passwords import judge
from tracker.domain.refusals import Conflict, NotFound
from tracker.domain.texts import Text
from tracker.queries import people as queries
from tracker.translation import said
from tracker.web.forms import Difference
from tracker.web.language import COOKIE
from tracker.web.people.blueprint import blueprint
from tracker.web.people.forms import OwnDetailsForm, PasswordForm
from tracker.web.people.sign_in import begin, enter
from tracker.web.sessions import SignedIn, actor, reading, signed_in, writing


@blueprint.get("/min-side")
def my_page() -> str:
    """Show what one may change about oneself."""
    return _page()


@blueprint.post("/min-side/oplysninger")
def change_own_details() -> Response | tuple[str, int]:
    """Change one's own name and language."""
    form = OwnDetailsForm()
    if not form.validate_on_submit():
        return _page(details=form), 400
    try:
        with writing() as session:
            people.change_own_details(
                session,
                person_id=actor().id,
                seen_version=form.seen_version,
                **form.values(),
            )
    except Conflict as conflict:
        return _page(details=form, conflict=conflict), 409
    flash(gettext("Dine oplysninger er gemt."), "success")
    response = redirect(url_for("people.my_page"), code=303)
    response.delete_cookie(COOKIE)
    return response


@blueprint.post("/min-side/adgangskode")
def change_password() -> Response | tuple[str, int]:
    """Change one's own password: every sign-in ends, and this browser gets a new one."""
    person = _signed_in()
    form = PasswordForm()
    if not form.validate_on_submit():
        return _page(password=form), 400
    given = form.values()
    attempt = begin(person.email)
    if isinstance(attempt, sign_ins.Wait):
        seconds = math.ceil(attempt.wait.total_seconds())
        form.current_password.errors = [
            gettext("Der har været for mange forsøg. Vent %(seconds)s sekunder.", seconds=seconds)
        ]
        return _page(password=form), 429
    if not passwords.matches(attempt.password_hash, given["current_password"]):
        form.current_password.errors = [gettext("Det er ikke din nuværende adgangskode. Skriv den igen.")]
        return _page(password=form), 400
    wrong = judge(given["new_password"], email=person.email, name=person.actor.name)
    if wrong is None and given["new_password"] == given["current_password"]:
        wrong = Text("Den nye adgangskode er den samme som den gamle. Vælg en anden.")
    if wrong is not None:
        form.new_password.errors = [said(wrong)]
        return _page(password=form), 400
    new_hash = passwords.hashed(given["new_password"])
    with writing() as session:
        sign_ins.forgive(session, attempt)
        people.change_own_password(session, person_id=person.actor.id, password_hash=new_hash)
        token = sign_ins.open_new(session, person_id=person.actor.id, browser=request.user_agent.string)
    enter(token)
    flash(gettext("Din adgangskode er ændret. Alle andre steder er du logget af."), "success")
    return redirect(url_for("people.my_page"), code=303)


@blueprint.post("/min-side/log-ind/<int:sign_in_id>/afslut")
def end_sign_in(sign_in_id: int) -> Response:
    """End one of one's own sign-ins, also the one of this browser."""
    with writing() as session:
        sign_ins.end_one(session, person_id=actor().id, sign_in_id=sign_in_id)
    return redirect(url_for("people.my_page"), code=303)


def _signed_in() -> SignedIn:
    person = signed_in()
    if person is None:
        raise NotFound(Text("Du er ikke logget ind. Log ind, og prøv igen."))
    return person


def _page(
    *, details: OwnDetailsForm | None = None, password: PasswordForm | None = None, conflict: Conflict | None = None
) -> str:
    person = _signed_in()
    with reading() as session:
        standing = queries.one_person(session, person.actor.id)
        open_sign_ins = queries.open_sign_ins(session, person.actor.id)
    differences: tuple[Difference, ...] = ()
    if conflict is not None and details is not None:
        differences = tuple(details.differences(conflict))
    return render_template(
        "people/my_page.html",
        details=details or OwnDetailsForm(formdata=None, obj=standing),
        password=password or PasswordForm(formdata=None),
        person=person,
        sign_ins=open_sign_ins,
        conflict=conflict,
        differences=differences,
    )
