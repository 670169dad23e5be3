"""Values that no page of ours sends and that databases stumble over; they are stopped before a page sees them."""

from flask import request
from werkzeug.exceptions import BadRequest, NotFound

_LARGEST_ID = 2**31 - 1


def check() -> None:
    """Refuse the character NUL anywhere, and answer 404 to ids that are larger than any can be."""
    texts = (request.path, *request.args.keys(), *request.args.values(), *request.form.keys(), *request.form.values())
    if any("\0" in text for text in texts):
        raise BadRequest
    if any(isinstance(value, int) and value > _LARGEST_ID for value in (request.view_args or {}).values()):
        raise NotFound
