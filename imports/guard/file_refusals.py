"""Why an uploaded file isn't read: one table of codes with the sentence the user gets for each."""

from enum import StrEnum

from tracker.domain.refusals import FileRefused
from tracker.domain.texts import Text


class Reason(StrEnum):
    """Why a file isn't read; the value is the code that goes into answers and logs."""

    FILE_MISSING = "file-missing"
    FILE_UNREADABLE = "file-unreadable"
    FILE_EMPTY = "file-empty"
    FILE_TOO_LARGE = "file-too-large"
    KIND_PROTECTED = "kind-protected"
    KIND_OLD_EXCEL = "kind-old-excel"
    KIND_PDF = "kind-pdf"
    KIND_HTML = "kind-html"
    KIND_XML = "kind-xml"
    KIND_PICTURE = "kind-picture"
    KIND_TEXT = "kind-text"
    KIND_ARCHIVE = "kind-archive"
    KIND_ODS = "kind-ods"
    KIND_WORD = "kind-word"
    KIND_PRESENTATION = "kind-presentation"
    KIND_BINARY_WORKBOOK = "kind-binary-workbook"
    KIND_NUMBERS = "kind-numbers"
    KIND_UNKNOWN = "kind-unknown"
    MACROS = "macros"
    STRICT_FORMAT = "strict-format"
    ZIP_DAMAGED = "zip-damaged"
    ZIP_FOREIGN_DATA = "zip-foreign-data"
    ZIP_TOO_MANY_PARTS = "zip-too-many-parts"
    ZIP_DUPLICATE_PART = "zip-duplicate-part"
    ZIP_UNSAFE_NAME = "zip-unsafe-name"
    ZIP_OVERLAP = "zip-overlap"
    ZIP_COMPRESSION = "zip-compression"
    ZIP_ENCRYPTED = "zip-encrypted"
    ZIP_PART_TOO_LARGE = "zip-part-too-large"
    ZIP_TOTAL_TOO_LARGE = "zip-total-too-large"
    PART_MISSING = "part-missing"
    PART_DOCTYPE = "part-doctype"
    PART_ENCODING = "part-encoding"
    PART_MALFORMED = "part-malformed"
    PART_TOO_DEEP = "part-too-deep"
    PART_FIELD_TOO_LONG = "part-field-too-long"
    PART_TOO_MANY_NAMES = "part-too-many-names"
    PART_FOREIGN = "part-foreign"
    PART_STRUCTURE = "part-structure"
    PART_AMBIGUOUS = "part-ambiguous"
    SHEETS_NONE = "sheets-none"
    SHEETS_TOO_MANY = "sheets-too-many"
    SHEET_NAME = "sheet-name"
    SHEET_SHARED_PART = "sheet-shared-part"
    SHEET_EXTERNAL = "sheet-external"
    NAMES_TOO_MANY = "names-too-many"
    NAME_TOO_LONG = "name-too-long"
    STYLES_TOO_MANY = "styles-too-many"
    NUMBER_FORMAT_TOO_LONG = "number-format-too-long"
    SHARED_STRINGS_TOO_MANY = "shared-strings-too-many"
    TEXT_TOO_MUCH = "text-too-much"
    RANGES_TOO_MANY = "ranges-too-many"
    MERGES = "merges"
    ROW_ADDRESS = "row-address"
    ROWS_OUT_OF_ORDER = "rows-out-of-order"
    ROWS_TOO_MANY = "rows-too-many"
    CELL_ADDRESS = "cell-address"
    CELLS_OUT_OF_ORDER = "cells-out-of-order"
    COLUMNS_TOO_MANY = "columns-too-many"
    CELLS_TOO_MANY = "cells-too-many"
    CELL_TYPE = "cell-type"
    CELL_TEXT_MISSING = "cell-text-missing"
    CELL_STYLE_MISSING = "cell-style-missing"
    CELL_BOOLEAN = "cell-boolean"
    CELL_TEXT_TOO_LONG = "cell-text-too-long"
    BUSY = "busy"
    TOO_MUCH_MEMORY = "too-much-memory"
    TOO_MUCH_TIME = "too-much-time"
    ANSWER_TOO_LARGE = "answer-too-large"
    CELLS_LOST = "cells-lost"
    READER_FAILED = "reader-failed"


SENTENCES: dict[Reason, Text] = {
    # The file itself, before anybody has looked inside.
    Reason.FILE_MISSING: Text("Filen %(name)s findes ikke. Kontrollér navn og mappe."),
    Reason.FILE_UNREADABLE: Text("Filen %(name)s kan ikke åbnes. Kontrollér, at du har adgang til den."),
    Reason.FILE_EMPTY: Text("Filen %(name)s er tom. Gem den igen i Excel, og indlæs den nye."),
    Reason.FILE_TOO_LARGE: Text(
        "Filen %(name)s fylder %(size_mb)s MB; grænsen er %(limit_mb)s MB. Gem kun arket med tabellen i en ny fil."
    ),
    Reason.KIND_PROTECTED: Text("Filen %(name)s er beskyttet med adgangskode. Gem den i Excel uden adgangskode."),
    Reason.KIND_OLD_EXCEL: Text(
        "Filen %(name)s er gemt i et gammelt format (.xls). Åbn den i Excel, og gem den som Excel-projektmappe (.xlsx)."
    ),
    Reason.KIND_PDF: Text("Filen %(name)s er en PDF. Indlæs det regneark, som PDF'en er lavet af."),
    Reason.KIND_HTML: Text(
        "Filen %(name)s er i virkeligheden en webside. Åbn den i Excel, og gem den som Excel-projektmappe (.xlsx)."
    ),
    Reason.KIND_XML: Text("Filen %(name)s er ren XML. Åbn den i Excel, og gem den som Excel-projektmappe (.xlsx)."),
    Reason.KIND_PICTURE: Text("Filen %(name)s er et billede. Indlæs det regneark, som tabellen står i."),
    Reason.KIND_TEXT: Text(
        "Filen %(name)s ligner en tekst- eller CSV-fil. Åbn den i Excel, og gem den som Excel-projektmappe (.xlsx)."
    ),
    Reason.KIND_ARCHIVE: Text("Filen %(name)s er et pakket arkiv. Pak det ud, og indlæs selve Excel-filen."),
    Reason.KIND_ODS: Text("Filen %(name)s er et OpenDocument-regneark (.ods). Gem den som Excel-projektmappe (.xlsx)."),
    Reason.KIND_WORD: Text("Filen %(name)s er et Word-dokument. Kopiér tabellen til Excel, og gem den som .xlsx."),
    Reason.KIND_PRESENTATION: Text(
        "Filen %(name)s er en præsentation. Kopiér tabellen til Excel, og gem den som .xlsx."
    ),
    Reason.KIND_BINARY_WORKBOOK: Text(
        "Filen %(name)s er en binær projektmappe (.xlsb). Gem den som Excel-projektmappe (.xlsx)."
    ),
    Reason.KIND_NUMBERS: Text("Filen %(name)s er fra Numbers. Eksportér den til Excel (.xlsx)."),
    Reason.KIND_UNKNOWN: Text("Filen %(name)s er ikke en Excel-fil. Indlæs en Excel-projektmappe (.xlsx)."),
    Reason.MACROS: Text("Filen indeholder makroer. Gem den som Excel-projektmappe uden makroer (.xlsx)."),
    Reason.STRICT_FORMAT: Text(
        "Filen er gemt som Strict Open XML. Vælg »Excel-projektmappe (*.xlsx)« under »Gem som«, og indlæs den nye."
    ),
    # The zip container.
    Reason.ZIP_DAMAGED: Text("Filen er beskadiget og kan ikke pakkes ud. Hent den igen, eller gem den på ny i Excel."),
    Reason.ZIP_FOREIGN_DATA: Text(
        "Der ligger fremmede data før eller efter regnearket i filen. Åbn den i Excel, og gem den på ny."
    ),
    Reason.ZIP_TOO_MANY_PARTS: Text(
        "Filen består af %(count)s dele; grænsen er %(limit)s. Gem kun arket med tabellen i en ny fil."
    ),
    Reason.ZIP_DUPLICATE_PART: Text("Delen %(part)s ligger to gange i filen. Åbn filen i Excel, og gem den på ny."),
    Reason.ZIP_UNSAFE_NAME: Text(
        "En del af filen har et ulovligt navn: %(part)s. Åbn filen i Excel, og gem den på ny."
    ),
    Reason.ZIP_OVERLAP: Text("To dele af filen ligger oven i hinanden. Åbn filen i Excel, og gem den på ny."),
    Reason.ZIP_COMPRESSION: Text(
        "Delen %(part)s er pakket på en måde, som Excel ikke bruger. Åbn filen i Excel, og gem den på ny."
    ),
    Reason.ZIP_ENCRYPTED: Text("Delen %(part)s er krypteret. Gem filen i Excel uden adgangskode."),
    Reason.ZIP_PART_TOO_LARGE: Text(
        "Delen %(part)s fylder over %(limit_mb)s MB pakket ud. Gem kun arket med tabellen i en ny fil."
    ),
    Reason.ZIP_TOTAL_TOO_LARGE: Text(
        "Filen fylder over %(limit_mb)s MB pakket ud. Slet billeder, eller gem kun arket med tabellen i en ny fil."
    ),
    # The XML parts.
    Reason.PART_MISSING: Text("Delen %(part)s mangler i filen. Åbn filen i Excel, lad den reparere, og gem den på ny."),
    Reason.PART_DOCTYPE: Text(
        "Delen %(part)s indeholder en DOCTYPE, som Excel aldrig skriver. Gem filen på ny i Excel."
    ),
    Reason.PART_ENCODING: Text("Delen %(part)s er ikke skrevet i UTF-8. Åbn filen i Excel, og gem den på ny."),
    Reason.PART_MALFORMED: Text(
        "Delen %(part)s kan ikke læses (linje %(line)s). Åbn filen i Excel, lad den reparere, og gem den på ny."
    ),
    Reason.PART_TOO_DEEP: Text("Delen %(part)s er bygget i for mange lag. Åbn filen i Excel, og gem den på ny."),
    Reason.PART_FIELD_TOO_LONG: Text("Delen %(part)s har et alt for langt felt. Åbn filen i Excel, og gem den på ny."),
    Reason.PART_TOO_MANY_NAMES: Text(
        "Delen %(part)s bruger for mange slags felter. Åbn filen i Excel, og gem den på ny."
    ),
    Reason.PART_FOREIGN: Text("Delen %(part)s er ikke skrevet i Excels format. Åbn filen i Excel, og gem den på ny."),
    Reason.PART_STRUCTURE: Text(
        "Delen %(part)s er ikke bygget, som Excel gør det (%(element)s). Åbn filen i Excel, og gem den på ny."
    ),
    Reason.PART_AMBIGUOUS: Text("Filen peger på flere udgaver af %(part)s. Åbn filen i Excel, og gem den på ny."),
    # The workbook and its sheets.
    Reason.SHEETS_NONE: Text("Filen har ingen regneark. Indlæs en fil, hvor tabellen står i et ark."),
    Reason.SHEETS_TOO_MANY: Text("Filen har over %(limit)s ark. Gem kun arket med tabellen i en ny fil."),
    Reason.SHEET_NAME: Text(
        "Arknavnet »%(sheet)s« er tomt, for langt eller bruges to gange. Giv arkene hver sit navn i Excel."
    ),
    Reason.SHEET_SHARED_PART: Text(
        "Arket »%(sheet)s« viser de samme data som et andet ark. Åbn filen i Excel, og gem den på ny."
    ),
    Reason.SHEET_EXTERNAL: Text(
        "Arket »%(sheet)s« ligger uden for filen. Kopiér det ind i projektmappen, og gem den på ny."
    ),
    Reason.NAMES_TOO_MANY: Text(
        "Filen har over %(limit)s definerede navne. Slet dem i Navnestyring, eller kopiér tabellen til en ny fil."
    ),
    Reason.NAME_TOO_LONG: Text(
        "Det definerede navn »%(defined_name)s« er over %(limit)s tegn langt. Slet det i Navnestyring."
    ),
    Reason.STYLES_TOO_MANY: Text(
        "Filen har over %(limit)s celleformater. Kopiér tabellen til en ny fil, og indsæt den som værdier."
    ),
    Reason.NUMBER_FORMAT_TOO_LONG: Text(
        "Et talformat i filen er over %(limit)s tegn langt. Vælg et almindeligt talformat."
    ),
    Reason.SHARED_STRINGS_TOO_MANY: Text(
        "Filen har over %(limit)s forskellige tekster. Gem kun arket med tabellen i en ny fil."
    ),
    Reason.TEXT_TOO_MUCH: Text("Filen indeholder over %(limit)s tegn tekst. Gem kun arket med tabellen i en ny fil."),
    Reason.RANGES_TOO_MANY: Text(
        "Arket »%(sheet)s« har over %(limit)s flettede celler, links, valideringer og betingede formater. "
        "Kopiér tabellen til en ny fil."
    ),
    Reason.MERGES: Text(
        "De flettede celler i arket »%(sheet)s« (%(cell)s) overlapper eller er for store. Ophæv fletningen i Excel."
    ),
    Reason.ROW_ADDRESS: Text(
        "Arket »%(sheet)s« har en række med et ugyldigt nummer: %(row)s. Åbn filen i Excel, og gem den på ny."
    ),
    Reason.ROWS_OUT_OF_ORDER: Text(
        "Rækkerne i arket »%(sheet)s« står ikke i orden (række %(row)s). Åbn filen i Excel, og gem den på ny."
    ),
    Reason.ROWS_TOO_MANY: Text(
        "Cellen %(cell)s i arket »%(sheet)s« ligger under række %(limit)s. Slet alt under tabellen, og gem filen på ny."
    ),
    Reason.CELL_ADDRESS: Text(
        "Arket »%(sheet)s« har en celle med en ugyldig adresse: %(cell)s. Åbn filen i Excel, og gem den på ny."
    ),
    Reason.CELLS_OUT_OF_ORDER: Text(
        "Cellerne i arket »%(sheet)s« står ikke i orden (%(cell)s). Åbn filen i Excel, og gem den på ny."
    ),
    Reason.COLUMNS_TOO_MANY: Text(
        "Cellen %(cell)s i arket »%(sheet)s« ligger efter kolonne %(limit)s. Slet alt til højre for tabellen."
    ),
    Reason.CELLS_TOO_MANY: Text("Filen har over %(limit)s celler. Gem kun arket med tabellen i en ny fil."),
    Reason.CELL_TYPE: Text(
        "Cellen %(cell)s i arket »%(sheet)s« har en ukendt type. Åbn filen i Excel, og gem den på ny."
    ),
    Reason.CELL_TEXT_MISSING: Text(
        "Cellen %(cell)s i arket »%(sheet)s« peger på en tekst, som ikke findes. Åbn filen i Excel, og gem den på ny."
    ),
    Reason.CELL_STYLE_MISSING: Text(
        "Cellen %(cell)s i arket »%(sheet)s« peger på et format, som ikke findes. Åbn filen i Excel, og gem den på ny."
    ),
    Reason.CELL_BOOLEAN: Text(
        "Cellen %(cell)s i arket »%(sheet)s« er hverken sand eller falsk. Åbn filen i Excel, og gem den på ny."
    ),
    Reason.CELL_TEXT_TOO_LONG: Text(
        "Cellen %(cell)s i arket »%(sheet)s« har over %(limit)s tegn. Forkort teksten, og gem filen på ny."
    ),
    # The reading itself.
    Reason.BUSY: Text("Der læses allerede %(count)s filer lige nu. Prøv igen om et øjeblik."),
    Reason.TOO_MUCH_MEMORY: Text("Filen kræver for meget hukommelse. Gem kun arket med tabellen i en ny fil."),
    Reason.TOO_MUCH_TIME: Text("Filen tager for lang tid at læse. Gem kun arket med tabellen i en ny fil."),
    Reason.ANSWER_TOO_LARGE: Text("Filen har for meget indhold. Gem kun arket med tabellen i en ny fil."),
    Reason.CELLS_LOST: Text(
        "Filen blev ikke læst helt (%(returned)s af %(seen)s celler). Åbn den i Excel, og gem den på ny."
    ),
    Reason.READER_FAILED: Text(
        "Filen kunne ikke læses. Åbn den i Excel, og gem den på ny som Excel-projektmappe (.xlsx)."
    ),
}


def refused(reason: Reason, **values: object) -> FileRefused:
    """Build the refusal for this reason; the values fill the places in its sentence."""
    return FileRefused(reason.value, Text(SENTENCES[reason].message, **values))
