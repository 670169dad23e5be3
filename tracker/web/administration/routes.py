"""All pages about years, rates and powers: importing this module puts its neighbours' routes on the blueprint."""

import tracker.web.administration.powers
import tracker.web.administration.rates
import tracker.web.administration.years  # noqa: F401 - imported for the routes they put on the blueprint
from tracker.web.administration.blueprint import blueprint

__all__ = ["blueprint"]
