"""Words that turn what a sentence says, in English and French: denials, conditions, directions, hedges, strong words.

Common words of the two languages, tied to no page. Patterns are for text in lower case without accents.
"""

import re


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(patterns) + r")\b")


DENIAL = _any(
    "not", "no", "never", "none", "nobody", "nothing", "cannot", r"\w+n't", "without", "neither", "nor", "forbidden",
    "exempt", "closed", "refused?", "lose", "loses", "lost", "ends",
    "pas", "jamais", "aucune?", "sans", "ni", "personne ne", "rien", "interdite?s?", "ne", "n(?=')", "exempte?e?s?",
    "fermee?s?", "perdre", "perd", "perdez", "perdus?",
)  # fmt: skip
# Said with a denial or without one, these mean the same: a price of nothing, an upper bound.
NO_CHARGE = _any(
    "free of charge", "at no cost", "no charge", "no (?:\\w+ )?fees?", "costs? (?:\\w+ )?nothing", "rien a payer",
    "(?:do|does|need) not (?:have to |need to )?pay", "not need to pay", "pay(?:s|ing)? nothing", "without paying",
    "no cost", "free", "gratuite?s?", "gratuitement", "sans payer", "sans frais", "ne coute(?:nt)? (?:rien|pas)",
    "ne pai(?:e|ent|ez) (?:rien|pas|ni)", "on ne paie pas", "aucuns? frais",
)  # fmt: skip
BOUND = _any(
    "no more than", "no higher than", "no later than", "not? be higher than",
    "no longer than",
    "ne (?:peut|peuvent) pas \\w+ (?:de )?plus de", "(?:ne )?depasse pas", "jamais plus de", "pas plus de", "or less",
    "ou moins", "at most", "up to", "au plus", "jusqu'a", "limitee? a",
)  # fmt: skip
CONDITION = _any(
    "if", "unless", "except", "only", "as long as", "provided", "when", "once",
    "si", "s(?='ils?)", "sauf", "seule?s?", "seulement", "que si", "a moins", "uniquement", "tant que",
    "lorsqu\\w*", "quand",
)  # fmt: skip
_SPAN = "(?! (?:\\w+ )?(?:years?|months?|weeks?|days?|half|prescription|child))"
_DUREE = "(?! (?:mois|annee|jour|semaine|enfant|ordonnance))"
STRONG = _any(
    "all(?! of you| in all)", f"every{_SPAN}", "everyone", "everybody", "everything", "anyone", "anybody", "nobody",
    "always", "never", "completely", "entirely", "certainly", "automatically", "even", "wherever", "whatever", "whole",
    "tous(?! les (?:deux|cinq|dix|\\d))", "toutes?(?! deux)", f"chaque{_DUREE}", "toujours", "jamais(?! plus de)",
    "partout", "n'importe", "en entier", "totalite", "complet", "meme si", "automatiquement", "sans limite",
    "tout(?= (?:ce|le))",
)  # fmt: skip
HEDGE = _any(
    "up to", "may", "most", "some", "about", "average", "usually", "approximately", "part",
    "jusqu'a", "peut", "peuvent", "pouvez", "plupart", "certaine?s?", "environ", "moyenne?", "atteint",
)  # fmt: skip
# Pairs of opposite directions: a text that says one and a statement that says the other do not agree.
OPPOSITES = tuple(
    (_any(*one), _any(*other))
    for one, other in (
        (("before", "ahead", "early", "in advance", "avant", "a l'avance", "d'avance"), ("after", "apres", "later")),
        (
            ("at least", "or more", "or older", "or over", "minimum", "more than", "over", "above", "longer",
             "au moins", "plus de", "ou plus", "et plus", "des \\d+ ans", "au-dela", "depasse"),
            ("at most", "or less", "no more", "up to", "maximum", "under", "less than", "below", "fewer",
             "au plus", "moins de", "ou moins", "jusqu'a", "inferieure?"),
        ),
        (("until", "by", "closes?", "jusqu'a", "au plus tard", "fermee?s?"),
         ("from", "onwards", "since", "opens?", "a partir", "depuis", "ouvrent")),
        (("tenants?", "locataires?"), ("landlords?", "proprietaires?")),
        (("residents?",), ("non-residents?", "visitors?", "visiteurs?")),
        (("parents?", "persons?", "personne"), ("providers?", "fournisseurs?", "vehicles?", "vehicule")),
        (("employers?", "employeurs?"), ("officers?", "agents?", "union", "syndicat")),
        (("may", "can", "allowed", "peut", "pouvez", "permis", "permise?s?"),
         ("may not", "cannot", "forbidden", "not allowed", "ne peut", "ne pouvez", "interdite?s?")),
    )
)  # fmt: skip
UNITS_IN_DAYS = {"week": 7, "weeks": 7, "semaine": 7, "semaines": 7}
NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "eleventh": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
    "hundred": 100, "thousand": 1000, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "sept": 7, "huit": 8, "neuf": 9,
    "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16, "vingt": 20,
    "second": 2, "third": 3, "fourth": 4, "deuxieme": 2, "troisieme": 3, "quatrieme": 4,
    "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "cent": 100, "cents": 100, "mille": 1000,
}  # fmt: skip
DATES = {
    name: f"date{number}"
    for number, names in enumerate(
        (
            ("january", "janvier"), ("february", "fevrier"), ("march", "mars"), ("april", "avril"), ("mai",),
            ("june", "juin"), ("july", "juillet"), ("august", "aout"), ("september", "septembre"),
            ("october", "octobre"), ("november", "novembre"), ("december", "decembre"),
            ("monday", "mondays", "lundi"), ("tuesday", "tuesdays", "mardi"), ("wednesday", "wednesdays", "mercredi"),
            ("thursday", "thursdays", "jeudi"), ("friday", "fridays", "vendredi"),
            ("saturday", "saturdays", "samedi"), ("sunday", "sundays", "dimanche"),
        )
    )
    for name in names
}  # fmt: skip
# Words that name the same thing on a service's page; each group counts as one word.
SAME = (
    ("cost", "costs", "pay", "pays", "paid", "price", "fee", "fees", "charge", "dollar", "dollars", "amount"),
    ("valid", "good", "stays", "lasts", "last"),
    ("need", "needs", "must", "required", "require", "requires", "mandatory", "have"),
    ("test", "tests", "try", "attempt", "attempts"),
    ("send", "sends", "mail", "mailed", "post"),
    ("get", "gets", "receive", "receives", "given", "give", "gives"),
    ("apply", "application", "applications", "request", "ask", "asks"),
    ("home", "unit", "apartment"), ("year", "yearly"), ("month", "monthly"), ("shot", "shots", "vaccine", "vaccinated"),
    ("refund", "refunded", "back"), ("lose", "lost", "ends"), ("insurer", "insurance"), ("card", "cards"),
    ("child", "children"), ("begin", "begins", "start", "starts", "opens", "open"),
    ("car", "vehicle"), ("repair", "repaired", "fixed"), ("reserve", "reservation", "reservations", "book", "booking"),
    ("coute", "coutent", "payer", "paie", "paient", "payez", "frais", "prix", "tarif", "dollars", "moyennant"),
    ("valide", "valable", "validite", "vaut"),
    ("doit", "devez", "faut", "exige", "exigee", "necessaire", "obligatoire"),
    ("recevoir", "recevez", "recoit", "touche", "touchent", "obtenir", "verse", "versee"),
    ("demande", "demandes", "demander", "presentez"), ("an", "ans", "annee", "annees", "annuel"),
    ("logement", "logements", "maison"), ("vehicule", "voiture", "auto"), ("moto", "motocyclette", "motocyclettes"),
    ("gratuit", "gratuite", "gratuits", "gratuitement"), ("rembourse", "remboursement", "rendus"),
    ("renouveler", "renouvellement", "renouvelee"), ("vaccin", "vaccins", "vacciner", "vaccine"),
)  # fmt: skip
