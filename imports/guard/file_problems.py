"""What a file that was read has in it that a reader of the table should know: codes and their sentences."""

from collections.abc import Mapping

from imports.cells import Problem
from tracker.domain.published_tables import Severity
from tracker.domain.texts import Text

SENTENCES: dict[str, Text] = {
    "hidden-sheet": Text("Arket er skjult i Excel. Vis det, og se efter, om det skal bruges."),
    "sheet-without-cells": Text("Arket er et diagram og har ingen celler at læse."),
    "hidden-rows": Text("Skjulte rækker i Excel: %(rows)s. De er læst med. Se efter, om de hører til tabellen."),
    "hidden-columns": Text(
        "Skjulte kolonner i Excel: %(columns)s. De er læst med. Se efter, om de hører til tabellen."
    ),
    "hidden-by-format": Text(
        "Celler med et talformat, der skjuler indholdet: %(count)s, den første er %(cell)s. De er læst med."
    ),
    "merged-cells": Text("Flettede områder: %(count)s, det første er %(range)s. Indholdet regnes til første celle."),
    "merge-hides-values": Text(
        "Cellen %(cell)s har indhold, som en fletning skjuler i Excel. Ophæv fletningen, og se efter."
    ),
    "uncalculated-formulas": Text(
        "Formler uden gemt værdi: %(count)s, den første er %(cell)s. Åbn filen i Excel, og gem den."
    ),
    "formulas-maybe-uncalculated": Text(
        "Alle formler i arket viser 0, som om de aldrig er regnet ud. Åbn filen i Excel, og gem den."
    ),
    "error-cells": Text("Celler med en fejl som #REF!: %(count)s, den første er %(cell)s. Ret dem i Excel."),
    "unreadable-numbers": Text(
        "Celler med et tal, der er for stort eller ikke er et tal: %(count)s, den første er %(cell)s. Ret dem i Excel."
    ),
    "unreadable-dates": Text(
        "Celler med format som dato eller klokkeslæt, men uden en dato mellem 1900 og 2200: %(count)s, "
        "den første er %(cell)s. Ret talformatet i Excel."
    ),
    "scaled-numbers": Text(
        "Celler, hvis talformat viser dem i tusinder eller millioner, så tallet i cellen er større end det, man ser: "
        "%(count)s, den første er %(cell)s. Se efter, om enheden passer."
    ),
    "invisible-characters": Text("Celler, hvor usynlige tegn er fjernet: %(count)s, den første er %(cell)s."),
    "text-cut": Text("Celler med over 32.767 tegn, som er skåret af: %(count)s, den første er %(cell)s."),
    "unlisted-part": Text(
        "Filen har en del, som projektmappen ikke nævner: %(part)s. Noget kan mangle i det, der er læst. Åbn filen i "
        "Excel, se efter, og gem den."
    ),
    "external-links": Text("Filen henter værdier fra andre filer. De gemte værdier er brugt; intet er hentet."),
}


def problem(code: str, *, sheet: str, cell: str, values: Mapping[str, object]) -> Problem:
    """Build the problem with this code; the file's own problems are all warnings, the table's reader decides more."""
    text = Text(SENTENCES[code].message, **values)
    return Problem(sheet=sheet, cell=cell, severity=Severity.WARNING, code=code, text=text)
