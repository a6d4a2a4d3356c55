"""What a reply may stand on at a moment: passages of pages, and notices in force. Reads; decides nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from assistant.citations import Citation, cite
from assistant.emergencies import notices, overriding
from assistant.emergencies.notices import Notice
from knowledge import pages, passages
from knowledge.pages import Page
from knowledge.passages import Passage


@dataclass(frozen=True, slots=True)
class Grounds:
    """The passages asked for that stand, by id, a notice's text among them, and where each is from."""

    passages: Mapping[str, Passage]
    pages: Mapping[str, Page]
    notices: Mapping[str, Notice]

    def cite(self, passage_id: str, quote: str) -> Citation:
        """A citation of our own making. Raises: KeyError for what does not stand."""
        passage = self.passages[passage_id]
        notice = self.notices.get(passage.page_id)
        if notice is not None:
            return overriding.citation_of(notice, passage, quote)
        return cite(self.pages[passage.page_id], passage, quote)


def standing(connection: Connection, ids: Iterable[str], now: datetime) -> Grounds:
    """What of `ids` a reply may stand on at `now`; a notice that is not in force stands no more."""
    wanted = list(dict.fromkeys(ids))
    found = passages.get_many(connection, wanted)
    known = pages.get_many(connection, [each.page_id for each in found.values()])
    found = {key: each for key, each in found.items() if each.page_id in known}
    pinned = _pinned(connection, [each for each in wanted if each not in found], now)
    by_id = {passage.page_id: notice for notice, passage in pinned}
    return Grounds(found | {passage.id: passage for _, passage in pinned}, known, by_id)


def _pinned(connection: Connection, ids: Sequence[str], now: datetime) -> list[tuple[Notice, Passage]]:
    places = [place.groups() for each in ids if (place := notices.PLACE.fullmatch(each))]
    known = notices.get_many(connection, [notice_id for notice_id, _ in places])
    found = []
    for notice_id, language in places:
        notice = known.get(notice_id)
        passage = overriding.passage_of(notice, language) if notice is not None else None
        if notice is not None and passage is not None and notice.state(now) == "active":
            found.append((notice, passage))
    return found
