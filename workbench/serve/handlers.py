"""What the page server answers: the link, the pages, their kernels, package assets. Else one 404."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
from typing import Any

from jupyter_server.auth.identity import IdentityProvider, User
from jupyter_server.base.handlers import FileFindHandler
from jupyter_server.services.kernels.handlers import KernelHandler
from tornado import web
from traitlets import Unicode
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler
from voila.static_file_handler import MultiStaticFileHandler
from voila.tornado.handler import TornadoVoilaHandler
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler, read_header_from_binary_message

# A page is built within this time, or the reader is told that it isn't.
DEADLINE_SECONDS = 90
# Widgets need no other words from a kernel; a traceback or a print in a callback stays in the kernel.
KERNEL_SAYS = frozenset(
    {"comm_open", "comm_msg", "comm_close", "comm_info_reply", "kernel_info_reply", "status", "iopub_welcome"}
)
KEPT = "private, max-age=3600"
_log = logging.getLogger("workbench.serve")


class LinkIdentityProvider(IdentityProvider):
    """A visitor is whoever holds the cookie that the printed link sets; all others see nothing."""

    secret = Unicode(help="The random part of the link").tag(config=True)
    cookie = Unicode(help="The cookie's name, one a port, since cookies ignore ports").tag(config=True)

    def get_user(self, handler: web.RequestHandler) -> User:
        """The one visitor; anything without the cookie gets the same 404 as a page that isn't there."""
        if not self.opens(handler.get_cookie(self.cookie, "")):
            raise web.HTTPError(404)
        return User("visitor")

    def opens(self, secret: str) -> bool:
        """Whether `secret` is the link's; takes the same time for every wrong one."""
        return hmac.compare_digest(secret.encode(), self.secret.encode())

    def get_token(self, handler: web.RequestHandler) -> str | None:
        """None: a token in a request opens nothing here and never lifts the origin check."""
        return None

    def is_token_authenticated(self, handler: web.RequestHandler) -> bool:
        """False, so that the origin and cross-site checks always run."""
        return False


class Plain:
    """Refusals as one short sentence; the reason isn't told, and no template is needed."""

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """The sentence for 404, 500 or 503; whatever else was wrong with a request shows as 404."""
        shown = 404 if status_code < 500 else status_code if status_code == 503 else 500
        self.set_status(shown)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(self.settings["refusals"][str(shown)])


class NotFound(Plain, web.RequestHandler):
    """Every address and every host that nothing else answers."""

    def prepare(self) -> None:
        raise web.HTTPError(404)


class OpenHandler(Plain, web.RequestHandler):
    """`/open/<secret>`: sets the cookie and goes on to the page, so that the secret leaves the address."""

    def get(self, secret: str) -> None:
        provider = self.settings["identity_provider"]
        if not provider.opens(secret):
            raise web.HTTPError(404)
        self.set_cookie(provider.cookie, secret, httponly=True, samesite="Lax", path="/")
        self.set_header("Cache-Control", "no-store")
        self.redirect("/voila/render/" + self.settings["first_page"], status=303)


class PageHandler(Plain, TornadoVoilaHandler):
    """One of the prepared notebooks, run in a kernel of its own."""

    async def get(self, name: str) -> None:
        """The head at once, then the cells as they come; an empty query only."""
        pages, most = self.settings["pages"], self.settings["most_kernels"]
        if name not in pages or self.request.query:
            raise web.HTTPError(404)
        if len(self.kernel_manager) >= most:
            raise web.HTTPError(503)
        # Touching it sets the cookie that the closing page sends back to end its kernel.
        _ = self.xsrf_token
        self.set_header("Cache-Control", "no-store")
        self.write(pages[name])
        await self.flush()
        try:
            async with asyncio.timeout(DEADLINE_SECONDS):
                async for part in self.get_generator(path=name):
                    self.write(part)
                    await self.flush()
        except TimeoutError:
            _log.error("%s was not built within %d seconds", name, DEADLINE_SECONDS)
            self.write('<p class="wb-fault" role="alert" data-wb-fault></p>')


class PageKernelHandler(Plain, KernelHandler):
    """The kernel's model, which the page's script asks for; nothing can be changed here."""

    SUPPORTED_METHODS = ("GET",)


class PageSocketHandler(Plain, VoilaKernelWebsocketHandler):
    """The widgets' line to the kernel; other words of the kernel are not passed on."""

    def write_message(self, message: bytes | str | dict[str, Any], binary: bool = False):
        """Pass a message on if it is of a kind that widgets need."""
        if _header(message).get("msg_type") in KERNEL_SAYS:
            return super().write_message(message, binary)
        return None


class PageShutdownHandler(Plain, VoilaShutdownKernelHandler):
    """The closing page ends its kernel."""


class OwnAssets(Plain, web.StaticFileHandler):
    """The page's style, script and fonts."""

    def set_extra_headers(self, path: str) -> None:
        """Kept by the browser while the server runs; another server is another address."""
        self.set_header("Cache-Control", KEPT)


class VoilaAssets(Plain, MultiStaticFileHandler):
    """Voilà's own scripts."""

    def set_extra_headers(self, path: str) -> None:
        """As for our own."""
        self.set_header("Cache-Control", KEPT)


class PackageAssets(Plain, FileFindHandler):
    """The widgets' scripts."""


def _header(message: bytes | str | dict[str, Any]) -> dict[str, Any]:
    """A kernel message's header, in whichever of three forms it comes; empty where it has none."""
    if isinstance(message, bytes):
        return read_header_from_binary_message(message) or {}
    whole = json.loads(message) if isinstance(message, str) else message
    return whole.get("header") or {}
