"""A passage is cut where it can be said apart, and nowhere else."""

from knowledge.facts import contains
from knowledge.units import sentences_of, units_of


def test_steps_stay_whole_with_their_lead_in() -> None:
    units = units_of("It is quick. To apply:\n1. Fill in form A.\n2. Pay $35.\nYou will hear from us.")
    assert [unit.kind for unit in units] == ["sentence", "steps", "sentence"]
    assert units[1].text == "To apply:\n1. Fill in form A.\n2. Pay $35."


def test_a_fee_table_stays_whole() -> None:
    (table,) = units_of("Service | Fee\nCertificate | $35\nRush | $65")
    assert table.kind == "table"
    assert table.rows == ("Service | Fee", "Certificate | $35", "Rush | $65")


def test_abbreviations_do_not_end_a_sentence() -> None:
    assert sentences_of("Écrivez à M. Roy. Il répondra.") == ["Écrivez à M. Roy.", "Il répondra."]
    assert sentences_of("Pay $3.50 at St. Mary. Then go.") == ["Pay $3.50 at St. Mary.", "Then go."]
    assert sentences_of("Hon. Ann Lee presides. Tél. 555-0142.") == [
        "Hon. Ann Lee presides.",
        "Tél. 555-0142.",
    ]


def test_or_between_the_rows_of_a_list_cuts_it_not_in_two() -> None:
    text = "A fever is:\n- 38 °C\nor\n- 1 °C more than before"
    (whole,) = units_of(text)
    assert (whole.kind, whole.text) == ("list", text)
    assert [each.kind for each in units_of("- one\nOr ask the desk.\n- two")] == ["list", "sentence", "list"]


def test_captions_and_terms_lead_in_what_they_are_about() -> None:
    assert [unit.text for unit in units_of("How much\nItem | Fee\nLicence | $35")] == [
        "How much\nItem | Fee\nLicence | $35"
    ]
    assert units_of("Wait time\nAllow 15 days. Then call.")[0].text == "Wait time\nAllow 15 days."


def test_the_hours_of_one_day_are_not_cut_off_from_those_of_the_others() -> None:
    text = "You can call at these times:\nSunday\n5 a.m. – 8:30 p.m.\nMonday\n4 a.m. – noon\nSaturday\n2 a.m. to 8 p.m."
    assert [each.text for each in units_of(text)] == [text]
    (opens, closed) = units_of("We close at 8:30 p.m. Monday is a holiday.")
    assert (opens.text, closed.text) == ("We close at 8:30 p.m.", "Monday is a holiday.")


def test_a_table_with_an_empty_first_cell_can_be_quoted() -> None:
    text = "Road | Time\nA | 2 hours\n | 5 hours, gravel"
    (table,) = units_of(text)
    assert contains(text, table.text) and all(contains(text, row) for row in table.rows)


def test_every_unit_is_words_of_the_passage() -> None:
    text = "Who\nA one. B two?\n- x\n- y\nEnd"
    assert all(contains(text, unit.text) for unit in units_of(text))
