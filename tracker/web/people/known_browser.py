"""Browsers that somebody has signed in from before: guesses made elsewhere don't make their owner wait."""

import hashlib
import secrets

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from tracker.actions.sign_in import normal_email

DAYS = 180
_SECONDS = DAYS * 24 * 3600


def name_for(email: str) -> str:
    """Give this browser's own name for an account that was signed in to from here, or nothing.

    The name is random and signed, so nobody makes one up; failures under it are counted apart from all others, and
    slowed by the same rule.
    """
    try:
        account, name = _signer().loads(request.cookies.get(_cookie(), ""), max_age=_SECONDS)
    except (BadSignature, ValueError, TypeError):
        return ""
    return str(name) if account == _account(email) else ""


def remember(response: Response, email: str) -> None:
    """Let the browser keep a name for the account that it has just signed in to."""
    value = _signer().dumps([_account(email), name_for(email) or secrets.token_urlsafe(24)])
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    response.set_cookie(_cookie(), str(value), max_age=_SECONDS, httponly=True, samesite="Lax", secure=secure)


def _cookie() -> str:
    return "__Host-browser" if current_app.config["SESSION_COOKIE_SECURE"] else "browser"


def _account(email: str) -> str:
    return hashlib.sha256(normal_email(email).encode()).hexdigest()[:32]


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="known-browser")
