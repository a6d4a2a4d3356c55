"""How a reply reads on each channel."""

from assistant.citations import Citation, Statement
from assistant.voice import plain_text


def cited(text: str, *sources: str, url: str | None = "https://a.example/p") -> Statement:
    citations = tuple(
        Citation(source, "-", source, source.title(), url and f"{url}#{source}", "quote", ())
        for source in sources
    )
    return Statement(text, citations)


def test_sentences_run_on_and_lists_stand_alone() -> None:
    reply = (
        Statement("Hello Maria,", kind="courtesy"),
        cited("It costs $35.", "fees"),
        cited("It takes 15 days!", "fees", "times"),
        cited("Bring:\n- the form\n- a photo", "fees"),
        cited("Then wait", "times"),
    )
    assert plain_text.render(reply, "en", "email") == (
        "Hello Maria,\n\n"
        "It costs $35 [1]. It takes 15 days [1][2]!\n\n"
        "Bring:\n- the form\n- a photo [1]\n\n"
        "Then wait [2]\n\n"
        "Sources\n[1] Fees https://a.example/p#fees\n[2] Times https://a.example/p#times"
    )


def test_a_short_channel_gets_links_alone() -> None:
    reply = (Statement("Hello.", kind="courtesy"), cited("It costs $35.", "fees"))
    assert plain_text.render(reply, "fr", "x") == "Hello. It costs $35 [1].\n[1] https://a.example/p#fees"


def test_a_page_without_an_address_is_named() -> None:
    assert plain_text.render((cited("Free.", "fees", url=None),), "en", "x") == "Free [1].\n[1] Fees"


def test_courtesies_alone_have_no_sources() -> None:
    assert plain_text.render((Statement("Thank you!", kind="courtesy"),), "en", "web") == "Thank you!"


def test_x_counts_links_as_23_and_heavy_characters_twice() -> None:
    assert plain_text.length_of("see https://a.example/" + "p" * 500, "x") == 4 + 23
    assert plain_text.length_of("é“’", "x") == 3
    assert plain_text.length_of("雪", "x") == 2
    assert plain_text.length_of("雪 https://a.example/", "facebook") == 20


def test_limits_are_those_of_the_channels() -> None:
    assert [plain_text.limit_of(each) for each in ("x", "facebook", "instagram", "email", "web")] == [
        280, 8000, 1000, None, None,
    ]  # fmt: skip


def test_x_counts_bare_addresses_as_links_and_what_follows_a_link() -> None:
    assert plain_text.length_of("https://a.example/fees.", "x") == 23 + 1
    assert plain_text.length_of("see a.example today", "x") == 4 + 23 + 6


def test_a_comment_has_the_limit_of_its_site_and_is_public() -> None:
    assert [plain_text.limit_of(each) for each in ("x-reply", "instagram_comment", "messenger")] == [
        280,
        1000,
        2000,
    ]
    private = [
        each
        for each in ("email", "e-mail", "x_dm", "x", "facebook_comment", "kiosk", "web")
        if plain_text.is_private(each)
    ]
    assert private == ["email", "e-mail", "x_dm", "web"]


def test_french_marks_keep_their_space_behind_a_source() -> None:
    assert plain_text.body((cited("Pourquoi\u00a0?", "fees"),), "web") == "Pourquoi [1]\u00a0?"
