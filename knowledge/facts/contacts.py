"""Links, e-mail addresses and telephone numbers (North American and French), and what makes two the same."""

import re

LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"'«»()\[\]]+", re.IGNORECASE)
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# "canada.ca/passport": no scheme, but nobody reads it as anything else.
BARE_LINK = re.compile(
    r"(?<![\w@./-])(?:[a-z0-9-]+\.)+(?:com|org|net|gov|edu|info|ca|fr|be|ch|eu|example)(?![\w-])(?!\.\w)"
    r"(?:/[^\s<>\"'«»()\[\]]*)?",
    re.IGNORECASE,
)
PHONE = re.compile(
    r"(?<![\w.,])\+?(?:\d{1,2}[ .-])?(?:\(\d{3}\)|\d{3})[ .\u2011-]?\d{3}[ .\u2011-]\d{4}(?!\d)"
    r"|(?<![\w.,])(?:\+33[ .]?|0)[1-9](?:[ .\u00a0\u202f-]?\d{2}){4}(?!\d)"
    r"|(?<![\w.,])0[ .\u00a0]?8\d\d(?:[ .\u00a0]\d{3}){2}(?!\d)"
)


def link_value(written: str) -> str:
    """An address without its scheme, "www." and last slash."""
    return re.sub(r"^(?:https?://)?(?:www\.)?", "", written.casefold()).rstrip("/")


def phone_value(written: str) -> str:
    """The digits without the prefix of North America (1), of France (33), or of its trunk (0)."""
    digits = re.sub(r"\D", "", written)
    if len(digits) == 11 and digits.startswith(("1", "33")):
        return digits[2:] if digits.startswith("33") else digits[1:]
    return digits[1:] if len(digits) == 10 and digits.startswith("0") else digits
