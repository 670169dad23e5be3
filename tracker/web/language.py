"""Which language a page is in."""

from flask import current_app, request

from tracker.web.sessions import signed_in

LANGUAGES = {"da": "Dansk", "en": "English"}
COOKIE = "language"


def language() -> str:
    """Choose the language: the signed-in person's, or the browser's last choice, or the installation's."""
    person = signed_in()
    if person and person.actor.language in LANGUAGES:
        return person.actor.language
    chosen = request.cookies.get(COOKIE, "")
    if chosen in LANGUAGES:
        return chosen
    installed: str = current_app.config["BABEL_DEFAULT_LOCALE"]
    return installed
