"""The headers that every answer carries, errors and downloads included."""

from flask import current_app, request
from werkzeug.wrappers import Response

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self';"
    " connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
)
_UNUSED_FEATURES = (
    "accelerometer",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "usb",
)
ALWAYS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _UNUSED_FEATURES),
    "X-Permitted-Cross-Domain-Policies": "none",
}
STRICT_TRANSPORT = "max-age=31536000; includeSubDomains"
FOR_GOOD = "public, max-age=31536000, immutable"
ASK_AGAIN = "private, no-cache"


def protect(response: Response) -> Response:
    """Put the headers on, and say who may keep a copy.

    Nobody keeps pages. A page that answers 304 sets ``Cache-Control: private, no-cache`` (ASK_AGAIN) and an ETag
    itself, which is left as it is. A static file whose address names its content is kept for good.
    """
    for name, value in ALWAYS.items():
        response.headers.setdefault(name, value)  # a file from outside is sent with a stricter policy of its own
    if current_app.config["HTTPS"]:
        response.headers["Strict-Transport-Security"] = STRICT_TRANSPORT
    if request.endpoint == "static" and response.status_code in {200, 206, 304}:
        response.headers["Cache-Control"] = FOR_GOOD if request.args.get("v") else "no-cache"
    elif not (response.cache_control.private and response.status_code in {200, 304}):
        response.headers["Cache-Control"] = "no-store"
    return response
