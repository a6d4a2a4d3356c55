"""`replydesk serve`: the desk and the API, from the configured state."""

from typing import TYPE_CHECKING, Annotated

import typer

from api.commands.console import DataDir, say
from knowledge.texts import Text

if TYPE_CHECKING:
    from api.bootstrap import Services


def serve(
    context: typer.Context,
    data_dir: DataDir = None,
    host: Annotated[str | None, typer.Option(help="As configured if absent / Adresse d’écoute.")] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="As configured if absent / Port.")
    ] = None,
) -> None:
    """Serve until interrupted."""
    from api.database import knowledge_settings
    from api.logs import set_up_logs
    from api.server import listen, run
    from api.settings import ApiSettings
    from assistant.settings import AssistantSettings
    from knowledge.data_dir import owned

    settings, where, answering = ApiSettings(), knowledge_settings(data_dir), AssistantSettings()
    set_up_logs(settings)
    at_port = settings.port if port is None else port
    with listen(host or settings.host, at_port) as listener, owned(where.data_dir):
        say(context, Text(f"Opening {where.data_dir} …", f"Ouverture de {where.data_dir} …"))
        from api.bootstrap import build_services

        services = build_services(where, answering, settings)
        services.knowledge.warm()
        _say_if_empty(context, services)
        run(services, listener, lambda address: say(context, Text(f"Open {address}", f"Ouvrez {address}")))


def _say_if_empty(context: typer.Context, services: "Services") -> None:
    from assistant.intake import people
    from knowledge.database import reading

    with reading(services.engine) as connection:
        if people.everything(connection):
            return
    say(
        context,
        Text(
            "Nobody can sign in yet. Add someone: replydesk person add LOGIN --role admin",
            "Personne ne peut se connecter. Ajoutez quelqu’un : replydesk person add LOGIN --role admin",
        ),
    )
