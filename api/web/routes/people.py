"""The people who may sign in, for administrators."""

from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from api.web.visit import Visit, visiting
from assistant.intake import people
from knowledge.database import reading

router = APIRouter()


@router.get("/people")
def show_people(visit: Annotated[Visit, visiting("admin")]) -> Response:
    """Everybody, by name."""
    with reading(visit.services.engine) as connection:
        found = people.everything(connection)
    return visit.show("people.html", "people", people=found)
