"""The application object, for servers and for the ``flask`` command."""

import sys

from tracker.app import create_app
from tracker.config import ConfigurationError

try:
    app = create_app()
except ConfigurationError as error:
    sys.exit(str(error))
