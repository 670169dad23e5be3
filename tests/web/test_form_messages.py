"""The sentences at the fields: WTForms' own never show, because WTForms has no Danish."""

import gettext
from pathlib import Path

import pytest
import wtforms
from wtforms import IntegerField, StringField
from wtforms.validators import URL, InputRequired, IPAddress, Length, NumberRange

from tests.web.site import Site
from tracker.web.forms import MESSAGES, ChangeForm, OnceForm, PageForm

CATALOGUE = Path(wtforms.__file__).parent / "locale" / "de" / "LC_MESSAGES" / "wtforms.mo"


def messages_of_wtforms() -> set[str]:
    """Every sentence that WTForms can say, from the catalogue it ships for another language."""
    with CATALOGUE.open("rb") as file:
        catalogue = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]  # noqa: SLF001 - the only list there is
    singular = {key if isinstance(key, str) else key[0] for key in catalogue}
    return singular - {""}


def test_every_sentence_of_wtforms_has_one_of_ours() -> None:
    assert messages_of_wtforms() - MESSAGES.keys() == set()


def test_the_list_of_wtforms_is_not_empty() -> None:
    assert len(messages_of_wtforms()) >= 25


class Trial(PageForm):
    """A field for each kind of sentence."""

    required = StringField(validators=[InputRequired()])
    short = StringField(validators=[Length(max=3)])
    exact = StringField(validators=[Length(min=4, max=4)])
    number = IntegerField(validators=[NumberRange(min=1, max=9)])
    address = StringField(validators=[URL()])
    machine = StringField(validators=[IPAddress()])


def judged(site: Site, language: str = "da", **given: str) -> dict[str, str]:
    client_headers = {"Cookie": f"language={language}"}
    with site.app.test_request_context(method="POST", data=given, headers=client_headers):
        form = Trial(meta={"csrf": False})
        form.validate()
        return {name: str(next(iter(errors))) for name, errors in form.errors.items() if name}


def test_the_sentences_are_danish(site: Site) -> None:
    given = {"short": "lang", "exact": "abc", "number": "ti", "address": "vej 1", "machine": "maskinen"}
    assert judged(site, **given) == {
        "required": "Feltet skal udfyldes.",
        "short": "Skriv højst 3 tegn.",
        "exact": "Skriv præcis 4 tegn.",
        "number": "Skriv et helt tal, fx 4.",
        "address": "Skriv en hel adresse, der begynder med https://.",
        "machine": "Skriv en IP-adresse.",
    }


def test_a_number_out_of_range_is_told_the_range(site: Site) -> None:
    assert judged(site, required="x", number="10")["number"] == "Skriv et tal fra 1 til 9."


@pytest.mark.parametrize("sign", ["\x00", "\x1b", "\x07", "\x7f", "\ud800"])
def test_a_character_that_nobody_types_is_named_at_its_field(site: Site, sign: str) -> None:
    with site.app.test_request_context(method="POST", data={}):
        form = Trial(meta={"csrf": False})
        form.required.data = f"Job{sign}"
        form.required.raw_data = [form.required.data]
        form.validate()
        assert "usynligt tegn" in str(form.required.errors)


@pytest.mark.parametrize("text", ["linje 1\nlinje 2\r\n\tindrykket", "Æblegrød på ærø – 100 %", "🚲"])
def test_what_people_type_is_let_through(site: Site, text: str) -> None:
    assert "required" not in judged(site, required=text)


def test_each_form_that_makes_something_has_a_key_of_its_own(site: Site) -> None:
    with site.app.test_request_context():
        keys = {OnceForm(formdata=None, meta={"csrf": False}).submission_key.data for _form in range(100)}
    assert len(keys) == 100
    assert all(key and len(key) >= 22 for key in keys), "128 bits in base 64"


@pytest.mark.parametrize("key", ["", "kort", "a" * 65, "a" * 30 + "'", "a" * 30 + "\n"])
def test_a_key_that_we_did_not_make_is_refused(site: Site, key: str) -> None:
    with site.app.test_request_context(method="POST", data={"submission_key": key}):
        assert not OnceForm(meta={"csrf": False}).validate()


@pytest.mark.parametrize("version", ["", "0", "-1", "x", "1.5", str(2**31)])
def test_a_version_that_we_did_not_make_is_refused(site: Site, version: str) -> None:
    with site.app.test_request_context(method="POST", data={"version": version}):
        assert not ChangeForm(meta={"csrf": False}).validate()
