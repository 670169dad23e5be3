"""The committee's annex, as python-docx reads it back: words, tables, and what makes it a real Word document."""

import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO

import docx
import pytest
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.table import Table

from exports.committee_annex import write_annex
from tests.budget_books import Book
from tests.databases import DatabaseUrls
from tests.exports.scenario_books import BARE, TKR, budget_book, proposed, scenario_of
from tests.exports.tables import MADE_AT
from tracker.actions.proposals import Adoption, adopt, move
from tracker.database import Database
from tracker.domain.budget import LineRole
from tracker.domain.decisions import DecisionKind, NewDecision, Permanence, ProposalState
from tracker.domain.entries import EntryLine
from tracker.domain.money import MILLION_KR
from tracker.domain.people import Role
from tracker.models.people import PersonRole
from tracker.queries.annexes import Annex, annex, annex_of_decision, annex_of_scenario
from tracker.queries.plans import plan_by_id

WORDS = NewDecision(
    kind=DecisionKind.ALLOCATION,
    body="BIU",
    decided_on=None,
    agenda_item="Punkt 4",
    case_number="2020-0123456",
    reason="Grupperne virker: 62 pct. er i job. De udløber i 2020.\n\nDerfor haster det.",
    permanence=Permanence.ONE_OFF,
    plan_for_use="To hold om året.",
    targets_touched="60 pct. i job.",
)
POOL = "»Pulje til senere udmøntning«"
BIU = "Beskæftigelses- og Integrationsudvalget"
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
OVERDRAWN = (
    "Pulje til senere udmøntning rækker ikke til det hele: i 2021 mangler der 300 (1.000 kr.), "
    "hvis alt bliver vedtaget."
)
TEXT = qn("w:t")


@pytest.fixture
def database(sqlite_urls: DatabaseUrls) -> Iterator[Database]:
    """What is written doesn't depend on the kind of database."""
    opened = Database(sqlite_urls.url)
    yield opened
    opened.dispose()


@pytest.fixture
def book(database: Database) -> Book:
    book = budget_book(database)
    with database.writing() as session:
        session.add(PersonRole(person_id=book.actor.id, role=Role.BUDGET_OFFICER))
        session.add(PersonRole(person_id=book.actor.id, role=Role.READER))
    return book


@pytest.fixture
def proposal(database: Database, book: Book) -> int:
    """600 in 2020 and 1,000 in 2021 from the pool to the mentors; a draft."""
    return proposed(
        database,
        book,
        (2020, book.reserve, book.mentors, 600),
        (2021, book.reserve, book.mentors, 1000),
        title="Mentorerne fortsætter",
        like=WORDS,
    )


def read(database: Database, book: Book, *ids: int) -> Annex:
    with database.reading() as session:
        return annex(session, plan_by_id(session, book.plan_id), ids, actor=None)


def written(found: Annex, *, made_at: datetime = MADE_AT) -> bytes:
    file = BytesIO()
    write_annex(found, destination=file, made_at=made_at)
    return file.getvalue()


def opened(found: Annex) -> Document:
    return docx.Document(BytesIO(written(found)))


def text_of(element: object) -> str:
    """Give all text of an element, that of fields too, with an amount's spaces as plain ones."""
    texts = (part.text or "" for part in element.iter(TEXT))  # type: ignore[attr-defined]  # an element of lxml
    return "".join(texts).replace("\N{NO-BREAK SPACE}", " ")


def paragraphs(document: Document) -> list[tuple[str, str]]:
    """Give style and text of what stands outside the tables."""
    return [
        (paragraph.style.name if paragraph.style else "", text_of(paragraph._p))  # noqa: SLF001 - see text_of
        for paragraph in document.paragraphs
    ]


def texts(document: Document, style: str) -> list[str]:
    return [text for name, text in paragraphs(document) if name == style]


def cells(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


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
        ("Normal", "Mål, som forslaget rører ved: 60 pct. i job."),
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
            ["Øvrige linjer (2)", "–", "–", "–"],
            ["I alt", "500", "1.100", "1.500"],
        ],
        [
            heads,
            ["Mentorer", "–", "+600", "+1.000"],
            ["Pulje til senere udmøntning", "–", "−600", "−1.000"],
            ["Øvrige linjer (2)", "–", "–", "–"],
            ["I alt", "–", "–", "–"],
        ],
        [
            heads,
            ["Mentorer", "500", "1.100", "1.500"],
            ["Pulje til senere udmøntning", "–", "–", "–"],
            ["Øvrige linjer (2)", "–", "–", "–"],
            ["I alt", "500", "1.100", "1.500"],
        ],
    ]


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
            [(2021, "source", "mentors", 12), (2021, "reserve", "source", 3)],
            [
                f"at {BIU} regulerer »Mentorer« op med 12.000 kr. i 2021 for pris- og lønudviklingen, og",
                f"at {BIU} regulerer {POOL} ned med 3.000 kr. i 2021 for pris- og lønudviklingen.",
            ],
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


def test_several_proposals_get_a_first_page_that_compares_them(database: Database, book: Book, proposal: int) -> None:
    other = proposed(database, book, (2021, book.reserve, book.language, 300), title="Sprog")
    with database.writing() as session:
        move(session, book.actor, proposal, ProposalState.SENT, seen_version=1)
    document = opened(read(database, book, proposal, other))
    assert paragraphs(document)[:6] == [
        ("Title", "Forslag til beslutning"),
        ("Subtitle", "Handleplan for øvelser"),
        ("Normal", "Bilaget har 2 forslag. Hvert af dem begynder på en ny side."),
        ("Caption", "Tabel 1. Forslagene (1000 kr.)"),
        ("Caption", "Tabel 2. Puljen (1000 kr.)"),
        (
            "Markering",
            OVERDRAWN,
        ),
    ]
    assert cells(document.tables[0]) == [
        ["Nr.", "Forslag", "Status", "Besluttes af", "2020", "2021"],
        ["1", "Mentorerne fortsætter", "Sendt til udvalget", BIU, "600", "1.000"],
        ["2", "Sprog", "Udkast", BIU, "–", "300"],
    ]
    assert cells(document.tables[1]) == [
        ["Tilbage i puljen", "2020", "2021"],
        ["I dag", "600", "1.000"],
        ["Efter forslag 1 alene", "–", "–"],
        ["Efter forslag 2 alene", "600", "700"],
        ["Efter alle forslag, der ikke er besluttet", "–", "−300"],
    ]
    assert texts(document, "Heading 1") == ["Forslag 1: Mentorerne fortsætter", "Forslag 2: Sprog"]


def test_every_proposal_opens_a_page_counts_its_items_from_one_and_its_tables_on(
    database: Database, book: Book, proposal: int
) -> None:
    other = proposed(database, book, (2021, book.reserve, book.language, 300), title="Sprog", like=WORDS)
    document = opened(read(database, book, proposal, other))
    headings = [one for one in document.paragraphs if one.style and one.style.name == "Heading 1"]
    assert [one.paragraph_format.page_break_before for one in headings] == [True, True]
    assert [caption.split(".")[0] for caption in texts(document, "Caption")] == [f"Tabel {n}" for n in range(1, 9)]
    lists = [
        item.get(qn("w:val"), "")
        for paragraph in document.paragraphs
        for item in paragraph._p.iter(qn("w:numId"))  # noqa: SLF001 - python-docx has no other door to it
    ]
    assert len(lists) == 4
    assert lists[0] == lists[1] != lists[2] == lists[3]
    numbering = document.part.numbering_part.element
    starts = {
        number.get(qn("w:numId")): [start.get(qn("w:val")) for start in number.iter(qn("w:startOverride"))]
        for number in numbering.iter(qn("w:num"))
    }
    assert [starts[number] for number in sorted(set(lists))] == [["1"], ["1"]]


def test_a_scenario_is_named_with_its_note_and_leaves_out_what_was_dropped(
    database: Database, book: Book, proposal: int
) -> None:
    other = proposed(database, book, (2021, book.reserve, book.language, 300), title="Sprog")
    dropped = proposed(database, book, (2021, book.reserve, book.language, 300), title="Droppet")
    with database.writing() as session:
        move(session, book.actor, dropped, ProposalState.DROPPED, reason="Haster ikke.", seen_version=1)
    number = scenario_of(database, book, "A. Bredt", proposal, other, dropped, note="Det, der virker.")
    with database.reading() as session:
        found = annex_of_scenario(session, plan_by_id(session, book.plan_id), number, actor=None)
    document = opened(found)
    assert paragraphs(document)[:4] == [
        ("Title", "Scenarie: A. Bredt"),
        ("Subtitle", "Handleplan for øvelser"),
        ("Normal", "Det, der virker."),
        ("Normal", "Bilaget har 2 forslag. Hvert af dem begynder på en ny side. Droppede forslag er ikke med: 1."),
    ]
    assert document.core_properties.title == "Scenarie: A. Bredt"


def test_tables_repeat_their_heads_are_described_and_never_torn(database: Database, book: Book, proposal: int) -> None:
    document = opened(read(database, book, proposal))
    for table, caption in zip(document.tables, ("I dag", "Forslaget", "Efter"), strict=True):
        rows = list(table._tbl.iter(qn("w:tr")))  # noqa: SLF001 - python-docx has no other door to it
        assert [row.find(f".//{qn('w:tblHeader')}") is not None for row in rows] == [True, False, False, False, False]
        assert all(row.find(f".//{qn('w:cantSplit')}") is not None for row in rows)
        assert table.style is not None
        assert table.style.name == "Budgettabel"
        styles = [
            [cell.paragraphs[0].style.name for cell in row.cells if cell.paragraphs[0].style] for row in table.rows
        ]
        assert styles == [["Tabeltekst", "Tabeltal", "Tabeltal", "Tabeltal"]] * 5
        kept = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in table.rows]
        assert kept == [True, True, True, True, None]
        described = table._tbl.tblPr.find(qn("w:tblCaption"))  # noqa: SLF001 - the same
        assert described is not None
        assert described.get(qn("w:val")) == f"{caption} (1000 kr.)"
    alignments = {style.name: style.element.find(f".//{qn('w:jc')}") for style in document.styles}
    assert alignments["Tabeltal"] is not None
    assert alignments["Tabeltal"].get(qn("w:val")) == "right"


def test_headings_and_captions_stay_with_what_follows(database: Database, book: Book, proposal: int) -> None:
    document = opened(read(database, book, proposal))
    for name in ("Title", "Heading 1", "Heading 2", "Caption"):
        style = document.styles[name]
        assert style.element.find(f".//{qn('w:keepNext')}") is not None


def test_header_and_footer_name_plan_day_and_pages(database: Database, book: Book, proposal: int) -> None:
    section = opened(read(database, book, proposal)).sections[0]
    footer = section.footer.paragraphs[0]._p  # noqa: SLF001 - python-docx has no other door to it
    assert text_of(footer) == "Lavet i Puljeoverblik 16.11.2020Side 1 af 1"
    assert [field.get(qn("w:instr")) for field in footer.iter(qn("w:fldSimple"))] == ["PAGE", "NUMPAGES"]
    assert (section.page_width, section.page_height) == (7560310, 10692130)


def test_a_plan_of_many_years_shows_those_that_change_and_turns_the_page_for_more_than_six(
    database: Database, book: Book, proposal: int
) -> None:
    found = read(database, book, proposal)
    years = tuple(range(2019, 2031))
    (only,) = found.proposals
    assert only.weighed.years == (2019, 2020, 2021)
    wide = replace(
        only.weighed,
        years=years,
        lines=tuple(
            replace(line, before_oere=line.before_oere * 4, change_oere=line.change_oere * 4)
            for line in only.weighed.lines
        ),
    )
    document = opened(replace(found, proposals=(replace(only, weighed=wide),)))
    assert cells(document.tables[0])[0] == [
        "Linje",
        *(str(year) for year in years if year not in {2019, 2022, 2025, 2028}),
    ]
    assert document.sections[0].orientation is WD_ORIENT.LANDSCAPE


def test_the_file_is_danish_titled_and_names_no_machine(database: Database, book: Book, proposal: int) -> None:
    content = written(read(database, book, proposal))
    document = docx.Document(BytesIO(content))
    core = document.core_properties
    assert (core.title, core.author, core.last_modified_by) == (
        "Mentorerne fortsætter",
        "Puljeoverblik",
        "Puljeoverblik",
    )
    assert (core.language, core.comments, core.revision) == ("da-DK", "", 1)
    assert core.created == core.modified == datetime(2020, 11, 16, 11, 5, tzinfo=UTC)
    with zipfile.ZipFile(BytesIO(content)) as archive:
        names = archive.namelist()
        everything = b"".join(archive.read(name) for name in names)
    assert b'w:lang w:val="da-DK"' in everything
    assert b"en-US" not in everything
    assert not [word for word in (b"python-docx", b"Macintosh", b"Microsoft Office", b"rsid") if word in everything]
    assert sorted(names) == [
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/core.xml",
        "word/_rels/document.xml.rels",
        "word/document.xml",
        "word/footer1.xml",
        "word/header1.xml",
        "word/numbering.xml",
        "word/settings.xml",
        "word/styles.xml",
    ]


def test_the_same_proposals_give_the_same_bytes(database: Database, book: Book, proposal: int) -> None:
    found = read(database, book, proposal)
    assert written(found) == written(found)
    assert written(found) != written(found, made_at=datetime(2020, 11, 17, 11, 5, tzinfo=UTC))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<w:p>&amp; \" ' ]]>", "<w:p>&amp; \" ' ]]>"),
        ("nul \x00 og \x1b", "nul \ufffd og \ufffd"),
        ("halv \ud800", "halv \ufffd"),
        ("æøå ÆØÅ é 😀 \ufffe", "æøå ÆØÅ é 😀 \ufffd"),
        ("{amounts} %(plan)s {0}", "{amounts} %(plan)s {0}"),
        ("ord " * 400, ("ord " * 400).strip()),
        ("x" * 2000, "x" * 2000),
    ],
)
def test_whatever_people_have_written_stays_text_in_a_file_that_opens(
    database: Database, book: Book, proposal: int, text: str, shown: str
) -> None:
    found = read(database, book, proposal)
    (only,) = found.proposals
    row = replace(only.detail.row, title=text, body=text, agenda_item=text, case_number=text)
    detail = replace(only.detail, row=row, reason=text, plan_for_use=text, targets_touched=text, link=text)
    flows = tuple(replace(flow, from_title=text, to_title=text) for flow in only.flows)
    lines = tuple(replace(line, title=text) for line in only.weighed.lines)
    odd = replace(only, detail=detail, flows=flows, weighed=replace(only.weighed, lines=lines))
    content = written(replace(found, plan=replace(found.plan, title=text), proposals=(odd, odd)))
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for name in archive.namelist():
            ET.fromstring(archive.read(name))  # noqa: S314 - a file of our own, which has to be well-formed
    document = docx.Document(BytesIO(content))
    assert texts(document, "Normal").count(shown) == 4
    assert [" ".join(heading.split()) for heading in texts(document, "Heading 1")] == [
        f"Forslag {number}: {' '.join(shown.split())}" for number in (1, 2)
    ]


def test_one_decision_is_read_by_its_number_alone(database: Database, proposal: int) -> None:
    with database.reading() as session:
        found = annex_of_decision(session, proposal, actor=None)
    assert [one.detail.row.id for one in found.proposals] == [proposal]
    assert found.pool_today_oere == (0, 600 * TKR, 1000 * TKR)
    assert found.pool_after_all_oere == (0, 0, 0)
