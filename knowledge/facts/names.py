"""Names that a citizen acts on: form numbers, offices, street and postal addresses; English and French."""

import re
from collections.abc import Iterator


def _spaced(*parts: str) -> re.Pattern[str]:
    """The parts as one pattern; each blank may be one that does not break, and none is a line's end."""
    return re.compile("".join(parts).replace(" ", "[\x20\u00a0]"))


FORM = _spaced(
    r"\b(?i:forms?|formulaires?|imprimés?|cerfa|schedule|annexe|publication) ",
    r"(?i:(?:cerfa )?(?:n[o°º]\.? ?|number |numéro )?)",
    r"(?P<id>(?:[A-Z]{1,6}(?: |-)?)?\d[\dA-Z]*(?:[-/.*\u2011][\dA-Z]+)*[A-Z]*[a-z]?)(?![\w%$€])",
    # Letters and figures joined by hyphens: "SC-21", "FL-341b", "123-AB-75".
    r"|(?<![\w-])(?!COVID|H1N1)(?=[-\u2011\d]*[A-Z])(?=[-\u2011A-Z]*\d)"
    r"(?P<bare>[A-Z\d]+(?:[-\u2011][A-Z\d]+)+[a-z]?)(?![\w-])",
)
_CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w'’&.-]*\w"
_KEYWORD_EN = (
    r"(?:Office|Centre|Center|Ministry|Department|Bureau|Registry|Agency|Commission|Branch|Division|Board|Authority|"
    r"Administration|Tribunal|Court|Directorate|Secretariat|Council|Service)s?"
)
_KEYWORD_FR = (
    r"(?:Ministère|Bureau|Direction|Office|Centre|Régie|Registre|Commission|Caisse|Agence|Service|Tribunal|Cour|Conseil|"
    r"Secrétariat|Préfecture|Société|Commissariat|Directeur|Autorité|Défenseur)"
)
_OF_FR = r"(?:de la |de l['’]|des |du |de |d['’]|pour |à la |à |aux )"
# The French first: before "Centre de la mer" stands "Le", which an English name could begin with.
OFFICES = (
    _spaced(rf"(?<!\w){_KEYWORD_FR} (?:[a-zà-ÿ-]+ )?{_OF_FR}[\wÀ-ÿ-]+(?: (?:et )?{_OF_FR}[\wÀ-ÿ-]+){{0,3}}"),
    _spaced(
        rf"(?:{_CAPITAL} ){{0,4}}(?<!\w){_KEYWORD_EN}(?!\w)(?: (?:of|for|on) (?:the )?{_CAPITAL}",
        rf"(?:(?: |, | and | & | of ){_CAPITAL}){{0,4}})",
        rf"|(?:{_CAPITAL} ){{1,4}}{_KEYWORD_EN}(?!\w)",
    ),
)
# Words that begin a sentence before an office, and are no part of its name.
BEFORE_OFFICE = re.compile(
    r"^(?:The|A|An|Your|Our|This|Each|Any|Contact|Call|Visit|Ask|Write|Phone|See|If|At|In|By|To|From|When|Some|All|"
    r"Most|Local|Many|Every|No|Please|For|On|Only|Other)[ \u00a0]"
)
_STREET_EN = (
    r"(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Drive|Dr|Lane|Way|Place|Square|Crescent|Court|Highway|Hwy|Parkway|"
    r"Terrace)"
)
_STREET_FR = (
    r"(?:rue|avenue|av\.|boulevard|bd|place|chemin|allée|quai|route|impasse|cours|square|côte|rang|montée)"
)
_NAME_FR = r"[A-ZÀ-ÖØ-Þ\d][\wÀ-ÿ'’-]*(?:(?: |-)[A-ZÀ-ÖØ-Þ][\wÀ-ÿ'’-]*)*"
# A house number may be glued to the word before it, where a page lost a line break.
ADDRESS = _spaced(
    rf"(?<![\d.,-])\d{{1,5}}[A-Za-z]?(?:-\d+)?,? (?:[NSEW]\.? )?"
    rf"(?:(?:{_CAPITAL}|\d+(?:st|nd|rd|th)) ){{1,4}}{_STREET_EN}(?!\w)",
    rf"|\b\d{{1,5}}(?: ?(?:bis|ter))?,? {_STREET_FR} (?:(?:de la|de|du|des|la|le|les|l['’]|d['’]) ?)*{_NAME_FR}",
    r"|\b(?:P\.? ?O\.? |[Pp]ost(?:al)? [Oo]ffice )[Bb]ox \d+",
    r"|\b(?:C\. ?P\.|BP|CS|TSA|[Cc]ase [Pp]ostale|[Bb]oîte [Pp]ostale) ?\d+(?: \d+)?",
    r"|\b[A-Z]\d[A-Z] ?\d[A-Z]\d\b",
    r"|\b\d{5}(?= (?:[A-ZÀ-ÖØ-Þ]{2,}|[A-ZÀ-ÖØ-Þ][a-zà-ÿ]+-[a-zA-Z]|Paris|Lyon|Nantes|Cedex))",
    r"|(?<=\b[A-Z]{2} )\d{5}(?:-\d{4})?\b",
)
_SAME = {"street": "st", "avenue": "ave", "road": "rd", "boulevard": "blvd", "drive": "dr", "highway": "hwy"}
_BOX = re.compile(r"\b(?:p ?o|post(?:al)? office|c ?p|bp|case postale|boîte postale)(?: box)?(?= \d)")


def forms(text: str) -> Iterator[tuple[int, int, str]]:
    """Where a form’s number stands, and its value."""
    for found in FORM.finditer(text):
        group = "id" if found["id"] else "bare"
        start, end = found.span(group)
        yield start, end, form_value(text[start:end])


def form_value(written: str) -> str:
    """Letters and digits alone: "SC-21" is "SC 21"."""
    return re.sub(r"[^A-Z0-9]", "", written.upper())


def offices(text: str) -> Iterator[tuple[int, int, str]]:
    """Where an office is named, and its value."""
    for found in (each for pattern in OFFICES for each in pattern.finditer(text)):
        start, end = found.span()
        while opening := BEFORE_OFFICE.match(text[start:end]):
            start += opening.end()
        if " " in text[start:end]:
            yield start, end, plain_words(text[start:end])


def addresses(text: str) -> Iterator[tuple[int, int, str]]:
    """Where a street, box or postal code is named, and its value."""
    for found in ADDRESS.finditer(text):
        yield *found.span(), plain_words(found.group())


def plain_words(text: str) -> str:
    """The words in small letters, with one blank between; streets and boxes in one form."""
    words = re.findall(r"\w+", text.casefold())
    return _BOX.sub("box", " ".join(_SAME.get(word, word) for word in words))
