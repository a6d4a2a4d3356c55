"""What a delivery's trouble means, in words, and what to do about it."""

from knowledge.texts import Text

TIMEOUT = "timeout"
UNREACHABLE = "unreachable"
UNEXPECTED = "unexpected"
OUTBOX = "outbox"

_WORDS = {
    TIMEOUT: Text(
        "The channel did not answer in time. It is tried again by itself.",
        "Le canal n’a pas répondu à temps. Un nouvel essai se fera de lui-même.",
    ),
    UNREACHABLE: Text(
        "The channel could not be reached. It is tried again by itself.",
        "Le canal est injoignable. Un nouvel essai se fera de lui-même.",
    ),
    UNEXPECTED: Text(
        "Sending failed for a reason that the log names. It is tried again by itself.",
        "L’envoi a échoué pour une raison notée dans le journal. Un nouvel essai se fera de lui-même.",
    ),
    OUTBOX: Text(
        "The outbox folder could not be written. Free space or permit writing; it is tried again by itself.",
        "Le dossier d’envoi n’a pu être écrit. Libérez de la place ou permettez l’écriture ; un nouvel essai suivra.",
    ),
    "http_401": Text(
        "The channel does not accept our signature (401). Compare the webhook secret, then retry.",
        "Le canal n’accepte pas notre signature (401). Comparez le secret du webhook, puis réessayez.",
    ),
    "http_403": Text(
        "The channel does not permit us to send (403). Ask its operator, then retry.",
        "Le canal ne nous permet pas d’envoyer (403). Demandez à son exploitant, puis réessayez.",
    ),
    "http_404": Text(
        "Nothing answers at the webhook's address (404). Correct the address, then retry.",
        "Rien ne répond à l’adresse du webhook (404). Corrigez l’adresse, puis réessayez.",
    ),
    "http_410": Text(
        "The channel has closed for good (410). Configure another webhook, then retry.",
        "Le canal est fermé pour de bon (410). Configurez un autre webhook, puis réessayez.",
    ),
    "http_413": Text(
        "The channel found the reply too long (413). Answer the citizen another way.",
        "Le canal a jugé la réponse trop longue (413). Répondez à la personne autrement.",
    ),
}


def explain(code: str) -> Text:
    """The trouble with this code in words; `http_` codes carry the status that the channel answered with."""
    if code in _WORDS:
        return _WORDS[code]
    status = code.removeprefix("http_")
    if not status.isdecimal():
        return _WORDS[UNEXPECTED]
    if 300 <= int(status) < 400:
        return Text(
            f"The channel redirects ({status}), which is not followed. Configure its final address, then retry.",
            f"Le canal redirige ({status}), ce qui n’est pas suivi. Configurez l’adresse finale, puis réessayez.",
        )
    if int(status) in RETRIED or int(status) >= 500:
        return Text(
            f"The channel cannot take replies now ({status}). It is tried again by itself.",
            f"Le canal ne peut pas recevoir de réponses pour l’instant ({status}). Un nouvel essai suivra.",
        )
    return Text(
        f"The channel refused the reply ({status}). Ask its operator why, then retry.",
        f"Le canal a refusé la réponse ({status}). Demandez pourquoi à son exploitant, puis réessayez.",
    )


# 4xx that a later attempt may cure: request timeout, too early, too many requests.
RETRIED = frozenset({408, 425, 429})
