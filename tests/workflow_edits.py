"""What a person may make of a draft before approving it, by name: sound edits, and those that must not be approved."""

from dataclasses import replace

from assistant.citations import Statement

EDITS = ("shorter", "forged_link", "uncited", "false_courtesy", "wrong_quote", "wrong_amount", "nothing")
UNSAYABLE = {"uncited", "false_courtesy", "wrong_quote", "wrong_amount", "nothing"}


def edited(statements: tuple[Statement, ...], edit: str) -> tuple[Statement, ...]:
    """The reply as somebody changed it; a draft without statements stays without."""
    facts = [each for each in statements if each.citations]
    if not facts or edit == "nothing":
        return ()
    fact, source = facts[0], facts[0].citations[0]
    return {
        "shorter": (fact,),
        "forged_link": (replace(fact, citations=(replace(source, url="https://evil.example/"),)),),
        "uncited": (fact, Statement("You can also order it online.")),
        "false_courtesy": (fact, Statement("It is free until May 3.", kind="courtesy")),
        "wrong_quote": (replace(fact, citations=(replace(source, quote="It is free for everybody."),)),),
        "wrong_amount": (replace(fact, text="It costs $7.77."),),
    }[edit]
