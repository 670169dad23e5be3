"""Makes the sample workbook: the plan's budget table as an office would keep it, with the oddities that come with that.

Run it with ``python -m samples.make_sample``; the same script always makes the same file.
"""

from datetime import datetime
from pathlib import Path

import xlsxwriter

WORKBOOK = Path(__file__).parent / "integrationshandleplan-2019-22-budget.xlsx"
YEARS = (2019, 2020, 2021, 2022)
HEAD_ROW = 4
# The last year was pasted in from a document, so it is text, its sum too. The others are numbers with a live sum.
PASTED_YEAR = 2022

Amounts = tuple[int | None, ...]
# A section's title, then its lines; a label of two parts takes two rows, with the amounts on the second, as in print.
TABLE: tuple[tuple[str, tuple[tuple[tuple[str, ...], Amounts], ...]], ...] = (
    (
        "Flere københavnere med minoritetsbaggrund skal i job",
        (
            (("Håndholdt og vedvarende virksomhedsindsats for ledige",), (3300, 3300, 3300, 3300)),
            (
                ("Særlig virksomhedsrettet indsats for kvinder, med fokus", "på helbredsafklaring"),
                (2500, 2900, 2500, 2500),
            ),
            (("Barselsgrupper med fokus på job og uddannelse",), (600, 600, None, None)),
            (("Virksomhedsindsats til bekæmpelse af ubevidst", "diskrimination"), (800, 800, 800, 800)),
        ),
    ),
    (
        "Flere københavnere med minoritetsbaggrund skal fastholdes i uddannelse",
        (
            (("Flere lære- og elevpladser til unge",), (800, 800, 800, 800)),
            (("Fritidsjob til unge",), (1600, 1600, 1600, 1600)),
        ),
    ),
    (
        "Flere københavnere med minoritetsbaggrund skal blive en del af samfundet og ikke opleve social kontrol",
        ((("Forebyggelse af social kontrol",), (1000, 1000, 1000, 1000)),),
    ),
    (
        "Øvrige afsatte midler",
        (
            (("Spørgeskemaundersøgelse",), (400, None, 400, None)),
            (("Pulje til senere udmøntning",), (None, None, 600, 1000)),
        ),
    ),
)
NOTES = (
    "Der er ikke disponeret 0,6 mio. kr. i 2021 og 1 mio. kr. i 2022. Udvalget beslutter det i 2020.",
    "Spørgeskemaundersøgelsen laves i 2019 og 2021. Resten af dens udgift ligger inden for forvaltningens egen ramme.",
    "Barselsgrupperne er et forsøg i 2019 og 2020.",
    "Tabellen siger ikke, om beløbene er i løbende eller faste priser.",
)


def make(destination: Path) -> None:
    """Write the workbook."""
    book = xlsxwriter.Workbook(destination)
    book.set_properties({"title": "Integrationshandleplan 2019-22, budget", "created": datetime(2018, 12, 3, 9, 0)})  # noqa: DTZ001 - the file format has no zone
    sheet = book.add_worksheet("Budget 2019-22")
    bold, head = book.add_format({"bold": True}), book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
    sheet.write_string(0, 0, "Integrationshandleplan 2019-22", book.add_format({"bold": True, "font_size": 14}))
    sheet.write_string(1, 0, "Oversigt over indsatser i Integrationshandleplanen", bold)
    sheet.write_string(HEAD_ROW - 1, 0, "Indsatser (opgjort i 1000 kr.)", head)
    year_head = book.add_format({"bold": True, "bottom": 1, "align": "right"})
    for column, year in enumerate(YEARS, 1):
        if year == PASTED_YEAR:
            sheet.write_string(HEAD_ROW - 1, column, str(year), year_head)
        else:
            sheet.write_number(HEAD_ROW - 1, column, year, year_head)
    after_lines = _write_lines(book, sheet, first_row=HEAD_ROW)
    _write_total(book, sheet, row=after_lines)
    note = book.add_format({"italic": True, "font_size": 9})
    sheet.write_string(after_lines + 2, 0, "Note: Se arket Noter om pulje, spørgeskema og barselsgrupper.", note)
    sheet.set_column(0, 0, 54)
    sheet.set_column(1, len(YEARS), 11)
    sheet.freeze_panes(HEAD_ROW, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    notes = book.add_worksheet("Noter")
    notes.write_string(0, 0, "Noter til budgettet", bold)
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for row, text in enumerate(NOTES, 2):
        notes.write_string(row, 0, text, wrapped)
    notes.set_column(0, 0, 90)
    book.close()


def printed(amount: int) -> str:
    """Write an amount as it is typed in Danish."""
    return f"{amount:,}".replace(",", ".")


def _write_lines(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet, *, first_row: int) -> int:
    label = book.add_format({"indent": 1})
    amount = book.add_format({"num_format": "#,##0", "align": "right"})
    section_look = book.add_format({"bold": True, "bg_color": "#DDE6EE", "align": "left"})
    row = first_row
    for section, lines in TABLE:
        sheet.merge_range(row, 0, row, len(YEARS), section, section_look)
        row += 1
        for parts, amounts in lines:
            for part in parts:
                sheet.write_string(row, 0, part, label)
                row += 1
            for column, (year, value) in enumerate(zip(YEARS, amounts, strict=True), 1):
                if value is None:
                    sheet.write_string(row - 1, column, "-", amount)
                elif year == PASTED_YEAR:
                    sheet.write_string(row - 1, column, printed(value), amount)
                else:
                    sheet.write_number(row - 1, column, value, amount)
        row += 1
    return row


def _write_total(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet, *, row: int) -> None:
    look = book.add_format({"bold": True, "top": 1, "bottom": 6, "num_format": "#,##0", "align": "right"})
    sheet.write_string(row, 0, "I alt", book.add_format({"bold": True, "top": 1, "bottom": 6}))
    for column, year in enumerate(YEARS, 1):
        total = sum(amounts[column - 1] or 0 for _, lines in TABLE for _, amounts in lines)
        if year == PASTED_YEAR:
            sheet.write_string(row, column, printed(total), look)
        else:
            letter = "ABCDE"[column]
            sheet.write_formula(row, column, f"=SUM({letter}{HEAD_ROW + 1}:{letter}{row})", look, total)


if __name__ == "__main__":
    make(WORKBOOK)
