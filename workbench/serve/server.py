"""The page server: Voilà with only the addresses that one client's page needs."""

from __future__ import annotations

import json
import logging
import re
import shutil
import sys
import tempfile
import threading
from pathlib import Path

from jupyter_client.utils import run_sync
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from tornado import httpserver, ioloop, netutil, web
from traitlets.config import Config
from voila.app import Voila

from workbench.serve.environment import PACKAGE_ROOT, PAGE_FOLDER
from workbench.serve.handlers import (
    LinkIdentityProvider,
    NotFound,
    OpenHandler,
    OwnAssets,
    PackageAssets,
    PageHandler,
    PageKernelHandler,
    PageShutdownHandler,
    PageSocketHandler,
    VoilaAssets,
)

FONT_FOLDER = PACKAGE_ROOT / "workbench" / "report" / "fonts"
LOOPBACK = "127.0.0.1"
# Requests that name another host are not for us: a foreign page that points its name at loopback.
OUR_HOSTS = r"^(127\.0\.0\.1|localhost)$"
MOST_KERNELS = 8
CELL_SECONDS = 60
CULL_EVERY_SECONDS = 15
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_KERNEL = r"(?P<kernel_id>\w+-\w+-\w+-\w+-\w+)"
# Voilà's widget manager, and the widgets themselves.
_WIDGETS = ("@voila-dashboards/widgets-manager8", "@jupyter-widgets/jupyterlab-manager")
# A socket file's whole path may have about 100 characters; Voilà's and the kernel's part take 70.
_LONGEST_SOCKET_FOLDER = 35

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class PageServer(Voila):
    """Voilà that listens on loopback only and knows a handful of addresses."""

    def init_handlers(self) -> list[tuple]:
        """The allow-list; Voilà's file tree, files, contents, themes and login are not among it."""
        page = {
            "template_paths": self.template_paths,
            "config": self.config,
            "voila_configuration": self.voila_configuration,
        }
        assets = {"path": self.labextensions_path, "no_cache_paths": ["/"]}
        return [
            (r"/open/([\w-]+)", OpenHandler),
            (r"/voila/render/([\w.-]+)", PageHandler, page),
            (rf"/api/kernels/{_KERNEL}", PageKernelHandler),
            (rf"/api/kernels/{_KERNEL}/channels", PageSocketHandler),
            (rf"/voila/api/shutdown/{_KERNEL}", PageShutdownHandler),
            (r"/page/(page\.js)", OwnAssets, {"path": PAGE_FOLDER}),
            (r"/page/(NotoSansSC-(?:Regular|Bold)\.ttf)", OwnAssets, {"path": FONT_FOLDER}),
            (r"/voila/static/(.*)", VoilaAssets, {"paths": self.static_paths}),
            (rf"/voila/labextensions/((?:{'|'.join(_WIDGETS)})/.*)", PackageAssets, assets),
        ]

    def start(self) -> None:
        """Listen until the process that started this one ends it, or ends itself."""
        self.connection_dir = tempfile.mkdtemp(prefix="k", dir=self.connection_dir_root)
        self.app = web.Application(**(self.init_settings() | self.tornado_settings))
        self.app.add_handlers(OUR_HOSTS, self.init_handlers())
        self.listen()

    def listen(self) -> None:
        """Bind the port, say which, and serve."""
        sockets = netutil.bind_sockets(self.port, LOOPBACK)
        self.port = sockets[0].getsockname()[1]
        self.identity_provider.cookie = f"workbench-{self.port}"
        httpserver.HTTPServer(self.app).add_sockets(sockets)
        self.ioloop = ioloop.IOLoop.current()
        threading.Thread(target=self._stop_with_parent, daemon=True).start()
        print("ready", self.port, flush=True)
        try:
            self.ioloop.start()
        finally:
            self.stop()

    def stop(self) -> None:
        """End all kernels at once: they hold nothing that is worth a farewell."""
        run_sync(self.kernel_manager.shutdown_all)(now=True)
        shutil.rmtree(self.connection_dir, ignore_errors=True)

    def _stop_with_parent(self) -> None:
        # The pipe closes when the parent ends, however it ends; so no server is left behind.
        sys.stdin.read()
        self.ioloop.add_callback(self.ioloop.stop)


def server_config(order: dict) -> Config:
    """Voilà's settings for one order.

    Parameters
    ----------
    order : dict
        `secret`, `port`, `folder` of the prepared notebooks, `sockets` (folder for the kernels' sockets),
        `private` (folders that end with the server),
        `pages` (file name to the head of its page), `first_page`, `refusals` (status to page), `idle_seconds`.
    """
    sockets = order["sockets"]
    idle = order["idle_seconds"]
    return Config(
        {
            "Voila": {
                "port": order["port"],
                "ip": LOOPBACK,
                "open_browser": False,
                "root_dir": order["folder"],
                # Else a voila.py in the working directory would be run.
                "config_file_paths": [],
                "connection_dir_root": sockets,
                "identity_provider_class": LinkIdentityProvider,
                "log_level": logging.ERROR,
                "tornado_settings": {
                    "allow_remote_access": False,
                    "allow_origin": "",
                    "headers": HEADERS,
                    "default_handler_class": NotFound,
                    "pages": order["pages"],
                    "first_page": order["first_page"],
                    "refusals": order["refusals"],
                    "log_function": _log_nothing,
                    "most_kernels": MOST_KERNELS,
                },
            },
            "LinkIdentityProvider": {"secret": order["secret"]},
            "VoilaConfiguration": {
                "template": "workbench",
                "theme": "light",
                "file_allowlist": [],
                "allow_template_override": "NO",
                "allow_theme_override": "NO",
                "extension_allowlist": list(_WIDGETS),
                "show_tracebacks": False,
                # Its sign of life is an inline script, which our policy forbids; loopback needs none.
                "http_keep_alive_timeout": 3600,
                "multi_kernel_manager_class": AsyncMappingKernelManager,
            },
            "VoilaExecutor": {"timeout": CELL_SECONDS, "startup_timeout": 30, "interrupt_on_timeout": False},
            "MappingKernelManager": {
                # Left on: turned off, jupyter_server 2.21 fails on every error and the page's line goes dead with it.
                # Errors are not passed on (`handlers.KERNEL_SAYS`).
                "allow_tracebacks": True,
                "cull_idle_timeout": idle,
                "cull_interval": min(CULL_EVERY_SECONDS, idle),
                # A closed tab says so itself; this is for those that couldn't, and for a cell that never ends.
                "cull_connected": False,
                "cull_busy": True,
                "buffer_offline_messages": False,
            },
            "KernelManager": {"transport": "ipc" if _short_enough(sockets) else "tcp"},
        }
    )


class WithoutClientData(logging.Filter):
    """A failing cell is logged with its source and outputs; only the error's own sentence goes through."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Shorten the record; always True."""
        fault = record.exc_info[1] if record.exc_info else None
        if fault is not None:
            lines = _COLOUR.sub("", str(fault)).strip().splitlines() or [type(fault).__name__]
            record.msg, record.args, record.exc_info = "%s", (lines[-1],), None
        return True


def run(order: dict) -> None:
    """Serve one order until the parent's pipe closes or a signal comes."""
    app = PageServer.instance(config=server_config(order))
    for log in (app.log, logging.getLogger("tornado.application")):
        log.addFilter(WithoutClientData())
    logging.getLogger("tornado").setLevel(logging.ERROR)
    app.initialize([])
    try:
        app.start()
    finally:
        # The parent does the same, unless it was killed.
        for folder in order["private"]:
            shutil.rmtree(folder, ignore_errors=True)


def read_order() -> dict:
    """The order that the parent writes as one line; the secret never stands in an argument or the environment."""
    return json.loads(sys.stdin.readline())


def _log_nothing(handler: web.RequestHandler) -> None:
    """Addresses hold the link's secret; requests are not logged."""


def _short_enough(folder: str) -> bool:
    return sys.platform != "win32" and len(str(Path(folder))) <= _LONGEST_SOCKET_FOLDER
