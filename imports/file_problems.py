"""What a file that was read has in it that a reader of the table should know: codes and their sentences."""

from collections.abc import Mapping

from imports.cells import Problem
from tracker.domain.published_tables import Severity
from tracker.domain.texts import Text

SENTENCES: dict[str, Text] = {
    "hidden-sheet": Text("Arket er skjult i Excel. Vis det, og se efter, om det skal bruges."),
    "sheet-without-cells": Text("Arket er et diagram og har ingen celler at læse."),
    "hidden-rows": Text("Række %(rows)s er skjult i Excel, men er læst med. Se efter, om den hører til tabellen."),
    "hidden-columns": Text("Kolonne %(columns)s er skjult i Excel, men er læst med. Se efter, om den hører til."),
    "hidden-by-format": Text(
        "%(count)s celler har et talformat, der skjuler indholdet; den første er %(cell)s. De er læst med."
    ),
    "merged-cells": Text("%(count)s områder er flettet; det første er %(range)s. Indholdet regnes til første celle."),
    "merge-hides-values": Text("Cellen %(cell)s har indhold, som en fletning skjuler i Excel. Ophæv fletningen."),
    "uncalculated-formulas": Text(
        "%(count)s formler har ingen gemt værdi; den første er %(cell)s. Åbn filen i Excel, og gem den."
    ),
    "formulas-maybe-uncalculated": Text(
        "Alle formler i arket viser 0, som om de aldrig er regnet ud. Åbn filen i Excel, og gem den."
    ),
    "error-cells": Text("%(count)s celler viser en fejl som #REF!; den første er %(cell)s. Ret dem i Excel."),
    "unreadable-numbers": Text(
        "%(count)s celler har et tal, der ikke kan bruges (for stort eller ikke et tal); den første er %(cell)s."
    ),
    "unreadable-dates": Text(
        "%(count)s celler er formateret som dato eller klokkeslæt uden at være en dato mellem 1900 og 2200; "
        "den første er %(cell)s. Ret talformatet i Excel."
    ),
    "scaled-numbers": Text(
        "%(count)s celler vises i tusinder eller millioner af deres talformat, så tallet i cellen er større end det, "
        "man ser; den første er %(cell)s. Se efter, om enheden passer."
    ),
    "invisible-characters": Text("Usynlige tegn er fjernet i %(count)s celler; den første er %(cell)s."),
    "text-cut": Text("%(count)s celler har over 32.767 tegn og er skåret af; den første er %(cell)s."),
    "external-links": Text("Filen henter værdier fra andre filer. De gemte værdier er brugt; intet er hentet."),
}


def problem(code: str, *, sheet: str, cell: str, values: Mapping[str, object]) -> Problem:
    """Build the problem with this code; the file's own problems are all warnings, the table's reader decides more."""
    text = Text(SENTENCES[code].message, **values)
    return Problem(sheet=sheet, cell=cell, severity=Severity.WARNING, code=code, text=text)
