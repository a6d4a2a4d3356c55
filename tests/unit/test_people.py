"""Passwords are kept as salted hashes, and only reviewers may review."""

from dataclasses import replace

from assistant.intake.people import Person, hash_password, verify_password


def test_a_password_verifies_against_its_hash_alone() -> None:
    stored = hash_password("correct horse battery")
    assert verify_password("correct horse battery", stored)
    assert not verify_password("correct horse batterY", stored)
    assert not verify_password("\ud800", stored)
    assert "correct" not in stored


def test_two_hashes_of_one_password_differ() -> None:
    assert hash_password("correct horse battery") != hash_password("correct horse battery")


def test_only_active_managers_and_administrators_review() -> None:
    ana = Person("p_1", "ana", "Ana", "manager", "en")
    assert ana.may_review
    assert replace(ana, role="admin").may_review
    assert not replace(ana, role="content").may_review
    assert not replace(ana, active=False).may_review
