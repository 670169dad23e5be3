"""A proposal or decision in the annex: its words in the order of the agendas, and its tables."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from tests.budget_books import Book
from tests.exports.committee_annex.proposals import BIU, POOL, WORDS
from tests.exports.committee_annex.reading import cells, opened, paragraphs, read, texts
from tests.proposals import BARE, TKR, proposed
from tracker.actions.proposals import Adoption, adopt, move
from tracker.database import Database
from tracker.domain.budget import LineRole
from tracker.domain.decisions import DecisionKind, ProposalState
from tracker.domain.entries import EntryLine
from tracker.domain.money import MILLION_KR
from tracker.queries.annexes import annex_of_decision

FACTS = (
    f"Udmøntning af puljen · Besluttes af: {BIU} · Dagsordenspunkt: 4 · Sagsnr.: 2020-0123456 · "
    "Status: Sendt til udvalget · Ejer: budgetkonsulent"
)
RESUME = (
    f"Forslaget udmønter 0,6 mio. kr. i 2020 og 1,0 mio. kr. i 2021 af {POOL} til »Mentorer«. "
    "Grupperne virker: 62 pct. er i job."
)
ECONOMY = (
    "Bevillingen gives én gang: den gælder kun de år, der står i tabellen. Rammen er uændret i alle år. "
    "Puljen er brugt helt i 2020 og 2021. Udmøntning af puljen over 100.000 kr. eller 10 pct. af linjens "
    "budget i året: udvalget beslutter."
)


def test_a_proposal_is_told_in_the_order_of_the_citys_agendas(database: Database, book: Book, proposal: int) -> None:
    with database.writing() as session:
        move(session, book.actor, proposal, ProposalState.SENT, seen_version=1)
    document = opened(read(database, book, proposal))
    assert paragraphs(document) == [
        ("Heading 1", "Mentorerne fortsætter"),
        (
            "Sagsoplysninger",
            FACTS,
        ),
        ("Heading 2", "Resumé"),
        (
            "Normal",
            RESUME,
        ),
        ("Heading 2", "Indstilling"),
        ("Normal", "Beskæftigelses- og Integrationsforvaltningen indstiller,"),
        (
            "List Number",
            f"at {BIU} udmønter 0,6 mio. kr. i 2020 og 1,0 mio. kr. i 2021 af {POOL} til »Mentorer«, og",
        ),
        ("List Number", f"at {BIU} godkender, at pengene gives som engangsbevilling."),
        ("Heading 2", "Problemstilling"),
        ("Normal", "Grupperne virker: 62 pct. er i job. De udløber i 2020."),
        ("Normal", "Derfor haster det."),
        ("Heading 2", "Løsning"),
        ("Normal", "To hold om året."),
        ("Normal", "Mål, som det berører: 60 pct. i job."),
        ("Heading 2", "Økonomi"),
        (
            "Normal",
            ECONOMY,
        ),
        ("Caption", "Tabel 1. I dag (1000 kr.)"),
        ("Caption", "Tabel 2. Forslaget (1000 kr.)"),
        ("Caption", "Tabel 3. Efter (1000 kr.)"),
        ("Heading 2", "Videre proces"),
        ("Normal", "Når beslutningen er truffet, ændres budgettet fra mødets dag."),
    ]


def test_the_tables_show_today_the_change_with_sign_and_after(database: Database, book: Book, proposal: int) -> None:
    heads = ["Linje", "2019", "2020", "2021"]
    assert [cells(table) for table in opened(read(database, book, proposal)).tables] == [
        [
            heads,
            ["Mentorer", "500", "500", "500"],
            ["Pulje til senere udmøntning", "–", "600", "1.000"],
            ["I alt", "500", "1.100", "1.500"],
        ],
        [
            heads,
            ["Mentorer", "–", "+600", "+1.000"],
            ["Pulje til senere udmøntning", "–", "−600", "−1.000"],
            ["I alt", "–", "–", "–"],
        ],
        [
            heads,
            ["Mentorer", "500", "1.100", "1.500"],
            ["Pulje til senere udmøntning", "–", "–", "–"],
            ["I alt", "500", "1.100", "1.500"],
        ],
    ]


def test_lines_that_stay_as_they_are_share_a_row_where_they_have_money(database: Database, book: Book) -> None:
    made = proposed(database, book, (2021, book.reserve, book.language, 300))
    today, change, _ = (cells(table) for table in opened(read(database, book, made)).tables)
    assert ["Øvrige linjer (2)", "500", "500", "500"] in today
    assert [row[0] for row in change] == ["Linje", "Sprog på jobbet", "Pulje til senere udmøntning", "I alt"]


def test_a_reason_of_one_sentence_is_not_told_twice(database: Database, book: Book) -> None:
    made = proposed(
        database, book, (2021, book.reserve, book.language, 300), like=replace(WORDS, reason="Sprog giver job")
    )
    said = [text for _, text in paragraphs(opened(read(database, book, made))) if "Sprog giver job" in text]
    assert said == ["Sprog giver job"]


def test_amounts_stand_in_the_plans_own_unit(database: Database, book: Book, proposal: int) -> None:
    found = read(database, book, proposal)
    in_millions = replace(found, layout=replace(found.layout, unit=MILLION_KR))
    document = opened(in_millions)
    assert cells(document.tables[1])[1] == ["Mentorer", "–", "+0,6", "+1,0"]
    assert texts(document, "Caption")[1] == "Tabel 2. Forslaget (mio. kr.)"


@pytest.mark.parametrize(
    ("kind", "rows", "items"),
    [
        (
            DecisionKind.REALLOCATION,
            [(2020, "mentors", "language", 300), (2021, "mentors", "survey", 200)],
            [
                f"at {BIU} flytter 0,3 mio. kr. i 2020 fra »Mentorer« til »Sprog på jobbet«, og",
                f"at {BIU} flytter 0,2 mio. kr. i 2021 fra »Mentorer« til »Undersøgelse«.",
            ],
        ),
        (
            DecisionKind.SUPPLEMENTARY,
            [(2021, "source", "mentors", 1250)],
            [f"at {BIU} godkender en tillægsbevilling på 1,25 mio. kr. i 2021 til »Mentorer« med dækning i »Ramme«."],
        ),
        (
            DecisionKind.CUT,
            [(2021, "mentors", "source", 45)],
            [f"at {BIU} sænker budgettet til »Mentorer« med 45.000 kr. i 2021, som går tilbage til »Ramme«."],
        ),
        (
            DecisionKind.CARRY_OVER,
            [(2020, "mentors", "source", 200), (2021, "source", "mentors", 200)],
            [f"at {BIU} overfører 0,2 mio. kr. fra 2020 til 2021 for »Mentorer«."],
        ),
        (
            DecisionKind.CARRY_OVER,
            [(2020, "mentors", "source", 200), (2021, "source", "language", 200)],
            [
                f"at {BIU} sænker budgettet til »Mentorer« med 0,2 mio. kr. i 2020, som overføres, og",
                f"at {BIU} hæver budgettet til »Sprog på jobbet« med 0,2 mio. kr. i 2021, som er overført.",
            ],
        ),
        (
            DecisionKind.INDEXATION,
            [(2021, "source", "mentors", 12), (2021, "source", "survey", 3)],
            [
                f"at {BIU} regulerer »Mentorer« op med 12.000 kr. i 2021 for pris- og lønudviklingen, og",
                f"at {BIU} regulerer »Undersøgelse« op med 3.000 kr. i 2021 for pris- og lønudviklingen.",
            ],
        ),
        (
            DecisionKind.INDEXATION,
            [(2021, "reserve", "source", 3)],
            [f"at {BIU} regulerer {POOL} ned med 3.000 kr. i 2021 for pris- og lønudviklingen."],
        ),
        (
            DecisionKind.ADOPTION,
            [(2019, "source", "mentors", 100), (2019, "source", "survey", 100)],
            [f"at {BIU} fordeler 0,2 mio. kr. i 2019 på »Mentorer« og »Undersøgelse«, som det fremgår af tabellerne."],
        ),
    ],
)
def test_each_kind_of_decision_is_recommended_in_words_that_can_be_approved(
    database: Database, book: Book, kind: DecisionKind, rows: Sequence[tuple[int, str, str, int]], items: list[str]
) -> None:
    made = proposed(
        database,
        book,
        *((year, getattr(book, one), getattr(book, two), amount) for year, one, two, amount in rows),
        kind=kind,
    )
    assert texts(opened(read(database, book, made)), "List Number") == items


def test_a_new_initiative_is_made_before_it_gets_money(database: Database, book: Book) -> None:
    new = EntryLine("ny", "Sprogmakkere", LineRole.INITIATIVE, book.theme_id)
    made = proposed(database, book, (2021, book.reserve, "ny", 300), lines=(new,))
    document = opened(read(database, book, made))
    assert texts(document, "List Number") == [
        f"at {BIU} opretter indsatsen »Sprogmakkere« under temaet »Job og uddannelse«, og",
        f"at {BIU} udmønter 0,3 mio. kr. i 2021 af {POOL} til »Sprogmakkere«.",
    ]
    assert ["Sprogmakkere", "–", "–", "300"] in cells(document.tables[2])


def test_a_draft_says_so_on_its_page_and_in_the_header(database: Database, book: Book, proposal: int) -> None:
    document = opened(read(database, book, proposal))
    assert texts(document, "Markering") == ["Udkast: forslaget er ikke sendt til udvalget."]
    assert document.sections[0].header.paragraphs[0].text == "Handleplan for øvelser\tUdkast"
    with database.writing() as session:
        move(session, book.actor, proposal, ProposalState.SENT, seen_version=1)
    document = opened(read(database, book, proposal))
    assert texts(document, "Markering") == []
    assert document.sections[0].header.paragraphs[0].text == "Handleplan for øvelser\t"


def test_a_decision_says_what_was_before_it_and_when_it_was_taken(
    database: Database, book: Book, proposal: int
) -> None:
    with database.writing() as session:
        adopt(session, book.actor, proposal, Adoption("BIU", date(2020, 11, 15), agenda_item="7"), seen_version=1)
    document = opened(read(database, book, proposal))
    assert texts(document, "Caption")[0] == "Tabel 1. Før beslutningen (1000 kr.)"
    assert cells(document.tables[0])[2] == ["Pulje til senere udmøntning", "–", "600", "1.000"]
    assert paragraphs(document)[-1] == (
        "Normal",
        f"{BIU} har besluttet det den 15.11.2020, dagsordenspunkt 7. Budgettet er ændret fra den dag.",
    )


def test_of_two_decisions_of_one_day_each_is_told_with_the_pool_that_it_met(
    database: Database, book: Book, proposal: int
) -> None:
    smaller = proposed(database, book, (2021, book.reserve, book.language, 300), title="Sprog")
    larger = proposed(database, book, (2021, book.reserve, book.mentors, 600), title="Mentorer")
    met = Adoption("BIU", date(2020, 11, 15))
    with database.writing() as session:
        adopt(session, book.actor, smaller, met, seen_version=1)
    with database.writing() as session:
        adopt(session, book.actor, larger, met, seen_version=1)
    told = {}
    for made in (smaller, larger):
        document = opened(read(database, book, made))
        pools = [next(row for row in cells(table) if row[0].startswith("Pulje"))[3] for table in document.tables]
        (said,) = [text for _, text in paragraphs(document) if "Puljen har derefter" in text]
        told[made] = (*pools, said[said.index("Puljen har") :].split(".")[0])
    assert told == {
        smaller: ("1.000", "−300", "700", "Puljen har derefter 0,7 mio"),
        larger: ("700", "−600", "100", "Puljen har derefter 0,1 mio"),
    }
    with database.reading() as session:
        found = annex_of_decision(session, proposal, actor=None)
    assert found.proposals[0].weighed.reserves[0].before_oere[2] == 100 * TKR


def test_a_pool_that_does_not_reach_and_a_line_in_minus_are_told(database: Database, book: Book) -> None:
    too_much = proposed(database, book, (2020, book.reserve, book.language, 700), (2021, book.reserve, book.survey, 1))
    (sentences,) = [text for _, text in paragraphs(opened(read(database, book, too_much))) if "Rammen er" in text]
    assert "Puljen har derefter 999.000 kr. i 2021. Puljen rækker ikke: der mangler 0,1 mio. kr. i 2020." in sentences
    below = proposed(database, book, (2020, book.mentors, book.source, 800), kind=DecisionKind.CUT)
    (sentences,) = [text for _, text in paragraphs(opened(read(database, book, below))) if "Rammen sænkes" in text]
    assert "Rammen sænkes med 0,8 mio. kr. i 2020. »Mentorer« er derefter i minus med 0,3 mio. kr. i 2020." in sentences


def test_what_the_body_may_not_decide_goes_on_to_the_one_that_may(database: Database, book: Book) -> None:
    made = proposed(
        database, book, (2020, book.reserve, book.mentors, 600), like=replace(BARE, body="BIF"), title="For stort"
    )
    document = opened(read(database, book, made))
    assert ("Normal", "Det indstilles,") in paragraphs(document)
    assert paragraphs(document)[-1][1] == (
        "Forslaget skal gøres færdigt og sendes til behandling. Beskæftigelses- og Integrationsforvaltningen kan ikke "
        "selv beslutte det. Sagen sendes derfor videre til udvalget. "
        "Når beslutningen er truffet, ændres budgettet fra mødets dag."
    )


def test_one_decision_is_read_by_its_number_alone(database: Database, proposal: int) -> None:
    with database.reading() as session:
        found = annex_of_decision(session, proposal, actor=None)
    assert [one.detail.row.id for one in found.proposals] == [proposal]
    assert found.pool_today_oere == (0, 600 * TKR, 1000 * TKR)
    assert found.pool_after_all_oere == (0, 0, 0)
