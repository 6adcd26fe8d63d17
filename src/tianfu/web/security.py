"""What stands before every route: known hosts, same-origin changes, bounded bodies, and headers on each answer.

Plain ASGI, so that it costs microseconds. Whatever goes wrong behind it becomes an answer here, with a number that stands in the log.
"""

import ipaddress
import re
from collections.abc import Awaitable, Callable, MutableMapping
from functools import lru_cache
from typing import Any

from tianfu.model import Settings, Text

from .failures import Failure, Told

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Asgi = Callable[[Scope, Receive, Send], Awaitable[None]]

POLICY = b"default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
HEADERS: list[tuple[bytes, bytes]] = [
    (b"content-security-policy", POLICY),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
]
EMBED = "/embed/"
"""Answers below this path may stand in frames of other sites: bare pages of what everybody may read. Nothing else may."""
FRAMED = [
    *((n, v) for n, v in HEADERS if n not in (b"content-security-policy", b"x-frame-options")),
    (b"content-security-policy", POLICY.replace(b"frame-ancestors 'none'", b"frame-ancestors *")),
]
SAFE = ("GET", "HEAD", "OPTIONS")
FORM_BYTES = 64 * 2**10
"""The largest body of a request that is no upload."""
LONG_FORMS = {"/declare": 2**20, "/search/words": 2**20}
"""Forms with hundreds of rows or lines."""
ROOM_BYTES = 2**20
"""What a form's envelope may add to the bytes of an uploaded file."""
LOOPBACK = ("localhost", "127.0.0.1", "::1")
HOST = re.compile(r"(\[[0-9a-f:.]+\]|[\w.-]+)(:\d{0,5})?", re.ASCII | re.IGNORECASE)
"""A name or an address, and perhaps a port."""


class Guarded:
    """The outermost middleware."""

    def __init__(self, app: Asgi, settings: Settings, answer: Callable[[Scope, BaseException], Awaitable[Asgi]]) -> None:
        self._app = app
        self._settings = settings
        self._answer = answer
        self._known = lru_cache(maxsize=256)(self._is_known)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def secured(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                may_be_framed = message["status"] == 200 and scope["path"].startswith(EMBED)
                message["headers"] = [*message.get("headers", ()), *(FRAMED if may_be_framed else HEADERS)]
            await send(message)

        try:
            self._check(scope)
            await self._app(scope, receive if scope["method"] in SAFE else self._bounded(scope, receive), secured)
        except Exception as error:
            if started:
                raise
            answer = await self._answer(scope, error)
            await answer(scope, receive, secured)

    def _check(self, scope: Scope) -> None:
        host = header(scope, b"host")
        if not self._known(host):
            raise Told(UNKNOWN_HOST)
        if scope["method"] not in SAFE and not same_origin(host, header(scope, b"origin"), header(scope, b"sec-fetch-site")):
            raise Told(OTHER_SITE)

    def _is_known(self, host: bytes) -> bool:
        """Names that were set, this machine's own, and addresses: a foreign name that was bent to our address is none of these.

        Addresses that we write begin with what was sent: so behind the name stands a port, and nothing else.
        """
        sent = host.decode("latin-1")
        if not HOST.fullmatch(sent):
            return False
        name = host_name(sent)
        if name in LOOPBACK or name in self._settings.hosts:
            return True
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return True

    def _bounded(self, scope: Scope, receive: Receive) -> Receive:
        """Reads on until the bound; a length that was announced too large is refused before a byte is read."""
        most = self._settings.upload_bytes + ROOM_BYTES if scope["path"].endswith("/upload") else LONG_FORMS.get(scope["path"], FORM_BYTES)
        announced, read = header(scope, b"content-length"), 0
        if announced.isdigit() and int(announced[:18]) > most:
            raise Told(too_large(most))

        async def bounded() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > most:
                raise Told(too_large(most))
            return message

        return bounded


def header(scope: Scope, name: bytes) -> bytes:
    """The first header of that name, or nothing."""
    for key, value in scope["headers"]:
        if key == name:
            found: bytes = value
            return found
    return b""


def host_name(host: str) -> str:
    """The host without its port.

    >>> host_name("data.example.org:8000"), host_name("[::1]:8000"), host_name("127.0.0.1")
    ('data.example.org', '::1', '127.0.0.1')
    """
    host = host.lower().rstrip(".")
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.rpartition(":")[0] if host.count(":") == 1 else host


def same_origin(host: bytes, origin: bytes, site: bytes) -> bool:
    """Whether a page of ours asks. Programs that send neither header are no browsers: nobody's session rides on them.

    >>> same_origin(b"a:1", b"http://a:1", b""), same_origin(b"a:1", b"http://evil", b""), same_origin(b"a:1", b"", b"cross-site")
    (True, False, False)
    """
    if site and site not in (b"same-origin", b"none"):
        return False
    return not origin or origin.partition(b"://")[2] == host


def too_large(most: int) -> Failure:
    """413, with the bound in words."""
    return Failure(
        413,
        Text(zh="内容过大", en="Too large"),
        Text(zh=f"本次提交超过 {most // 2**10:,} KB 的上限。", en=f"The request exceeds {most // 2**10:,} KB."),
        Text(
            zh="请把文件分成几份上传，或请管理员调整上限（TIANFU_UPLOAD_BYTES）。",
            en="Split the file, or ask the operator for a higher bound.",
        ),
    )


UNKNOWN_HOST = Failure(
    400,
    Text(zh="未知的主机名", en="Unknown host"),
    Text(zh="请求使用的主机名不属于本平台。", en="The host name of this request is not one of this platform."),
    Text(zh="请用 IP 地址访问，或请管理员把主机名加入 TIANFU_HOSTS。", en="Use the IP address, or have the name added to TIANFU_HOSTS."),
)
OTHER_SITE = Failure(
    403,
    Text(zh="来自其他网站的提交", en="Sent from another site"),
    Text(zh="这次提交不是从本平台的页面发出的，没有执行。", en="This request did not come from a page of this platform; nothing was done."),
    Text(zh="请在本平台的页面上重新操作。", en="Please do it again on a page of this platform."),
)
