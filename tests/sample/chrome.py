"""What surrounds the content on every page: banners, navigation, footers, widgets and scripts.

It owns the noise that an extractor must see through; it must state no fact of any service.
"""

from __future__ import annotations

from html import escape

from tests.sample.content import Content, ContentPage
from tests.sample.routes import OLD_LINKS
from tests.sample.words import BRAND, WORDS

SECTION_NAMES = {
    "changement-nom": "Changement de nom",
    "deces": "Décès",
    "ecoles": "Écoles",
    "energie": "Énergie",
    "etudes": "Études",
    "plein-air": "Plein air",
    "propriete": "Propriété",
    "sante": "Santé",
    "services": "Services",
}
GUIDE = "/documents/fishing-guide-2026.pdf"
GUIDE_SECTIONS = ("outdoors", "plein-air")

CONSENT_SCRIPT = """<script>window.dataLayer=window.dataLayer||[];(function(d){
var b=d.getElementById('cookie-banner');if(b&&/consent=1/.test(d.cookie)){b.hidden=true}})(document);
var _trk={"site":"aldermere","price":"$0","v":"4.2.1"};</script>"""
CHAT_SCRIPT = """<script>(function(){var w=document.getElementById('aldo');if(!w)return;
w.querySelector('button').onclick=function(){w.hidden=true};
var hints=['Call 555-0199','Fee: $999'];void hints})();</script>"""
STYLE = "<style>.visually-hidden{position:absolute;left:-9999px}.mega{columns:4}#aldo{position:fixed}</style>"


def link(path: str, label: str, css: str = "") -> str:
    """One anchor, escaped."""
    return f'<a href="{escape(path)}"{f" class={chr(34)}{css}{chr(34)}" if css else ""}>{escape(label)}</a>'


def section_name(section: str) -> str:
    """The name of a section as a reader sees it."""
    return SECTION_NAMES.get(section, section.replace("-", " ").capitalize())


def mega_navigation(content: Content, language: str) -> str:
    """The menu on every page: each section with its first pages."""
    columns = []
    for section in content.sections(language):
        pages = content.of_section(language, section)[:4]
        items = "".join(f"<li>{link(page.path, page.title)}</li>" for page in pages)
        label = escape(section_name(section))
        columns.append(
            f'<li class="mega__col"><button aria-expanded="false">{label}</button><ul>{items}</ul></li>'
        )
    return f'<nav aria-label="{WORDS[language]["menu"]}" class="mega"><ul>{"".join(columns)}</ul></nav>'


def breadcrumbs(page: ContentPage) -> str:
    """The way from the home page to this one; sections have no page of their own."""
    home = link(f"/{page.language}", WORDS[page.language]["home"])
    steps = (home, section_name(page.section), f'<span aria-current="page">{escape(page.title)}</span>')
    return '<ol class="breadcrumb"><li>' + "</li><li>".join(steps) + "</li></ol>"


def cookie_banner(language: str) -> str:
    """The banner that covers the page until somebody answers it."""
    words = WORDS[language]
    return (
        f'<div id="cookie-banner" role="region" aria-label="cookies"><p>{words["cookies"]}</p>'
        f"<button>{words['accept']}</button><button>{words['refuse']}</button></div>"
    )


def related(content: Content, page: ContentPage, most: int = 4) -> str:
    """Links to the next pages of the same section, so that every page can be reached from its neighbour."""
    section = content.of_section(page.language, page.section)
    place = section.index(page) if page in section else 0
    after = (section[place + 1 :] + section[:place])[:most]
    links = [link(other.path, other.title) for other in after]
    if page.section in GUIDE_SECTIONS:
        links.append(link(GUIDE, "Fishing guide 2026 (PDF, 2 pages)"))
    items = "".join(f"<li>{item}</li>" for item in links or [link(f"/{page.language}/services/a-z", "A–Z")])
    return f'<h2>{WORDS[page.language]["related"]}</h2><ul class="related">{items}</ul>'


def feedback(language: str) -> str:
    """The form that asks whether the page was helpful."""
    words = WORDS[language]
    return (
        '<form class="feedback" action="/feedback" method="post"><fieldset>'
        f"<legend>{words['helpful']}</legend><button>{words['yes']}</button><button>{words['no']}</button></fieldset>"
        f'<p class="visually-hidden">{words["thanks"]}</p></form>'
    )


def chat_widget(language: str) -> str:
    """The assistant nobody asked for."""
    words = WORDS[language]
    return f'<div id="aldo" aria-live="polite"><p>{words["chat"]}</p><button>{words["close"]}</button></div>'


def footer(content: Content, language: str) -> str:
    """About thirty links, some off-site, one by e-mail, one into an endless calendar."""
    words = WORDS[language]
    pages = content.of_language(language)
    step = max(1, len(pages) // 22)
    links = [link(page.path, page.title) for page in pages[::step][:23]]
    links += [
        link("/calendar?month=2026-11", words["calendar"]),
        link("/assets/crest.jpg", "©"),
        link("https://federal.example/services", "Canada"),
        link("https://social.example/aldermere", words["follow"]),
        link("mailto:info@aldermere.example", "info@aldermere.example"),
        *(link(path, path.rsplit("/", 1)[-1].replace("-", " ")) for path in OLD_LINKS),
    ]
    items = "".join(f"<li>{item}</li>" for item in links)
    rights = f"<p>© 2026 {BRAND[language]}. {words['rights']}</p>"
    return f"<footer><h2>{words['about']}</h2><ul>{items}</ul>{rights}</footer>"
