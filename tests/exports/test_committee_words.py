"""The words of an annex: amounts as agendas write them, and sentences that end where people end them."""

import pytest

from exports.committee_words import amounts_in_words, first_sentence, listed, years_in_words
from tracker.domain.bodies import written_out

KR = 100
MIO = 1_000_000 * KR


@pytest.mark.parametrize(
    ("amounts", "words"),
    [
        ([(2021, 6 * MIO // 10), (2022, MIO)], "0,6 mio. kr. i 2021 og 1,0 mio. kr. i 2022"),
        ([(2021, 6 * MIO // 10), (2022, 6 * MIO // 10)], "0,6 mio. kr. årligt i 2021 og 2022"),
        ([(year, 11 * MIO) for year in range(2019, 2023)], "11,0 mio. kr. årligt i 2019-2022"),
        ([(2019, MIO), (2020, 0), (2021, MIO)], "1,0 mio. kr. årligt i 2019 og 2021"),
        ([(2021, 125 * MIO // 100)], "1,25 mio. kr. i 2021"),
        ([(2021, 125 * MIO // 100), (2022, MIO)], "1,25 mio. kr. i 2021 og 1,00 mio. kr. i 2022"),
        ([(2021, MIO), (2022, 45_000 * KR)], "1.000.000 kr. i 2021 og 45.000 kr. i 2022"),
        ([(2021, 1_234_567 * KR)], "1.234.567 kr. i 2021"),
        ([(2021, 1_234_567 * KR + 50)], "1.234.567,50 kr. i 2021"),
        ([(2021, -2 * MIO)], "−2,0 mio. kr. i 2021"),
        ([(2021, 0)], "0 kr."),
        ([], "0 kr."),
    ],
)
def test_amounts_are_written_as_agendas_write_them(amounts: list[tuple[int, int]], words: str) -> None:
    assert amounts_in_words(amounts).replace("\N{NO-BREAK SPACE}", " ") == words


def test_an_amount_is_not_parted_from_its_unit() -> None:
    assert amounts_in_words([(2021, MIO)]) == "1,0\N{NO-BREAK SPACE}mio.\N{NO-BREAK SPACE}kr. i 2021"


@pytest.mark.parametrize(
    ("years", "words"),
    [
        ([2021], "2021"),
        ([2021, 2022], "2021 og 2022"),
        ([2019, 2020, 2021], "2019-2021"),
        ([2019, 2021], "2019 og 2021"),
    ],
)
def test_years_that_follow_each_other_are_a_span(years: list[int], words: str) -> None:
    assert years_in_words(years) == words


def test_words_in_a_row() -> None:
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b og c"


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Grupperne virker. De udløber i 2020.", "Grupperne virker."),
        ("62 pct. af deltagerne er i job. Mere følger.", "62 pct. af deltagerne er i job."),
        ("Se pkt. A i aftalen, jf. Budget 2020. Mere.", "Se pkt. A i aftalen, jf. Budget 2020."),
        ("Hvad nu? Nye tal kommer.", "Hvad nu?"),
        ("Uden punktum", "Uden punktum."),
        ("En linje\nog en til. Slut.", "En linje og en til."),
        ("Første afsnit\n\nAndet afsnit. Mere.", "Første afsnit."),
        ("»Det virker.« Siger lederen.", "»Det virker.« Siger lederen."),
        ("", ""),
        ("  \n ", ""),
    ],
)
def test_the_first_sentence_ends_where_a_reader_would_end_it(text: str, first: str) -> None:
    assert first_sentence(text) == first


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("BIU", "Beskæftigelses- og Integrationsudvalget"),
        (" biu ", "Beskæftigelses- og Integrationsudvalget"),
        ("ØU", "Økonomiudvalget"),
        ("BR", "Borgerrepræsentationen"),
        ("BIF", "Beskæftigelses- og Integrationsforvaltningen"),
        ("Socialudvalget", "Socialudvalget"),
        ("", ""),
    ],
)
def test_bodies_known_by_their_letters_are_written_out(body: str, name: str) -> None:
    assert written_out(body) == name
