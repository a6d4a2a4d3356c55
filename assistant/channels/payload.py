"""What leaves the house for one approved reply: the same bytes at every attempt."""

import json
from typing import Any

from assistant.channels import OutgoingReply
from knowledge.passages import as_on_page

KIND = "reply.approved"


def payload(message: OutgoingReply) -> bytes:
    """The reply as the JSON of a Standard Webhooks event, in UTF-8.

    Its `timestamp` is that of the approval; the moment of the attempt stands in the headers alone.
    """
    event: dict[str, Any] = {
        "type": KIND,
        "timestamp": message.approved_at.isoformat(),
        "data": {
            "delivery_id": message.delivery_id,
            "question_id": message.question_id,
            "external_id": message.external_id,
            "thread_id": message.thread_id,
            "channel": message.channel,
            "brand": message.brand,
            "language": message.language,
            "text": message.text,
            "statements": [
                {
                    "text": statement.text,
                    "citations": [
                        {"url": each.url, "title": each.page_title, "quote": as_on_page(each.quote)}
                        for each in statement.citations
                    ],
                }
                for statement in message.statements
            ],
            "approved_at": message.approved_at.isoformat(),
        },
    }
    return json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()
