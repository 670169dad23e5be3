"""The blueprint that all pages about scenarios belong to."""

from flask import Blueprint

blueprint = Blueprint("scenarios", __name__, url_prefix="/handleplaner/<slug>/scenarier")
