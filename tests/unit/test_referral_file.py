"""The referral file: what can be used is used, and the rest is named by its line."""

from pathlib import Path

import pytest

from assistant.withholding.referral_file import ReferralFile, read_referrals
from knowledge.errors import BadConfiguration

SAMPLE = Path(__file__).parents[1] / "sample" / "referrals.yaml"
GOOD = """
- name: {en: the passport office, fr: le bureau des passeports}
  address: https://passports.example
  words:
    en: [passport, travel document]
    fr: passeport
  unless:
    en: [from here]
"""


def read(folder: Path, text: str) -> ReferralFile:
    path = folder / "referrals.yaml"
    path.write_text(text, encoding="utf-8")
    return read_referrals(path, ("en", "fr"))


def test_an_entry_is_read_with_all_its_parts(tmp_path: Path) -> None:
    found = read(tmp_path, GOOD)
    assert found.complaints == ()
    (entry,) = found.entries
    assert entry.name.fr == "le bureau des passeports"
    assert entry.address.en == entry.address.fr == "https://passports.example"
    assert entry.note is None
    assert entry.phrases == {"en": ("passport", "travel document"), "fr": ("passeport",)}
    assert entry.unless == {"en": ("from here",)}


@pytest.mark.parametrize(
    ("entry", "line", "told"),
    [
        ("- passports", 9, "an entry has these parts"),
        ("- {name: x, address: y, words: {en: [z]}, phone: 1}", 9, "an entry has these parts"),
        ("- {name: x, words: {en: [z]}}", 9, "address is missing"),
        ("- name: {en: x}\n  address: y\n  words: {en: [z]}", 9, "{en: …, fr: …}"),
        ("- name: x\n  address: ''\n  words: {en: [z]}", 10, "expected words of at most"),
        ("- name: x\n  address: y\n  words: {de: [z]}", 11, "expected words"),
        ("- name: x\n  address: y\n  words:\n    en:\n      - z\n      - the", 14, "everyday words"),
        ("- name: x\n  address: y\n  words: {en: [[z]]}", 11, "expected a wording"),
        ("- name: x\n  address: y\n  words: {en: ['...']}", 11, "expected a wording"),
    ],
)
def test_a_mistake_costs_its_entry_only_and_is_named_by_line(
    tmp_path: Path, entry: str, line: int, told: str
) -> None:
    found = read(tmp_path, f"{GOOD}{entry}\n")
    assert len(found.entries) == 1
    (complaint,) = found.complaints
    assert complaint.line == line and told in complaint.what.en
    assert complaint.what.fr != complaint.what.en


def test_an_empty_file_refers_nothing_and_a_mapping_is_no_list(tmp_path: Path) -> None:
    assert read(tmp_path, "# nothing yet\n") == ReferralFile((), ())
    assert "list of entries" in read(tmp_path, "en: [passport]").complaints[0].what.en


def test_no_file_and_no_yaml_say_what_to_do_next(tmp_path: Path) -> None:
    with pytest.raises(BadConfiguration) as missing:
        read_referrals(tmp_path / "none.yaml", ("en",))
    assert "REPLYDESK_ASSISTANT_REFERRALS" in str(missing.value.next_step)
    with pytest.raises(BadConfiguration, match="near line 2"):
        read(tmp_path, "- name: x\n  - : [")


def test_the_sample_files_entries_can_all_be_used() -> None:
    found = read_referrals(SAMPLE, ("en", "fr"))
    assert found.complaints == () and len(found.entries) >= 8
    assert all(set(each.phrases) == {"en", "fr"} for each in found.entries)
