"""What can be unclear in a budget table: codes, how much each weighs, and their sentences."""

from imports.cells import Problem
from tracker.domain.published_tables import Severity
from tracker.domain.texts import Text

_ERRORS: dict[str, Text] = {
    "no-table": Text(
        "Der er ingen budgettabel i filen. Læseren leder efter en række med årstal og beløb under. Se efter, om "
        "årstallene står i hver sin celle."
    ),
    "no-such-sheet": Text("Filen har intet ark, der hedder »%(name)s«. Arkene er: %(names)s."),
    "unit-missing": Text("Tabellen siger ikke, hvilken enhed beløbene er i. Vælg enheden, eller skriv den i hovedet."),
    "unit-conflict": Text(
        "Enheden er nævnt på flere måder (%(units)s). Ret filen, så der kun står én, eller vælg den, der gælder."
    ),
    "unit-differs": Text("Du har valgt %(chosen)s, men tabellen siger %(stated)s. Vælg den samme, eller ret filen."),
    "unit-in-row": Text("Rækken nævner %(other)s, men tabellen er i %(unit)s. Skriv rækken i tabellens enhed."),
    "year-twice": Text("Året %(year)s har to kolonner (%(first)s og denne). Slet den ene, eller ret årstallet."),
    "row-total-twice": Text("Tabellen har to kolonner med rækkens sum. Slet den ene."),
    "several-columns-in-year": Text(
        "Året %(year)s dækker flere kolonner med beløb, og det er uklart, hvilken der gælder. Lad hvert år have én."
    ),
    "column-without-head": Text(
        "Kolonnen har tal, men intet årstal øverst. Skriv årstallet i hovedet, eller slet den."
    ),
    "head-unclear": Text("»%(head)s« er ikke et årstal, men kolonnen har tal. Ret hovedet til et årstal som 2024."),
    "row-looks-like-head": Text(
        "Rækken ligner både et hoved med årstal og beløb. Sæt en tom række over, hvis det er et hoved, eller skriv "
        "beløbene med punktum."
    ),
    "label-missing": Text("Rækken har beløb, men intet navn. Skriv navnet i samme række."),
    "label-twice": Text("»%(label)s« står også i %(first)s under samme overskrift. Giv den ene et andet navn."),
    "part-of-row": Text(
        "»%(label)s« er en del af en anden række og ville tælle to gange. Fjern rækken, eller giv den sit eget beløb."
    ),
    "row-after-total": Text(
        "Rækken står efter »%(total)s« og er ikke talt med. Flyt den op over summen, eller fjern den."
    ),
    "amount-over-years": Text(
        "Beløbet står i en celle, der er flettet hen over flere år. Ophæv fletningen, og skriv et beløb for hvert år."
    ),
    "date-in-amount": Text(
        "Cellen er en dato (%(printed)s) og ikke et beløb. Ret talformatet i Excel, eller skriv beløbet igen."
    ),
    "boolean-in-amount": Text("Cellen er SAND eller FALSK og ikke et beløb. Skriv beløbet."),
    "error-in-amount": Text("Cellen viser fejlen %(printed)s. Ret formlen i Excel, og gem filen."),
    "uncalculated": Text("Formlen i cellen har ingen gemt værdi. Åbn filen i Excel, og gem den."),
    "sum-too-large": Text("Beløbene i kolonnen er tilsammen for store. Se efter, om enheden passer."),
}
_WARNINGS: dict[str, Text] = {
    "hidden-sheet-not-read": Text(
        "Arket er skjult i Excel og ikke læst. Vis det i Excel, eller vælg det, hvis det skal læses."
    ),
    "sheet-without-table": Text("Arket har ingen budgettabel og er ikke læst."),
    "table-without-rows": Text("Tabellen har årstal, men ingen beløb under."),
    "head-repeated": Text(
        "Rækken gentager årstallene og er læst som overskriften »%(label)s«. Se efter, om det passer."
    ),
    "price-level-conflict": Text("Prisniveauet er nævnt på flere måder (%(levels)s). Det gemmes som ikke oplyst."),
    "year-as-date": Text("Årstallet er skrevet som en dato (%(printed)s) og læst som %(year)s."),
    "year-gap": Text("Årene springer fra %(before)s til %(after)s. Se efter, om en kolonne mangler."),
    "column-not-read": Text("Kolonnen »%(head)s« er ikke et år og er ikke læst med."),
    "row-not-read": Text("»%(label)s« står efter summen og er ikke læst med."),
    "label-joined": Text("Navnet er sat sammen af flere rækker: »%(label)s«. Se efter, om det passer."),
    "label-unclear": Text(
        "Navnet begynder med småt og kunne høre sammen med rækken over. Det er læst for sig. Se efter, om det passer."
    ),
    "mark-without-note": Text(
        "»%(mark)s« sidst i navnet er læst som et fodnotemærke, men der er ingen note. Se efter, om det passer."
    ),
    "mark-in-amount": Text(
        "»%(printed)s« har én decimal mere end de andre. Er det sidste ciffer et fodnotemærke, så slet det. "
        "Beløbet er læst, som det står."
    ),
    "subtotal-inferred": Text("Rækken er læst som en delsum, fordi den er summen af rækkerne %(place)s."),
    "subtotal-possible": Text(
        "Rækken er lig summen af rækkerne %(place)s, men er læst som en indsats. Skriv »i alt« efter navnet, hvis den "
        "er en delsum."
    ),
    "sum-differs": Text(
        "Der står %(printed)s, men summen er %(computed)s (%(unit)s). Det trykte tal beholdes; skriv gerne hvorfor."
    ),
    "sum-across-differs": Text("Der står %(printed)s, men årene i rækken giver %(computed)s (%(unit)s)."),
}


def problem(code: str, *, sheet: str, cell: str, **values: object) -> Problem:
    """Build the problem with this code at this place."""
    message = _ERRORS.get(code)
    severity = Severity.WARNING if message is None else Severity.ERROR
    text = Text((message or _WARNINGS[code]).message, **values)
    return Problem(sheet=sheet, cell=cell, severity=severity, code=code, text=text)
