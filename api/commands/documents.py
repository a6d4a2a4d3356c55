"""`replydesk openapi`: the API's description, for who generates a client."""

import json

import typer


def openapi() -> None:
    """Print the OpenAPI document as JSON; needs no server and no data."""
    from api.openapi import document

    typer.echo(json.dumps(document(), indent=2, ensure_ascii=False))
