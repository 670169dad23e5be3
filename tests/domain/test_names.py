"""Names: the addresses made of them, when two titles are the same one, and the order of the Danish alphabet."""

import random
import unicodedata

import pytest

from tracker.domain.names import LONGEST_SLUG, comparable, danish_order, free_slug, searchable, slug_of


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Integrationshandleplan 2019-22", "integrationshandleplan-2019-22"),
        ("Lære- og elevpladser", "laere-og-elevpladser"),
        ("Øvrige midler", "oevrige-midler"),
        ("Århus / ÅBEN RÅDGIVNING", "aarhus-aaben-raadgivning"),
        (unicodedata.normalize("NFD", "På vej"), "paa-vej"),
        ("Café Élan", "cafe-elan"),
        ("  1.2  Mentorer*  ", "1-2-mentorer"),
        ("???", "plan"),
        ("", "plan"),
    ],
)
def test_an_address_is_made_of_plain_letters_figures_and_hyphens(title: str, slug: str) -> None:
    assert slug_of(title) == slug


def test_an_address_has_room_for_a_number_behind_it() -> None:
    slug = slug_of("meget langt navn " * 20)
    assert not slug.endswith("-")
    assert set(slug.split("-")) == {"meget", "langt", "navn"}
    assert len(free_slug("meget langt navn " * 20, {slug} | {f"{slug}-{n}" for n in range(2, 9999)})) <= LONGEST_SLUG


def test_a_taken_address_gets_the_first_free_number() -> None:
    assert free_slug("Mentorer", set()) == "mentorer"
    assert free_slug("Mentorer", {"mentorer"}) == "mentorer-2"
    assert free_slug("Mentorer", {"mentorer", "mentorer-2", "mentorer-4"}) == "mentorer-3"


@pytest.mark.parametrize(
    "printed",
    [
        "Lære- og elevpladser",
        "Lære- og elev-\npladser",
        "Lære\N{SOFT HYPHEN}- og elevpladser",
        "Lære\N{NON-BREAKING HYPHEN}\N{NO-BREAK SPACE}og  elevpladser ",
        "LÆRE- OG ELEVPLADSER",
        unicodedata.normalize("NFD", "Lære- og elevpladser"),
    ],
)
def test_a_title_is_the_same_however_it_is_broken_spaced_or_cased(printed: str) -> None:
    assert comparable(printed) == comparable("Lære- og elevpladser")


@pytest.mark.parametrize(
    ("one", "other"), [("Mentorer", "Mentor"), ("Øre", "Ore"), ("Plan 1", "Plan 2"), ("Få", "Faa")]
)
def test_different_titles_stay_different(one: str, other: str) -> None:
    assert comparable(one) != comparable(other)


def test_titles_sort_as_the_danish_alphabet_has_them() -> None:
    in_order = [
        "2 skridt frem",
        "afklaring",
        "Café",
        "cafeteria",
        "Einar",
        "Uge 1",
        "Uge 2",
        "Über",
        "Ydelser",
        "Zoo",
        "Ældre",
        "Ærø",
        "Ødegård",
        "Østerbro",
        "Aabenraa",
        "Ågade",
        "Århus",
    ]
    shuffled = random.Random(1).sample(in_order, len(in_order))  # noqa: S311 - shuffles a list, keeps no secret
    assert sorted(shuffled, key=danish_order) == in_order


def test_titles_sort_alike_however_their_letters_are_composed() -> None:
    assert danish_order(unicodedata.normalize("NFD", "Ågade")) == danish_order("Ågade") == danish_order("Aagade")


@pytest.mark.parametrize(
    ("text", "searched"),
    [
        ("Mødregruppe PÅ Nørrebro", "mødregruppe på nørrebro"),
        ("Aalborg, AARHUS", "ålborg, århus"),
        ("Café Élan für Ängelholm", "cafe elan fyr ængelholm"),
        ("inte\u00adgration\u00a0100%", "integration 100%"),
        ("", ""),
    ],
)
def test_texts_are_searched_for_in_danish(text: str, searched: str) -> None:
    assert searchable(text) == searched
    assert searchable(unicodedata.normalize("NFD", text)) == searched
