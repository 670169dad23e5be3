"""Where the fixtures come from: databases, the browser and LibreOffice."""

pytest_plugins = ["tests.browser", "tests.databases", "tests.office"]
