"""`replydesk demo`: everything at once on this machine, with a fictional province."""

import signal
from pathlib import Path
from types import FrameType
from typing import Annotated, NoReturn

import typer

from api.commands.console import say


def demo(
    context: typer.Context,
    data_dir: Annotated[
        Path | None, typer.Option(help=".demo in the checkout if absent / .demo dans le dépôt.")
    ] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="8000 or the next free one / ou le suivant.")
    ] = None,
) -> None:
    """Serve the demo until interrupted; everything it makes is in one folder."""
    from api.demo import run_demo
    from api.logs import set_up_logs
    from api.province import CHECKOUT
    from api.settings import ApiSettings

    settings = ApiSettings(log_level="warning")
    set_up_logs(settings)
    signal.signal(signal.SIGTERM, _terminated)
    run_demo(
        data_dir or CHECKOUT / ".demo",
        settings,
        settings.port if port is None else port,
        lambda text: say(context, text),
    )


def _terminated(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(0)  # so that what was opened is closed: the sample site is a process of its own
