"""The desk in a brand's voice: what the page shows as sent is what is sent; a bad brand file opens nothing."""

import html
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.app import create_app
from api.bootstrap import build_services
from api.cli import build
from api.settings import ApiSettings
from assistant.intake import questions
from assistant.intake.questions import NewQuestion
from assistant.reviewing import delivery
from assistant.settings import AssistantSettings
from assistant.voice.brand_file import usable_brands
from knowledge.database import reading
from knowledge.errors import BadConfiguration
from knowledge.settings import KnowledgeSettings
from tests.api_house import House, build_house
from tests.conftest import MovableClock
from tests.integration.test_web_pages import hidden, sign_in

SAMPLE = Path(__file__).parents[1] / "sample" / "brands.yaml"


@pytest.fixture
def house(tmp_path: Path, clock: MovableClock) -> House:
    plain = build_house(tmp_path, clock)
    assistant = replace(plain.services.assistant, brands=usable_brands(SAMPLE))
    services = replace(plain.services, assistant=assistant)
    return replace(plain, services=services, app=create_app(services))


def ask(house: House, channel: str, brand: str | None = None, language: str = "en") -> str:
    services = house.services
    texts = {"en": "How much does a birth certificate cost?", "fr": "Combien coûte un permis de pêche ?"}
    new = NewQuestion(texts[language], channel, author_name="Maria", language=language, brand=brand)
    with services.engine.begin() as connection:
        question, _ = questions.receive(connection, new, services.clock, services.assistant.settings)
    house.work()
    return question.id


def chosen_anew(fields: dict[str, str]) -> dict[str, str]:
    """The fields of an edit whose changed sentence has had its source ticked again."""
    return {name: value for name, value in fields.items() if name != "had-0"}


def as_sent(page: str) -> Sequence[str]:
    return [html.unescape(each) for each in re.findall(r"<pre[^>]*>(.*?)</pre>", page, re.S)]


@pytest.mark.parametrize(
    ("channel", "language"), [("email", "en"), ("x", "en"), ("facebook", "fr"), ("web", "fr")]
)
def test_what_the_desk_shows_as_sent_is_what_is_sent(house: House, channel: str, language: str) -> None:
    mira, question = sign_in(house, "mira"), ask(house, channel, "Service Aldermere", language)
    page = mira.get(f"/questions/{question}")
    shown = as_sent(page.text)[0]
    assert mira.post(f"/questions/{question}/approve", data=hidden(page)).status_code == 303
    with reading(house.services.engine) as connection:
        queued = delivery.of_question(connection, question)
    assert queued is not None and queued.text == shown
    assert ("Maria" in shown) == (channel in {"email", "web"})
    assert shown.startswith("Hello" if language == "en" else "Bonjour")


def test_the_desk_shows_the_same_content_on_the_brands_other_channels(house: House) -> None:
    page = sign_in(house, "mira").get(f"/questions/{ask(house, 'email', 'aldermere')}").text
    shown = as_sent(page)
    assert len(shown) == 6 and "#Aldermere" in shown[1] and "$30" in shown[1]
    assert "The same on other channels" in page


def test_an_unknown_brand_is_told_and_answered_as_the_default_one(house: House) -> None:
    page = sign_in(house, "mira").get(f"/questions/{ask(house, 'email', 'nobody')}").text
    assert "No brand is called “nobody”" in page and "Service Aldermere" in as_sent(page)[0]


def test_an_edit_shows_what_the_brand_would_say_otherwise_and_how_it_goes_out(house: House) -> None:
    mira, question = sign_in(house, "mira"), ask(house, "facebook", "aldermere")
    page = mira.get(f"/questions/{question}/edit")
    source = re.search(r'name="had-0" value="([^"]+)"', page.text)
    assert source is not None
    typed = {"text-0": "A birth cert costs $30. Please send us your file number.", "source-0": source[1]}
    checked = mira.post(
        f"/questions/{question}/edit", data=chosen_anew(hidden(page)) | typed | {"do": "check"}
    ).text
    assert "does not say “birth cert”" in checked and "asks for personal details" in checked
    assert "file number" not in as_sent(checked)[0] and "private message" in as_sent(checked)[0]


def test_a_reply_that_is_too_long_is_approved_in_a_form_that_fits(house: House) -> None:
    mira, question = sign_in(house, "mira"), ask(house, "x", "aldermere")
    page = mira.get(f"/questions/{question}/edit")
    source = re.search(r'name="had-0" value="([^"]+)"', page.text)
    assert source is not None
    text = "A birth certificate costs $30 and takes 15 business days to arrive by mail. " * 5
    typed = {"text-0": text, "source-0": source[1]}
    fields = chosen_anew(hidden(page)) | typed
    checked = mira.post(f"/questions/{question}/edit", data=fields | {"do": "check"})
    fields["checked"] = hidden(checked)["checked"]
    assert "Only a link goes out on X" in checked.text
    assert mira.post(f"/questions/{question}/edit", data=fields | {"do": "approve"}).status_code == 303
    with reading(house.services.engine) as connection:
        queued = delivery.of_question(connection, question)
    assert queued is not None and queued.text == as_sent(checked.text)[0]
    assert queued.text.startswith("Read here: “Birth certificates” http://province.test")


def test_a_bad_brand_file_stops_the_start_before_anything_is_opened(tmp_path: Path) -> None:
    file, data = tmp_path / "brands.yaml", tmp_path / "data"
    file.write_text("brands:\n  - id: a\n    en: {greeting: [x]}\n", encoding="utf-8")
    with pytest.raises(BadConfiguration, match=r"line 3, a\.en\.greeting"):
        build_services(KnowledgeSettings(data_dir=data), AssistantSettings(brands=file), ApiSettings())
    assert not data.exists()


def test_the_command_names_every_mistake_in_both_languages(tmp_path: Path) -> None:
    file, run = tmp_path / "brands.yaml", CliRunner().invoke
    file.write_text("brands:\n  - id: a\n    en: {greeting: [x]}\n    fr: {level: 3}\n", encoding="utf-8")
    bad = run(build("fr", "brands"), ["--lang", "fr", "brands", "check", str(file)])
    assert bad.exit_code == 1
    assert "ligne 3, a.en.greeting" in bad.output and "ligne 4, a.fr.level" in bad.output
    good = run(build("en", "brands"), ["--lang", "en", "brands", "check", str(SAMPLE)])
    assert good.exit_code == 0 and "aldermere can be used (en, fr)" in good.output
