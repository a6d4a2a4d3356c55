"""The JSON API, a file for each kind of thing."""

from fastapi import APIRouter

from api.routes import content, drafts, health, notices, questions, search

API_ROUTERS: tuple[APIRouter, ...] = (
    questions.router,
    drafts.router,
    notices.router,
    search.router,
    content.router,
    health.router,
)
