"""The check of the catalogues sees what lacks, what is left over and what is translated wrongly."""

import pytest
from babel.messages.catalog import Catalog

from tools.catalogue import extract_texts, faults_of

TEXTS = {"Puljen": "templates/plans/plan.html:3", "Der er %(amount)s tilbage.": "imports/budget.py:7"}


def catalogue(*messages: tuple[str, str], fuzzy: str = "") -> Catalog:
    made = Catalog(locale="en")
    for danish, english in messages:
        made.add(danish, english, flags=("fuzzy",) if danish == fuzzy else ())
    return made


COMPLETE = (("Puljen", "The pool"), ("Der er %(amount)s tilbage.", "%(amount)s is left."))


def test_a_complete_catalogue_has_no_faults() -> None:
    assert list(faults_of(catalogue(*COMPLETE), TEXTS)) == []


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        (catalogue(COMPLETE[0]), "lacks 'Der er %(amount)s tilbage.' (imports/budget.py:7)"),
        (catalogue(*COMPLETE, ("Gammel", "Old")), "has 'Gammel', which nothing says any more"),
        (catalogue(COMPLETE[1], ("Puljen", "")), "'Puljen' is not translated"),
        (catalogue(*COMPLETE, fuzzy="Puljen"), "'Puljen' is fuzzy"),
        (
            catalogue(COMPLETE[0], ("Der er %(amount)s tilbage.", "%(sum)s is left.")),
            "'Der er %(amount)s tilbage.': unknown named placeholder 'sum'",
        ),
    ],
)
def test_each_fault_is_named(wrong: Catalog, fault: str) -> None:
    assert list(faults_of(wrong, TEXTS)) == [fault]


def test_texts_are_found_in_code_and_in_pages() -> None:
    places = set(extract_texts().values())
    assert any(place.startswith("tracker/") for place in places)
    assert any(place.startswith("templates/") for place in places)
