"""The first run without any settings: a private key, no account, no debugging, no page without a sign-in."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from tracker.app import create_app
from tracker.config import ConfigurationError, settings_from
from tracker.database import Database, migrate


@pytest.fixture
def first(tmp_path: Path) -> Path:
    folder = tmp_path / "new" / "data"
    migrate(settings_from({"DATA_DIR": str(folder)}).database_owner_url)
    return folder


def test_the_key_is_for_its_owner_alone(first: Path) -> None:
    app = create_app(settings_from({"DATA_DIR": str(first)}))
    key = first / "secret_key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert stat.S_IMODE(first.stat().st_mode) == 0o700
    assert len(bytes.fromhex(key.read_text())) == 32
    assert app.secret_key == key.read_text()


def test_the_key_stays_from_run_to_run_and_differs_from_place_to_place(first: Path, tmp_path: Path) -> None:
    keys = [
        create_app(settings_from({"DATA_DIR": str(folder)})).secret_key for folder in (first, first, tmp_path / "b")
    ]
    assert keys[0] == keys[1] != keys[2]


def test_a_key_that_others_can_read_stops_the_application(first: Path) -> None:
    create_app(settings_from({"DATA_DIR": str(first)}))
    (first / "secret_key").chmod(0o640)
    with pytest.raises(ConfigurationError, match="chmod 600"):
        create_app(settings_from({"DATA_DIR": str(first)}))


@pytest.mark.parametrize("variables", [{"SECRET_KEY": "short"}, {"PORT": "http"}, {"DEFAULT_LANGUAGE": "de"}])
def test_a_setting_that_can_not_be_used_is_named(first: Path, variables: dict[str, str]) -> None:
    with pytest.raises(ConfigurationError, match=next(iter(variables))):
        create_app(settings_from({"DATA_DIR": str(first), **variables}))


def test_nobody_can_sign_in_yet(first: Path) -> None:
    settings = settings_from({"DATA_DIR": str(first)})
    with Database(settings.database_url).reading() as session:
        assert session.execute(text("SELECT count(*) FROM person")).scalar_one() == 0


def test_it_listens_on_this_machine_and_does_not_debug(first: Path) -> None:
    settings = settings_from({"DATA_DIR": str(first)})
    assert settings.host == "127.0.0.1"
    assert not create_app(settings).debug


def test_debugging_can_not_be_switched_on_from_outside(first: Path) -> None:
    script = "from wsgi import app; print(app.debug, app.testing, app.config['PROPAGATE_EXCEPTIONS'])"
    environment = {**os.environ, "DATA_DIR": str(first), "FLASK_DEBUG": "1", "FLASK_ENV": "development"}
    run = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["False", "False", "None"]


def test_the_first_administrator_comes_from_the_command_line_with_a_password_to_be_changed(first: Path) -> None:
    app = create_app(settings_from({"DATA_DIR": str(first)}))
    runner = app.test_cli_runner()
    command = ["people", "add", "admin@kommune.example", "--name", "Administrator", "--role", "administrator"]
    made = runner.invoke(args=command)
    password = made.stdout.strip()
    assert made.exit_code == 0
    assert len(password) == 24
    assert password not in made.stderr
    client = app.test_client()
    page = client.get("/log-ind").text
    token = page.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]
    form = {"csrf_token": token, "email": "admin@kommune.example", "password": password}
    assert client.post("/log-ind", data=form).status_code == 303
    assert client.get("/administration/personer").location == "/min-side"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["admin", "--name", "A", "--role", "reader"], "ikke en hel e-mailadresse"),
        (["a@kommune.example", "--name", " ", "--role", "reader"], "fra 1 til 120 tegn"),
        (["a@kommune.example", "--name", "A\x1b[31m", "--role", "reader"], "fra 1 til 120 tegn"),
        (["a@kommune.example", "--name", "A", "--role", "chef"], "--role skal være en af: reader, "),
        (["a@kommune.example", "--name", "A"], "--role"),
    ],
)
def test_what_the_command_line_can_not_use_is_one_line_on_standard_error(
    first: Path, arguments: list[str], sentence: str
) -> None:
    run = (
        create_app(settings_from({"DATA_DIR": str(first)})).test_cli_runner().invoke(args=["people", "add", *arguments])
    )
    assert run.exit_code != 0
    assert run.stdout == ""
    assert sentence in run.stderr
    assert len(run.stderr.splitlines()) == 1
