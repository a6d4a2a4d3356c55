"""Optional packages: says which extra to install when one is absent. Imports none of them."""

from collections.abc import Iterator
from contextlib import contextmanager

from knowledge.errors import BadConfiguration
from knowledge.texts import Text


@contextmanager
def needing(extra: str) -> Iterator[None]:
    """Turn a failed import into what to do about it.

    Raises:
        BadConfiguration: a package of the extra is not installed.
    """
    try:
        yield
    except ImportError as error:
        missing = error.name or str(error)
        raise BadConfiguration(
            Text(
                f"This command needs the package {missing}, which is not installed.",
                f"Cette commande exige le paquet {missing}, qui n’est pas installé.",
            ),
            next_step=Text(
                f"Install it with: pip install 'replydesk[{extra}]'.",
                f"Installez-le avec : pip install 'replydesk[{extra}]'.",
            ),
        ) from error
