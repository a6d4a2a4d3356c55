"""One approved content on every channel, in the brand's voice: whole where it fits, and never cut where it does not."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.citations import Citation, Statement
from assistant.voice import plain_text
from assistant.voice.brand_file import usable_brands
from assistant.voice.brands import Brand, Speech
from assistant.voice.rendering import Rendering, render
from assistant.voice.rendering.layout import Occasion
from assistant.voice.rendering.privacy import asks_for_details
from assistant.voice.rendering.selection import CONDITION
from knowledge.facts import facts_in

N = "\u00a0"
ALDERMERE = usable_brands(Path(__file__).parents[1] / "sample" / "brands.yaml").default
FEE = "A birth certificate costs $30."
LONG = "The registry keeps every certificate of the province. " * 6
CONDITION_OF_FEE = f"You pay nothing only if the certificate was lost in the mail, and {'so on ' * 40}."
CHANNELS = (
    "x",
    "x_reply",
    "facebook",
    "facebook_comment",
    "instagram",
    "messenger",
    "email",
    "web",
    "elsewhere",
)


def cited(
    text: str, source: str = "fees", quote: str = "", title: str = "Fees", url: str | None = ""
) -> Statement:
    address = f"https://aldermere.example/{source}" if url == "" else url
    return Statement(text, (Citation(source, "-", f"page-{source}", title, address, quote or text, ()),))


def on(channel: str, *statements: Statement, language: str = "en", name: str | None = "Maria", asked: str = "",
       brand: Brand = ALDERMERE) -> Rendering:  # fmt: skip
    return render(statements, Occasion(language, channel, asked, name), brand)


def checks(found: Rendering) -> list[str]:
    return [each.check for each in found.findings]


def fits(text: str, channel: str) -> bool:
    limit = plain_text.limit_of(channel)
    return limit is None or plain_text.length_of(text, channel) <= limit


def test_a_private_channel_gets_the_whole_reply_with_the_authors_name() -> None:
    assert on("email", cited(FEE)).text == (
        "Hello Maria,\n\nA birth certificate costs $30 [1].\n\nService Aldermere\n\n"
        "Sources\n[1] Fees https://aldermere.example/fees"
    )


@pytest.mark.parametrize("channel", ["facebook", "facebook_comment", "instagram", "x", "elsewhere"])
def test_a_public_channel_names_nobody(channel: str) -> None:
    assert on(channel, cited(FEE)).text.startswith("Hello,") and "Maria" not in on(channel, cited(FEE)).text


@pytest.mark.parametrize(
    "name", ["", None, "https://a.example", "Maria, you owe $5", "a b c d e f", "x" * 41]
)
def test_a_name_that_is_none_is_not_greeted(name: str | None) -> None:
    assert on("email", cited(FEE), name=name).text.startswith("Hello,\n")


def test_hashtags_stand_on_x_and_instagram_alone() -> None:
    with_tag = {each for each in CHANNELS if "#Aldermere" in on(each, cited(FEE)).text}
    assert with_tag == {"x", "x_reply", "instagram"}


def test_a_courtesy_that_was_approved_takes_the_brands_place() -> None:
    hello, bye = Statement("Dear Maria!", kind="courtesy"), Statement("Good luck!", kind="courtesy")
    said = on("web", hello, cited(FEE), bye).text
    assert said.startswith("Dear Maria!") and "Hello" not in said and "Service Aldermere" not in said


def test_courtesies_and_hashtags_give_way_before_any_statement_does() -> None:
    close = cited("It costs $30. Then pay by card and wait. " + "Bring it along, please do so now. " * 6)
    found = on("x", close)
    assert close.text.strip()[:-1] in found.text and found.left_out == ()
    assert "Hello" not in found.text and "Service Aldermere" not in found.text
    assert fits(found.text, "x")


def test_a_courtesy_that_was_approved_is_not_left_out_in_silence() -> None:
    thanks = Statement("Thank you so much for your patience, and for writing to us today!", kind="courtesy")
    found = on("x", thanks, cited("It costs $30. " + "Bring it along, please do so now. " * 6))
    assert found.left_out == (0,) and checks(found) == ["shortened"] and "It costs $30" in found.text


def test_what_does_not_fit_gives_the_fact_asked_for_and_a_link() -> None:
    found = on("x", cited(LONG, "about"), cited(FEE), asked="how much is it?")
    assert (
        found.text == "A birth certificate costs $30.\nMore here: https://aldermere.example/fees\n#Aldermere"
    )
    assert found.left_out == (0,) and "shortened" in checks(found)
    french = on(
        "x", cited(LONG, "about"), cited("Un certificat coûte 30 $."), asked="combien ?", language="fr"
    )
    assert f"La suite ici{N}: https://aldermere.example/fees" in french.text


def test_the_link_of_a_shortened_reply_leads_to_the_essential() -> None:
    page = [replace(each.citations[0], page_key="one") for each in (cited("", "a"), cited("", "b"))]
    said = [Statement("Order it online.", (page[0],)), Statement(FEE, (page[1],)), cited(LONG, "about")]
    found = on("x", *said, asked="how much is it?")
    assert (
        "Order it online. A birth certificate costs $30.\nMore here: https://aldermere.example/b\n"
        in found.text
    )


def test_no_statement_goes_without_the_condition_of_its_passage() -> None:
    found = on("x", cited(FEE), cited(CONDITION_OF_FEE), cited(LONG, "about"))
    assert found.text == "Read here: “Fees” https://aldermere.example/fees\n#Aldermere"
    assert found.left_out == (0, 1, 2) and "link_only_condition" in checks(found)
    assert "$30" in on("x", cited(FEE), cited(CONDITION_OF_FEE, "other"), cited(LONG, "about")).text


def test_a_sentence_that_leans_on_the_one_before_brings_it_along() -> None:
    found = on(
        "x", cited("The short form is free."), cited("It takes 15 days."), cited(LONG), asked="how long?"
    )
    assert "The short form is free. It takes 15 days." in found.text and found.left_out == (2,)


def test_a_statement_that_is_too_long_alone_is_a_link_and_never_cut() -> None:
    found = on("x", cited(LONG))
    assert found.text.startswith("Read here: “Fees” https://aldermere.example/fees")
    assert "link_only_length" in checks(found)
    long_title = on("x", cited(LONG, title="Fees " * 60))
    assert long_title.text.startswith("Read here: https://aldermere.example/fees")


def test_an_edit_without_sources_so_far_is_shown_as_it_stands() -> None:
    for said in (
        [Statement(LONG)],
        [Statement(LONG), cited(FEE)],
        [Statement(FEE), Statement(FEE), cited(LONG)],
    ):
        assert on("x", *said).text and on("web", *said).left_out == ()


def test_what_nothing_can_make_fit_comes_whole_for_a_person_to_shorten() -> None:
    found = on("x", cited(LONG, title="Fees " * 60, url=None))
    assert LONG.strip()[:-1] in found.text and checks(found) == ["too_long"] and not fits(found.text, "x")


def test_nobody_is_asked_for_personal_details_in_public() -> None:
    asking = cited("Please send us your file number and date of birth.", "contact")
    found = on("facebook", cited(FEE), asking)
    assert "file number" not in found.text and "Please send us a private message" in found.text
    assert found.left_out == (1,) and checks(found) == ["asks_in_public"]
    assert "file number" in on("messenger", cited(FEE), asking).text
    assert on("x", asking).text.startswith("Hello, Please send us a private message")
    plain = Brand("plain", speeches={"fr": Speech()})
    french = on("instagram", cited("Envoyez-nous votre NAS."), language="fr", brand=plain)
    assert french.text == "Veuillez nous envoyer un message privé."


def test_a_condition_that_asks_for_details_holds_its_passage_back() -> None:
    found = on("facebook", cited(FEE), cited("If it was lost, please send us your order number."))
    assert "$30" not in found.text and "Read here" in found.text and "private message" in found.text


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("Send us your full name and date of birth so we can look.", True),
        ("What is your SIN?", True),
        ("Thank you. Reply with your address and postal code.", True),
        ("Could we have your licence number?", True),
        ("Pourriez-vous nous envoyer votre nom et votre date de naissance ?", True),
        ("Quel est votre numéro de dossier ?", True),
        ("Merci de nous communiquer vos coordonnées.", True),
        ("Bring your health card and proof of address.", False),
        ("Please provide your licence number on the form.", False),
        ("Update your address online.", False),
        ("Send us a private message.", False),
        ("Veuillez inscrire votre nom sur le formulaire.", False),
        ("Apportez votre carte santé.", False),
    ],
)
def test_asking_somebody_differs_from_telling_where_details_go(text: str, asks: bool) -> None:
    assert asks_for_details(text) == asks


def test_words_of_the_brand_are_watched_and_quotes_keep_their_terms() -> None:
    own = cited("Show your health card asap to the Aldermere Health Card office.", quote="another quote")
    assert checks(on("web", own)) == ["forbidden_word", "unofficial_term"]
    assert "Aldermere Health Card" in on("web", own).findings[1].message.en
    assert checks(on("web", cited("Show your health card."))) == []
    assert checks(on("web", cited("Show your Aldermere Health Cards.", quote="x"))) == []
    both = on("web", cited("Bring your birth cert.", quote="x")).findings
    assert len(both) == 1 and "birth certificate" in both[0].message.fr
    assert checks(on("web", cited("The asaph and birth certainty."))) == []


def test_a_reply_above_the_brands_reading_level_is_flagged() -> None:
    hard = "Administrative regulations necessitate supplementary documentation regarding eligibility requirements."
    assert checks(on("web", cited(hard))) == ["reading_level"]


def test_what_the_brand_file_does_not_foresee_is_told() -> None:
    english = Brand("one", speeches={"en": Speech(greeting="Hello,")})
    assert checks(on("web", cited("C’est gratuit."), language="fr", brand=english)) == ["brand_language"]
    assert "brand_channel" in checks(on("sms", cited(FEE)))


def test_french_is_set_in_our_words_and_never_in_a_quote() -> None:
    quote = cited("Frais : 30$ !")
    own = cited("Pourquoi? Cela coûte 30$!", quote="Frais : 30$ !")
    assert "Frais : 30$ [1] !" in on("web", quote, language="fr").text
    assert f"Pourquoi{N}? Cela coûte 30{N}$ [1]{N}!" in on("web", own, language="fr").text
    assert "Pourquoi? Cela coûte 30$ [1]!" in on("web", own, language="en").text


SENTENCES = [
    "It costs $30.", "It takes 15 business days by mail.", "Apply online.", "You may apply only if you are 18.",
    "The fee is $12, unless it was lost.", "Please send us your file number.", "Bring a photo " + "x " * 60, LONG,
    "Call 1-800-555-0142!", "Sauf le lundi, venez de 8h30 à 16h.", "Combien? 12 000 $!", "Need:\n- one\n- two",
    "雪" * 90, "See service.aldermere.example/fees/now and www.aldermere.example.",
]  # fmt: skip
FACTS = st.builds(
    lambda text, source, quote, url: cited(text, source, quote, url=url),
    st.sampled_from(SENTENCES),
    st.sampled_from(["fees", "times", "about"]),
    st.sampled_from(["", "other words"]),
    st.sampled_from(["", "", "", None]),
)
COURTESIES = st.sampled_from(["Thank you!", "Bonjour!"]).map(lambda text: Statement(text, kind="courtesy"))
STATEMENTS = st.lists(FACTS | COURTESIES, min_size=1, max_size=6)


@settings(deadline=None)
@given(
    STATEMENTS, st.sampled_from(CHANNELS), st.sampled_from(["en", "fr"]), st.sampled_from(["", "how much?"])
)
def test_the_promises_hold_for_any_reply(
    statements: list[Statement], channel: str, language: str, asked: str
) -> None:
    found = on(channel, *statements, language=language, asked=asked)
    # Never longer than the channel takes, unless a person is told.
    assert fits(found.text, channel) or "too_long" in checks(found)
    facts = [place for place, each in enumerate(statements) if each.kind == "fact"]
    kept = [place for place in facts if place not in found.left_out]
    # No statement is cut: what is not left out stands there in every letter.
    said = letters(found.text)
    assert all(letters(statements[place].text) in said for place in kept)
    # No statement goes without the conditions of its passage.
    for place in kept:
        source = statements[place].citations[0].passage_id
        for other in facts:
            if statements[other].citations[0].passage_id == source and CONDITION.search(
                statements[other].text
            ):
                assert other in kept
    # Where anybody reads along nobody is asked for details.
    if not plain_text.is_private(channel):
        assert "file number" not in found.text
    # Somebody is told whenever anything is missing.
    assert not found.left_out or checks(found)
    assert render(statements, Occasion(language, channel, asked, "Maria"), ALDERMERE) == found


@settings(deadline=None)
@given(STATEMENTS, st.sampled_from(["email", "messenger", "web"]))
def test_no_fact_is_changed_on_the_way(statements: list[Statement], channel: str) -> None:
    found = on(channel, *statements, language="fr")
    if found.left_out or not any(each.kind == "fact" for each in statements):
        return
    wanted = {(each.kind, each.value) for said in statements for each in facts_in(said.text)}
    assert wanted <= {(each.kind, each.value) for each in facts_in(found.text)}


def letters(text: str) -> str:
    return "".join(each for each in text if each.isalnum())


def test_a_brand_that_names_no_channels_answers_on_any() -> None:
    quiet = replace(ALDERMERE, channels=())
    assert checks(on("carrier-pigeon", cited(FEE), brand=quiet)) == []
