"""The application object: settings, database, pages, sign-in and safeguards put together in one place."""

from datetime import timedelta

from flask import Flask
from flask_babel import Babel
from flask_login import LoginManager
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from tracker.commands.register import register as register_commands
from tracker.config import PROJECT_ROOT, Settings, secret_key, settings_from
from tracker.database import Database
from tracker.translation import said
from tracker.web import (
    access,
    administration,
    annexes,
    assets,
    bridges,
    budget,
    carry_over,
    cookies,
    decisions,
    entries,
    errors,
    excel,
    headers,
    indexation,
    initiatives,
    language,
    logs,
    navigation,
    odd_values,
    origins,
    overview,
    people,
    postings,
    presentation,
    reconciliation,
    scenarios,
)
from tracker.web.sessions import signed_in

IDLE_MINUTES = 60

# One blueprint for each task, in the order of the navigation; each endpoint has its rule in tracker/web/access.py.
BLUEPRINTS = (
    overview.blueprint,
    budget.blueprint,
    initiatives.blueprint,
    bridges.blueprint,
    reconciliation.blueprint,
    postings.blueprint,
    scenarios.blueprint,
    decisions.blueprint,
    entries.blueprint,
    indexation.blueprint,
    carry_over.blueprint,
    annexes.blueprint,
    excel.blueprint,
    people.blueprint,
    administration.blueprint,
)


def create_app(settings: Settings | None = None) -> Flask:
    """Make the application; raises ConfigurationError or AccessTableError where it must not start."""
    settings = settings_from() if settings is None else settings
    app = Flask("tracker", template_folder=str(PROJECT_ROOT / "templates"), static_folder=str(PROJECT_ROOT / "static"))
    _configure(app, settings)
    app.extensions["settings"] = settings
    app.extensions["database"] = Database(settings.database_url)
    if settings.proxy_hops:
        hops = settings.proxy_hops
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    Babel(app, default_translation_directories=str(PROJECT_ROOT / "tracker" / "translations"), **_BABEL)
    login_manager = LoginManager(app)
    login_manager.session_protection = ""  # the token in the database decides, not the address, which changes
    login_manager.user_loader(people.load)
    # The order is the order of the checks: our own address, our own pages as sender, the access table, the token.
    app.before_request(origins.check_host)
    app.before_request(origins.check_sender)
    app.before_request(access.enforce)
    CSRFProtect(app)
    app.before_request(odd_values.check)
    app.after_request(headers.protect)
    logs.install(app)
    errors.install(app)
    app.session_interface = cookies.PageSessions()
    app.jinja_env.globals.update(_TEMPLATES)
    app.jinja_env.filters["said"] = said
    presentation.install(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    register_commands(app)
    access.check_table(app)
    return app


# What every template may call besides Flask's own.
_TEMPLATES = {
    "address_here": navigation.address_here,
    "administration_navigation": navigation.administration_navigation,
    "asset": assets.address,
    "front_page": navigation.front_page,
    "language": language.language,
    "languages": language.LANGUAGES,
    "may": access.may_use,
    "navigation": navigation.navigation,
    "signed_in": signed_in,
}
_BABEL = {"default_timezone": "Europe/Copenhagen", "locale_selector": language.language}


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=secret_key(settings),
        SECRET_KEY_FALLBACKS=list(settings.secret_key_fallbacks),
        DEBUG=False,
        BABEL_DEFAULT_LOCALE=settings.language,
        MAX_CONTENT_LENGTH=access.FORM_BYTES,
        PERMANENT_SESSION_LIFETIME=timedelta(minutes=IDLE_MINUTES),
        SESSION_COOKIE_NAME="__Host-session" if settings.https else "session",
        SESSION_COOKIE_SECURE=settings.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,  # a token lives as long as its session, so that a form left open can still be sent
        HTTPS=settings.https,
    )
