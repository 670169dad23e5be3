"""Signing in and out, and the choice of language, which needs no sign-in."""

import logging
import math

from flask import redirect, render_template, request, session, url_for
from flask_babel import gettext
from flask_login import login_user, logout_user
from werkzeug.wrappers import Response

from tracker.actions import passwords, people
from tracker.actions import sign_in as actions
from tracker.queries import people as queries
from tracker.web.language import COOKIE, LANGUAGES
from tracker.web.own_pages import own_page
from tracker.web.people import known_browser
from tracker.web.people.blueprint import blueprint
from tracker.web.people.forms import SignInForm
from tracker.web.sessions import SignedIn, reading, signed_in, writing

log = logging.getLogger(__name__)

LANGUAGE_DAYS = 365


def load(token: str) -> SignedIn | None:
    """Find the sign-in of a token for flask-login; one that was ended or ran out signs nobody in."""
    with reading() as database:
        found = queries.open_sign_in(database, token)
    if found is None:
        return None
    return SignedIn(
        token=token,
        sign_in_id=found.sign_in_id,
        actor=found.actor,
        email=found.email,
        must_change_password=found.must_change_password,
    )


def enter(token: str) -> None:
    """Make this browser the holder of a new sign-in; nothing of what it held before lives on."""
    session.clear()
    person = load(token)
    if person is not None:
        login_user(person)


def begin(email: str) -> actions.Attempt | actions.Wait:
    """Begin an attempt; while none is taken, nothing is written either."""
    client, known = request.remote_addr or "", known_browser.name_for(email)
    with reading() as database:
        waiting = actions.wait_for(database, email=email, client=client, known_browser=known)
    if waiting is not None:
        return waiting
    with writing() as database:
        return actions.begin(database, email=email, client=client, known_browser=known)


@blueprint.route("/log-ind", methods=["GET", "POST"])
def sign_in() -> Response | str | tuple[str, int]:
    """Sign in; the answer never tells whether an account exists."""
    next_page = own_page(request.args.get("next"))
    if signed_in() and request.method == "GET":
        return redirect(next_page or _start(), code=303)
    form = SignInForm()
    if not form.validate_on_submit():
        return render_template("people/sign_in.html", form=form), 400 if form.errors else 200
    given = form.values()
    attempt = begin(given["email"])
    if isinstance(attempt, actions.Wait):
        seconds = math.ceil(attempt.wait.total_seconds())
        log.warning("sign-in slowed", extra={"seconds": seconds})
        form.form_errors.append(gettext("Der har været for mange forsøg. Vent %(seconds)s sekunder.", seconds=seconds))
        return render_template("people/sign_in.html", form=form), 429
    matched = passwords.matches(attempt.password_hash, given["password"])
    before = signed_in()
    with writing() as database:
        token = actions.finish(
            database,
            attempt,
            matched=matched,
            browser=request.user_agent.string,
            replaces_id=before.sign_in_id if before else None,
        )
    if token is None:
        log.warning("sign-in failed", extra={"person_id": attempt.person_id})
        form.form_errors.append(
            gettext("E-mail eller adgangskode er forkert. Prøv igen, eller spørg en administrator.")
        )
        return render_template("people/sign_in.html", form=form), 401
    enter(token)
    log.info("signed in", extra={"person_id": attempt.person_id})
    response = redirect(next_page or _start(), code=303)
    known_browser.remember(response, given["email"])
    return response


@blueprint.post("/log-af")
def sign_out() -> Response:
    """Sign out: the sign-in ends in the database, so a copy of the cookie is worth nothing."""
    person = signed_in()
    if person is not None:
        with writing() as database:
            actions.sign_out(database, person_id=person.actor.id, sign_in_id=person.sign_in_id)
        logout_user()
    session.clear()
    response = redirect(url_for("people.sign_in"), code=303)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@blueprint.post("/sprog")
def change_language() -> Response:
    """Switch the language, for the person if there is one, and for this browser."""
    language = request.form.get("language", "")
    back = own_page(request.form.get("next")) or _start()
    if language not in LANGUAGES:
        return redirect(back, code=303)
    person = signed_in()
    if person is not None:
        with writing() as database:
            people.change_own_language(database, person_id=person.actor.id, language=language)
    response = redirect(back, code=303)
    response.set_cookie(
        COOKIE,
        language,
        max_age=LANGUAGE_DAYS * 24 * 3600,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure,
    )
    return response


def _start() -> str:
    return request.script_root + "/"
