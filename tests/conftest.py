"""Where the fixtures come from, and how long property tests may take: as long as the machine needs."""

from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.browser", "tests.databases", "tests.office"]

# No test measures time: a busy machine is no failure.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")
