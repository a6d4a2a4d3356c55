"""Approved replies by signed webhook, as standardwebhooks.com specifies. Follows no redirect, reads no answer."""

import base64
import binascii
import hashlib
import hmac

import httpx

from assistant.channels import OutgoingReply, TemporarilyRefused, Unacceptable
from assistant.channels.payload import payload
from assistant.channels.troubles import RETRIED, TIMEOUT, UNREACHABLE
from knowledge.clock import Clock, utc_now
from knowledge.errors import BadConfiguration
from knowledge.texts import Text

PREFIX = "whsec_"
SHORTEST_KEY_BYTES = 24  # the specification asks for 24 to 64


class WebhookChannel:
    """Posts each reply to one address; the idempotency key is its `webhook-id` at every attempt."""

    def __init__(
        self,
        url: str,
        secret: str,
        timeout_s: float,
        client: httpx.Client | None = None,
        clock: Clock = utc_now,
    ) -> None:
        """Raises: BadConfiguration for an address or a secret that cannot work."""
        self._url = _checked(url)
        self._key = key_of(secret)
        self._timeout_s = timeout_s
        self._client = client or httpx.Client()
        self._clock = clock

    def send(self, message: OutgoingReply) -> None:
        """Post the reply, signed. Raises: TemporarilyRefused, Unacceptable."""
        body = payload(message)
        headers = {"content-type": "application/json", "user-agent": "replydesk"}
        headers |= signed(self._key, message.idempotency_key, int(self._clock().timestamp()), body)
        try:
            request = self._client.build_request(
                "POST", self._url, content=body, headers=headers, timeout=self._timeout_s
            )
            answer = self._client.send(request, stream=True, follow_redirects=False)
            answer.close()  # unread: nothing that the other side says belongs in our logs
        except httpx.TimeoutException as error:
            raise TemporarilyRefused(TIMEOUT) from error
        except httpx.TransportError as error:
            raise TemporarilyRefused(UNREACHABLE) from error
        status = answer.status_code
        if 200 <= status < 300:
            return
        if status in RETRIED or status >= 500:
            raise TemporarilyRefused(f"http_{status}")
        raise Unacceptable(f"http_{status}")

    def close(self) -> None:
        """Let the connections go."""
        self._client.close()


def key_of(secret: str) -> bytes:
    """The bytes to sign with. Raises: BadConfiguration."""
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadConfiguration(BAD_SECRET, field="webhook_secret", next_step=MAKE_SECRET) from error
    if len(key) < SHORTEST_KEY_BYTES:
        raise BadConfiguration(BAD_SECRET, field="webhook_secret", next_step=MAKE_SECRET)
    return key


def signed(key: bytes, message_id: str, timestamp_s: int, body: bytes) -> dict[str, str]:
    """The three headers: HMAC-SHA256 over `id.timestamp.body`, in base64, version 1."""
    content = b".".join((message_id.encode(), str(timestamp_s).encode(), body))
    signature = base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp_s),
        "webhook-signature": f"v1,{signature}",
    }


def _checked(url: str) -> str:
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise BadConfiguration(BAD_ADDRESS, field="webhook_url") from error
    if parsed.scheme not in {"http", "https"} or not parsed.host:
        raise BadConfiguration(BAD_ADDRESS, field="webhook_url")
    return url


BAD_ADDRESS = Text(
    "The webhook address must begin with http:// or https:// and name a host.",
    "L’adresse du webhook doit commencer par http:// ou https:// et nommer un hôte.",
)
BAD_SECRET = Text(
    f"The webhook secret must be {PREFIX} followed by at least {SHORTEST_KEY_BYTES} bytes in base64.",
    f"Le secret du webhook doit être {PREFIX} suivi d’au moins {SHORTEST_KEY_BYTES} octets en base64.",
)
MAKE_SECRET = Text(
    f"Make one: echo {PREFIX}$(openssl rand -base64 24)",
    f"Créez-en un : echo {PREFIX}$(openssl rand -base64 24)",
)
