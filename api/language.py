"""Which of our two languages a request is answered in. Owns no texts."""

from starlette.requests import Request

LANGUAGE_COOKIE = "replydesk_language"
SPOKEN = ("en", "fr")


def preferred_language(request: Request) -> str:
    """The person's own choice (the desk's cookie) on the desk, else the best of `Accept-Language`; else English."""
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    if chosen in SPOKEN and not request.url.path.startswith("/v1/"):
        return chosen
    return best_of(request.headers.get("accept-language", ""))


def best_of(accept_language: str) -> str:
    """The spoken language with the highest weight in an `Accept-Language` header (RFC 9110, 12.5.4)."""
    best, best_weight = "en", 0.0
    for part in accept_language.split(","):
        tag, _, parameter = part.strip().partition(";")
        language = tag.strip().lower().split("-")[0]
        weight = _weight(parameter)
        if language in SPOKEN and weight > best_weight:
            best, best_weight = language, weight
    return best


def _weight(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if name.strip().lower() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
