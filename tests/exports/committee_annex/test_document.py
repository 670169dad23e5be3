"""What makes the annex a real Word document: styles, numbering, tables, edges and bytes."""

import re
import xml.etree.ElementTree as ET
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from tests.budget_books import Book
from tests.exports.committee_annex.proposals import WORDS
from tests.exports.committee_annex.reading import cells, opened, read, text_of, texts, written
from tests.proposals import proposed
from tests.recalculation import converted
from tracker.database import Database
from tracker.domain.budget import LineRole
from tracker.domain.entries import EntryLine


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


def test_tables_repeat_their_heads_are_described_and_never_torn(database: Database, book: Book, proposal: int) -> None:
    document = opened(read(database, book, proposal))
    for table, caption in zip(document.tables, ("I dag", "Forslaget", "Efter"), strict=True):
        rows = list(table._tbl.iter(qn("w:tr")))  # noqa: SLF001 - python-docx has no other door to it
        assert [row.find(f".//{qn('w:tblHeader')}") is not None for row in rows] == [True, False, False, False]
        assert all(row.find(f".//{qn('w:cantSplit')}") is not None for row in rows)
        assert table.style is not None
        assert table.style.name == "Budgettabel"
        styles = [
            [cell.paragraphs[0].style.name for cell in row.cells if cell.paragraphs[0].style] for row in table.rows
        ]
        assert styles == [["Tabeltekst", "Tabeltal", "Tabeltal", "Tabeltal"]] * 4
        kept = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in table.rows]
        assert kept == [True, True, True, None]
        described = table._tbl.tblPr.find(qn("w:tblCaption"))  # noqa: SLF001 - the same
        assert described is not None
        assert described.get(qn("w:val")) == f"{caption} (1000 kr.)"
    alignments = {style.name: style.element.find(f".//{qn('w:jc')}") for style in document.styles}
    assert alignments["Tabeltal"] is not None
    assert alignments["Tabeltal"].get(qn("w:val")) == "right"


@pytest.mark.libreoffice
def test_each_proposal_of_usual_length_takes_one_page(
    soffice: Path, database: Database, book: Book, proposal: int, tmp_path: Path
) -> None:
    words = replace(
        WORDS,
        reason="Grupperne fortsætter for det halve, og en ny indsats prøver at flytte danskundervisningen ud på "
        "arbejdspladsen. Det er billigere og når flere.",
        plan_for_use="Et lille hold i 2020 og 2021. Den nye indsats begynder med få virksomheder i 2020 og udvides i "
        "2021, hvis den fungerer.",
        targets_touched="Mentorer: omkring 15 nyankomne om året.\nSprogmakkere: måltal fastlægges senere.",
    )
    new = EntryLine("ny", "Sprogmakkere på arbejdspladsen", LineRole.INITIATIVE, book.theme_id)
    rows = [(year, book.reserve, to, 300) for to in (book.mentors, "ny") for year in (2020, 2021)]
    other = proposed(database, book, *rows, title="Lidt af hvert", like=words, lines=(new,))
    content = written(read(database, book, proposal, other))
    pdf = converted(soffice, content, folder=tmp_path, original="docx", kind="pdf", recalculate=False)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1 + 2


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
