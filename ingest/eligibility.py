"""Why a page is not part of what is known: each reason by name, with a sentence for people. Decides nothing."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from knowledge.texts import Text

Reason = Literal[
    "noindex", "robots_disallowed", "redirected", "duplicate_of", "not_html", "empty", "too_little_text",
    "too_large", "binary", "language_not_served", "http_4xx", "http_5xx", "timeout", "redirect_loop", "off_site",
    "gone", "unreadable", "over_page_limit", "crawler_trap", "excluded", "outside_folder", "missing_file",
]  # fmt: skip

REASONS: Mapping[str, Text] = MappingProxyType(
    {
        "noindex": Text(
            "The page asks not to be indexed (robots meta tag or header).",
            "La page demande à ne pas être indexée (balise ou en-tête robots).",
        ),
        "robots_disallowed": Text(
            "The site’s robots.txt does not allow this page to be read.",
            "Le fichier robots.txt du site n’autorise pas la lecture de cette page.",
        ),
        "redirected": Text(
            "The address leads to another page, which is read instead.",
            "L’adresse mène à une autre page, qui est lue à sa place.",
        ),
        "duplicate_of": Text(
            "Another address of the same site shows the same page.",
            "Une autre adresse du même site affiche la même page.",
        ),
        "not_html": Text("It is neither a web page nor a PDF.", "Ce n’est ni une page Web ni un PDF."),
        "empty": Text("The page is empty.", "La page est vide."),
        "too_little_text": Text(
            "The page has too little text to answer anything.",
            "La page contient trop peu de texte pour répondre à quoi que ce soit.",
        ),
        "too_large": Text(
            "The page is larger than the limit; it was not read further.",
            "La page dépasse la taille permise; sa lecture a été interrompue.",
        ),
        "binary": Text("It holds no text but binary data.", "Le contenu est binaire et non du texte."),
        "language_not_served": Text(
            "The page is in a language that is not served.",
            "La page est dans une langue qui n’est pas offerte.",
        ),
        "http_4xx": Text(
            "The site refuses the page or does not know it (HTTP 4xx).",
            "Le site refuse la page ou ne la connaît pas (HTTP 4xx).",
        ),
        "http_5xx": Text(
            "The site failed on this page (HTTP 5xx); a version read before is kept.",
            "Le site a échoué sur cette page (HTTP 5xx); une version déjà lue est conservée.",
        ),
        "timeout": Text(
            "The page did not answer in time; a version read before is kept.",
            "La page n’a pas répondu à temps; une version déjà lue est conservée.",
        ),
        "redirect_loop": Text(
            "The address leads in a circle of redirects.",
            "L’adresse mène à une boucle de redirections.",
        ),
        "off_site": Text(
            "The address leads to another site, which is not read.",
            "L’adresse mène à un autre site, qui n’est pas lu.",
        ),
        "gone": Text(
            "The page was there before and is gone.",
            "La page existait auparavant et a disparu.",
        ),
        "unreadable": Text(
            "The page or file could not be read; a version read before is kept.",
            "La page ou le fichier n’a pas pu être lu; une version déjà lue est conservée.",
        ),
        "over_page_limit": Text(
            "The limit of pages for this source was reached before this page.",
            "La limite de pages de cette source a été atteinte avant cette page.",
        ),
        "crawler_trap": Text(
            "The address looks like one of endlessly many (a calendar, a filter).",
            "L’adresse semble faire partie d’une série sans fin (un calendrier, un filtre).",
        ),
        "excluded": Text(
            "The source’s allow and deny patterns leave this address out.",
            "Les motifs « allow » et « deny » de la source excluent cette adresse.",
        ),
        "outside_folder": Text(
            "The file named is outside the folder of the source; it was not opened.",
            "Le fichier nommé est hors du dossier de la source; il n’a pas été ouvert.",
        ),
        "missing_file": Text(
            "The file named in the list of pages does not exist.",
            "Le fichier nommé dans la liste des pages n’existe pas.",
        ),
    }
)
