"""How our Word documents look: the styles, the numbering and the settings that take the place of python-docx's own."""

_NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
FONT, INK, QUIET, RULE, SHADE, WARNING = "Calibri", "1A1A1A", "4B5563", "6B7785", "E8EDF3", "9B1C1C"

TITLE, SUBTITLE, HEADING_1, HEADING_2 = "Title", "Subtitle", "Heading 1", "Heading 2"
BODY, CAPTION, NUMBERED = "Normal", "Caption", "List Number"
# Word translates its own names; those of ours stand in its lists as they are here.
FACTS, MARK = "Sagsoplysninger", "Markering"
TABLE_TEXT, TABLE_NUMBER, TABLE = "Tabeltekst", "Tabeltal", "Budgettabel"
_OURS = frozenset({FACTS, MARK, TABLE_TEXT, TABLE_NUMBER})
NUMBERING_ID = 1


def _paragraph_style(name: str, paragraph: str = "", text: str = "", *, based_on: str = "Normal") -> str:
    base = "" if name == BODY else f'<w:basedOn w:val="{identity(based_on)}"/>'
    kind = ' w:default="1"' if name == BODY else ' w:customStyle="1"' if name in _OURS else ""
    return (
        f'<w:style w:type="paragraph"{kind} w:styleId="{identity(name)}"><w:name w:val="{_built_in(name)}"/>{base}'
        f"<w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{text}</w:rPr></w:style>"
    )


def identity(name: str) -> str:
    """Give the name that paragraphs call a style by."""
    return name.replace(" ", "")


def _built_in(name: str) -> str:
    # Word knows its own headings and captions by small letters.
    return name.lower() if name.startswith("Heading") or name in {"Caption", "Header", "Footer"} else name


def _spacing(before: int, after: int, line: int = 259) -> str:
    """Space above and below in twentieths of a point, and the height of lines in 240ths."""
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="auto"/>'


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


_KEEP = "<w:keepNext/><w:keepLines/>"
_BOLD = "<w:b/><w:bCs/>"


def _colour(colour: str) -> str:
    return f'<w:color w:val="{colour}"/>'


_DEFAULTS = (
    f"<w:docDefaults><w:rPrDefault><w:rPr>"
    f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>{_colour(INK)}{_size(20)}'
    '<w:lang w:val="da-DK" w:eastAsia="da-DK" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
    f"<w:pPrDefault><w:pPr>{_spacing(0, 80, 252)}</w:pPr></w:pPrDefault></w:docDefaults>"
)
_OUTLINE = '<w:outlineLvl w:val="{level}"/>'
_EDGE = f'w:val="single" w:sz="{{size}}" w:space="0" w:color="{RULE}"'
_TABLE_STYLE = (
    f'<w:style w:type="table" w:customStyle="1" w:styleId="Budgettabel"><w:name w:val="{TABLE}"/>'
    '<w:basedOn w:val="TableNormal"/><w:qFormat/>'
    f"<w:pPr>{_spacing(0, 0, 240)}</w:pPr>"
    f"<w:tblPr><w:tblBorders><w:top {_EDGE.format(size=8)}/><w:bottom {_EDGE.format(size=8)}/>"
    f"<w:insideH {_EDGE.format(size=2)}/></w:tblBorders></w:tblPr>"
    f'<w:tblStylePr w:type="firstRow"><w:rPr>{_BOLD}</w:rPr><w:tcPr><w:tcBorders>'
    f'<w:bottom {_EDGE.format(size=8)}/></w:tcBorders><w:shd w:val="clear" w:color="auto" w:fill="{SHADE}"/>'
    '<w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr>'
    f'<w:tblStylePr w:type="lastRow"><w:rPr>{_BOLD}</w:rPr><w:tcPr><w:tcBorders>'
    f"<w:top {_EDGE.format(size=8)}/></w:tcBorders></w:tcPr></w:tblStylePr></w:style>"
)
_TABLE_NORMAL = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:semiHidden/>'
    '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="17" w:type="dxa"/>'
    '<w:left w:w="85" w:type="dxa"/><w:bottom w:w="17" w:type="dxa"/><w:right w:w="85" w:type="dxa"/>'
    "</w:tblCellMar></w:tblPr></w:style>"
)
_NO_CHARACTERS = (
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/><w:semiHidden/></w:style>'
)
_NO_LIST = (
    '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/><w:semiHidden/></w:style>'
)
_RIGHT = '<w:jc w:val="right"/>'

STYLES = f"<w:styles {_NAMESPACE}>{_DEFAULTS}" + "".join(
    (
        _paragraph_style(BODY),
        _NO_CHARACTERS,
        _paragraph_style(TITLE, _KEEP + _spacing(0, 40, 240), _BOLD + _size(40)),
        _paragraph_style(SUBTITLE, _spacing(0, 200, 240), _colour(QUIET) + _size(24)),
        _paragraph_style(HEADING_1, _KEEP + _spacing(0, 60, 240) + _OUTLINE.format(level=0), _BOLD + _size(30)),
        _paragraph_style(HEADING_2, _KEEP + _spacing(120, 20, 240) + _OUTLINE.format(level=1), _BOLD + _size(24)),
        _paragraph_style(FACTS, _spacing(0, 80, 240), _colour(QUIET) + _size(18)),
        _paragraph_style(MARK, _spacing(60, 60, 240), _BOLD + _colour(WARNING)),
        _paragraph_style(CAPTION, _KEEP + _spacing(100, 40, 240), _BOLD + _size(18)),
        _paragraph_style(
            NUMBERED,
            f'<w:numPr><w:numId w:val="{NUMBERING_ID}"/></w:numPr>{_spacing(0, 40, 252)}'
            '<w:ind w:left="425" w:hanging="425"/>',
        ),
        _paragraph_style(TABLE_TEXT, _spacing(0, 0, 240), _size(18)),
        _paragraph_style(TABLE_NUMBER, _spacing(0, 0, 240) + _RIGHT, _size(18), based_on=TABLE_TEXT),
        _paragraph_style("Header", _spacing(0, 0, 240), _colour(QUIET) + _size(17)),
        _paragraph_style("Footer", _spacing(0, 0, 240), _colour(QUIET) + _size(17)),
        _TABLE_NORMAL,
        _TABLE_STYLE,
        _NO_LIST,
        "</w:styles>",
    )
)
NUMBERING = (
    f'<w:numbering {_NAMESPACE}><w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="singleLevel"/>'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="ListNumber"/>'
    '<w:lvlText w:val="%1."/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="425" w:hanging="425"/></w:pPr></w:lvl>'
    f'</w:abstractNum><w:num w:numId="{NUMBERING_ID}"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
)
SETTINGS = (
    f'<w:settings {_NAMESPACE}><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/><w:compat>'
    '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    '</w:compat><w:themeFontLang w:val="da-DK"/><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>'
)
