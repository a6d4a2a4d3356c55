"""Whether a sentence asks somebody for personal details. Rules of English and French; decides nothing.

"Bring your health card" and "write your date of birth on the form" tell where details go, and ask for none here.
"""

import re

# What nobody should write where others read along, after "your" or "votre/vos" and at most three other words.
DETAILS_EN = (
    r"(?:names?|date of birth|birth ?dates?|birthday|s\.?i\.?n\.?|social insurance|social security|health card"
    r"|(?:file|case|reference|account|order|application|licence|license|permit|passport|card|client|confirmation"
    r"|tracking|claim|policy|registration|serial|telephone|phone|cell|mobile|id)(?: card)? (?:numbers?|no\.?|#)"
    r"|addresse?s?|e-?mail|phone|telephone|postal code|licence plate|credit card|bank|personal (?:details|information)"
    r"|contact (?:details|information)|numbers?|details|medical)"
)
DETAILS_FR = (
    r"(?:noms?|prénoms?|date de naissance|nas|assurance sociale|carte (?:santé|d['’]assurance|de crédit|d['’]identité)"
    r"|(?:numéros?|n[o°]s?)\b|adresses?|courriel|téléphone|code postal|plaque|coordonnées"
    r"|(?:renseignements|informations|données) personnel\w*|dossier|passeport|compte bancaire)"
)
YOUR_EN = rf"\byour\s+(?:[\w’'-]+,?\s+){{0,3}}?{DETAILS_EN}\b"
YOUR_FR = rf"\b(?:votre|vos)\s+(?:[\w’'-]+,?\s+){{0,3}}?{DETAILS_FR}"
NEAR = r"[^.?!\n]{0,80}?"
GIVE_EN = (
    r"(?:send|give|tell|share|provide|e-?mail|text|message|dm|write|post|reply|respond|comment|confirm|include"
    r"|add)"
)
GIVE_FR = (
    r"(?:envoye[zr]|donne[zr]|dites|dire|indique[zr]|transmett(?:ez|re)|fourni(?:ssez|r)|communique[zr]|écri(?:vez|re)"
    r"|faites|faire parvenir|précise[zr]|partage[zr]|confirme[zr]|répond(?:ez|re)|laisse[zr]|publie[zr])"
)
ASKS = tuple(
    re.compile(each, re.IGNORECASE)
    for each in (
        rf"\b{GIVE_EN}\s+(?:to\s+)?(?:us|me)\b{NEAR}{YOUR_EN}",
        rf"\b(?:send|share|provide|message|e-?mail)\b{NEAR}{YOUR_EN}{NEAR}\b(?:to\s+us|to\s+me|here|below|comments?)\b",
        rf"\b(?:reply|respond|comment|answer|message|write|dm)\b{NEAR}\bwith\s+{YOUR_EN}",
        rf"\b(?:let us know|what\s+(?:is|are|was)|what['’]s|we(?:['’]ll|\s+will|\s+would)?\s+need)\s+{YOUR_EN}",
        rf"\b(?:may|can|could)\s+(?:we|i)\s+(?:have|get|see|know)\b{NEAR}{YOUR_EN}",
        rf"\b(?:please|kindly|(?:can|could|would|will)\s+you)\s+{GIVE_EN}\b{NEAR}{YOUR_EN}",
        rf"\b{GIVE_FR}[-‑](?:nous|moi)\b{NEAR}{YOUR_FR}",
        rf"\b(?:nous|me|m['’])\s*{GIVE_FR}\b{NEAR}{YOUR_FR}",
        rf"\brépond(?:ez|re)\b{NEAR}\b(?:avec|en indiquant)\s+{YOUR_FR}",
        rf"\bquel(?:le)?s?\s+(?:est|sont|était)\s+{YOUR_FR}",
        rf"\b(?:nous avons|nous aurons|nous aurions|on a)\s+besoin\s+(?:de\s+)?{YOUR_FR}",
        rf"\bil nous fau(?:t|dra)\b{NEAR}{YOUR_FR}",
        rf"\b(?:puis|pouvons|pourrions|pourrais)[-‑](?:je|nous)\s+(?:avoir|obtenir|connaître|savoir)\b{NEAR}{YOUR_FR}",
        rf"\b(?:veuillez|merci\s+de|prière\s+de|(?:pouvez|pourriez|voulez)[-‑]vous)\s+(?:bien\s+)?"
        rf"(?:nous\s+)?{GIVE_FR}\b{NEAR}{YOUR_FR}",
    )
)
# Where a form, an office or an account takes the details, nobody is asked to write them here.
ELSEWHERE = re.compile(
    r"\b(?:on|in|with)\s+(?:the|your|a|an)\s+(?:\w+\s+)?(?:form|application|request|renewal|envelope|account)\b"
    r"|\b(?:in person|at (?:the|a|any|your)\b|by mail|online|when you (?:call|visit|apply))"
    r"|\b(?:sur|dans|avec)\s+(?:le|la|votre|un|une)\s+(?:\w+\s+)?(?:formulaire|demande|enveloppe|compte)\b"
    r"|\b(?:en personne|au (?:comptoir|bureau)|par la poste|en ligne|lorsque vous|quand vous)\b",
    re.IGNORECASE,
)
HERE = re.compile(
    r"\b(?:us|me|here|below|comments?)\b|[-‑](?:nous|moi)\b|\b(?:nous|ici|ci-dessous|commentaires?)\b",
    re.IGNORECASE,
)


def asks_for_details(text: str) -> bool:
    """Whether a sentence of `text` asks its reader to write personal details to us."""
    return any(_asks(each) for each in re.split(r"(?<=[.?!…])\s+|\n", text))


def _asks(sentence: str) -> bool:
    if not any(each.search(sentence) for each in ASKS):
        return False
    return bool(HERE.search(sentence)) or not ELSEWHERE.search(sentence)
