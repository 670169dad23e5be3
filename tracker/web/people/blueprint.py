"""The blueprint that all pages about people belong to."""

from flask import Blueprint

blueprint = Blueprint("people", __name__)
