"""Which language a page is in, and how the sentences of the rules become that language."""

from flask import current_app, request
from flask_babel import gettext

from tracker.domain.texts import Text
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


def said(text: object) -> str:
    """Say a sentence of the rules in the page's language; its values may be sentences themselves."""
    if not isinstance(text, Text):
        return str(text)
    sentence = str(gettext(text.message))
    return sentence % {name: said(value) for name, value in text.values.items()} if text.values else sentence
