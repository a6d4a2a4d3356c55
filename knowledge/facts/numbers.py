"""Numbers in figures and in words, English and French, and the value that their spellings share."""

import re

# Numbers with grouping blanks (French) or commas (English), decimals, or clock times.
NUMBER = re.compile(r"\d{1,3}(?:[ \u00a0\u202f,]\d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,:]\d+)*(?:h\d{2})?")
STEP_NUMBER = re.compile(r"\d{1,2}\.[ \t]")  # "1. " before a step counts it, and states nothing
WORD_NUMBER = re.compile(r"\b[^\W\d_]+\b")

_EN = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_EN_TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
_FR = (
    "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit "
    "dix-neuf"
).split()
_FR_TENS = {"vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "quatre-vingt": 80}
_ALONE = {
    "une": "1", "half": "0.5", "demi": "0.5", "demie": "0.5", "quatre-vingts": "80", "vingt et un": "21",
    "trente et un": "31", "soixante et onze": "71", "hundred": "100", "cent": "100", "thousand": "1000",
    "mille": "1000", "twice": "2",
}  # fmt: skip


def _number_words() -> dict[str, str]:
    found = dict(_ALONE)
    for words in (_EN, _FR):
        found |= {word: str(number) for number, word in enumerate(words, start=1)}
    for ten, value in _EN_TENS.items():
        found |= {ten: str(value)} | {f"{ten}-{_EN[unit]}": str(value + unit + 1) for unit in range(9)}
    for ten, value in _FR_TENS.items():
        most = 19 if ten in {"soixante", "quatre-vingt"} else 9
        found |= {ten: str(value)} | {f"{ten}-{_FR[unit]}": str(value + unit + 1) for unit in range(most)}
    return found


NUMBER_WORDS = _number_words()
_TH = (
    "third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth "
    "seventeenth eighteenth nineteenth twentieth"
).split()
_IEME = (
    "deux trois quatr cinqu six sept huit neuv dix onz douz treiz quatorz quinz seiz dix-sept dix-huit dix-neuv vingt"
).split()
ORDINAL_WORDS = (
    {word: str(number) for number, word in enumerate(_TH, start=3)}
    | {f"{stem}ième": str(number) for number, stem in enumerate(_IEME, start=2)}
    | {"first": "1", "premier": "1", "première": "1", "second": "2", "seconde": "2", "thirtieth": "30"}
)
_OF_TIME = r"(?= (?:business )?(?:day|week|month|quarter|year|jour|semaine|mois|trimestre|année)\b)"
# "First" and "second" count only spans of time: "first name" and "ten seconds" do not.
ORDINAL = re.compile(
    rf"(?<![\w-])(?:(?:first|second|premi(?:er|ère)|seconde?){_OF_TIME}"
    r"|(?<!\ba )third(?![ -]part(?:y|ies)\b)(?! of\b)|thirtieth|"
    + "|".join(sorted({*_TH[1:], *(f"{stem}ième" for stem in _IEME)}, key=len, reverse=True))
    + r")(?![\w-])",
    re.IGNORECASE,
)
# An article as often as a number ("one", "une"), or another word too ("neuf": new).
NO_NUMBER_ALONE = {
    "one",
    "un",
    "une",
    "neuf",
    "cent",
    "demi",
    "demie",
    "half",
    "hundred",
    "thousand",
    "mille",
}
WRITTEN_NUMBER = re.compile(
    r"(?<![\w-])(?!(?<=per )cent)(?!(?<=pour )cent)(?:"
    + "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
    + r")(?!\w|-(?!day|week|month|year|hour|jour)\w)",
    re.IGNORECASE,
)


def number_value(written: str) -> str:
    """One spelling for a number in figures: no grouping, a decimal point, no idle zeros, "8:30" for a time."""
    plain = re.sub(r"[ \u00a0\u202f]", "", written).replace("h", ":")
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", plain):
        plain = plain.replace(",", "")
    plain = re.sub(r"(?<=\d),(?=\d{1,2}$)", ".", plain)
    if re.fullmatch(r"\d+(?:\.\d+)?", plain):
        whole, _, decimals = plain.partition(".")
        decimals = decimals.rstrip("0")
        return (whole.lstrip("0") or "0") + (f".{decimals}" if decimals else "")
    return plain
