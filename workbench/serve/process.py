"""Starting and stopping the page server: its own process, on loopback, for one client."""

from __future__ import annotations

import contextlib
import json
import secrets
import selectors
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import webbrowser
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from workbench.errors import ParameterError, ReviewFailed, did_you_mean, listed
from workbench.profile import PROFILE_FILE, Profile, client_folder, find_home, read_profile
from workbench.serve.environment import make_folders, page_environment
from workbench.serve.pages import prepare_pages
from workbench.serve.texts import page_head, refusals
from workbench.words import LANGUAGES, in_language, t

READY = "ready"
LOOPBACK = "127.0.0.1"
START_SECONDS = 60
STOP_SECONDS = 10


@dataclass(frozen=True)
class RunningPage:
    """A page server that is up.

    `link` opens the page and carries the secret; `origin` is the address without it; `files` maps each
    language to its page's file name.
    """

    client: str
    page: str
    lang: str
    origin: str
    link: str
    files: dict[str, str]
    process: subprocess.Popen = field(repr=False)

    def address(self, lang: str) -> str:
        """The page's address in `lang`, for a browser that has opened the link."""
        return f"{self.origin}/voila/render/{self.files[lang]}"

    def wait(self) -> int:
        """Return when the server has ended, with its exit code."""
        return self.process.wait()

    def stop(self) -> None:
        """End the server and its kernels; nothing happens where it has ended already."""
        _stop(self.process)


def serve(
    client_id: str,
    *,
    page: str = "kpi_dashboard",
    home: str | Path = "",
    port: int = 0,
    lang: str = "",
    open_browser: bool = False,
) -> None:
    """Serve one client's page on this machine until Ctrl-C, and print the link that opens it.

    Parameters
    ----------
    client_id : str
        The only client that this server's kernels can open.
    page : str
        Name of the app notebook.
    home : str or Path
        Folder of client folders.
    port : int
        Port on 127.0.0.1; 0 takes a free one.
    lang : {"zh", "en", "es"}
        Language that opens first; the client's own first language where blank.
    open_browser : bool
        Open the link in the standard browser.

    Raises
    ------
    UnknownClient
        Where the home has no such client.
    ParameterError
        Where the page, the language or the port can't be had.
    """
    with start_page(client_id, page=page, home=home, port=port, lang=lang) as running, in_language(running.lang):
        print(t("The page is open on this machine only, at"), running.link, sep="\n  ", flush=True)
        print(t("Ctrl-C ends it."), flush=True)
        if open_browser:
            webbrowser.open(running.link)
        with contextlib.suppress(KeyboardInterrupt):
            running.wait()


@contextlib.contextmanager
def start_page(
    client_id: str,
    *,
    page: str = "kpi_dashboard",
    home: str | Path = "",
    port: int = 0,
    lang: str = "",
    idle_seconds: int = 600,
) -> Iterator[RunningPage]:
    """A page server for the lines of a `with` block; it and its kernels end with the block.

    Parameters are those of `serve`; `idle_seconds` is how long a kernel lives without an open tab.
    """
    home = find_home(home)
    profile = read_profile(client_folder(client_id, home=home) / PROFILE_FILE)
    lang = _language(profile, lang)
    _check_port(port)
    folder = Path(tempfile.mkdtemp(prefix="workbench-"))
    sockets = Path(tempfile.mkdtemp(prefix="wb"))
    try:
        make_folders(folder)
        files = prepare_pages(page, folder=folder / "pages")
        environment = page_environment(client_id, home=home, folder=folder, files=files)
        order = {
            "folder": str(folder / "pages"),
            "sockets": str(sockets),
            "private": [str(folder), str(sockets)],
            "port": port,
            "secret": secrets.token_urlsafe(24),
            "pages": {name: page_head(lang=code, title=profile.name_in(code)) for code, name in files.items()},
            "first_page": files[lang],
            "refusals": refusals(lang=lang),
            "idle_seconds": idle_seconds,
        }
        process, port = _start(order, environment)
        origin = f"http://{LOOPBACK}:{port}"
        try:
            yield RunningPage(client_id, page, lang, origin, f"{origin}/open/{order['secret']}", files, process)
        finally:
            _stop(process)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(sockets, ignore_errors=True)


def _language(profile: Profile, lang: str) -> str:
    if lang and lang not in LANGUAGES:
        raise ParameterError(
            f"language '{lang}'",
            "no catalogue of that language",
            expected=listed(LANGUAGES),
            hint=did_you_mean(lang, LANGUAGES),
        )
    return lang or profile.languages[0]


def _start(order: dict, environment: dict[str, str]) -> tuple[subprocess.Popen, int]:
    # A session of its own: Ctrl-C in the terminal reaches us, and we end the server in order.
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "workbench.serve"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
        cwd=order["folder"],
        start_new_session=True,
        text=True,
        encoding="utf-8",
    )
    try:
        process.stdin.write(json.dumps(order) + "\n")
        process.stdin.flush()
        return process, _port(process)
    except BaseException:
        _stop(process)
        raise


def _check_port(port: int) -> None:
    with socket.socket() as trial:
        # As the server does it: a connection that is still closing doesn't count as taken.
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((LOOPBACK, port))
        except (OSError, OverflowError) as fault:
            raise ParameterError(
                f"port {port}", "taken on this machine, or not allowed", hint="another one, or 0 for any that is free"
            ) from fault


def _port(process: subprocess.Popen) -> int:
    """The port that the server says it listens on."""
    line = _line(process, seconds=START_SECONDS).split()
    if line[:1] == [READY]:
        return int(line[1])
    raise ReviewFailed("page server", f"did not start within {START_SECONDS} seconds", hint="the lines above say why")


def _line(process: subprocess.Popen, *, seconds: float) -> str:
    """The next line of the server's output, or an empty one after `seconds` or at its end."""
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            if selector.select(left):
                return process.stdout.readline()
    return ""


def _stop(process: subprocess.Popen) -> None:
    """Close the pipe, which ends the server and its kernels in order; kill it where it doesn't answer."""
    if process.poll() is None:
        process.stdin.close()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    process.stdout.close()
    if not process.stdin.closed:
        process.stdin.close()
