"""`replydesk serve`: the desk and the API, from the configured state."""

from typing import Annotated

import typer

from api.commands.console import DataDir, say
from knowledge.texts import Text


def serve(
    context: typer.Context,
    data_dir: DataDir = None,
    host: Annotated[str | None, typer.Option(help="As configured if absent / Adresse d’écoute.")] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="As configured if absent / Port.")
    ] = None,
) -> None:
    """Serve until interrupted."""
    from api.bootstrap import build_services, knowledge_settings
    from api.logs import set_up_logs
    from api.server import listen, run
    from api.settings import ApiSettings
    from assistant import people
    from assistant.settings import AssistantSettings
    from knowledge.data_dir import owned
    from knowledge.database import reading

    settings = ApiSettings()
    set_up_logs(settings)
    where = knowledge_settings(data_dir)
    with (
        listen(host or settings.host, settings.port if port is None else port) as listener,
        owned(where.data_dir),
    ):
        say(context, Text(f"Opening {where.data_dir} …", f"Ouverture de {where.data_dir} …"))
        services = build_services(where, AssistantSettings(), settings)
        with reading(services.engine) as connection:
            if not people.everything(connection):
                say(
                    context,
                    Text(
                        "Nobody can sign in yet. Add someone: replydesk person add LOGIN --role admin",
                        "Personne ne peut se connecter. Ajoutez quelqu’un : replydesk person add LOGIN --role admin",
                    ),
                )
        run(services, listener, lambda address: say(context, Text(f"Open {address}", f"Ouvrez {address}")))
