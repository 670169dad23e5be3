"""The blueprint that all pages about decisions belong to."""

from flask import Blueprint

blueprint = Blueprint("decisions", __name__)
