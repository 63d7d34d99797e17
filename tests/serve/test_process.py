"""The server's life: its kernels end with it, and it ends with whoever started it."""

import html
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError

import pytest

from workbench.errors import ParameterError, ReviewFailed, UnknownClient
from workbench.serve import check_page, fetch_page, start_page
from workbench.serve.check import kpis_on_page, visitor
from workbench.serve.environment import PACKAGE_ROOT, page_environment

# Starts the small page, opens it, says the numbers of server and kernel and its folder, and waits.
STARTED = """\
import html, json, re, sys, time
from pathlib import Path
from workbench.serve import fetch_page, pages, start_page
pages.APPS = Path(sys.argv[1])
with start_page("lumen", page="small", home=sys.argv[2]) as running:
    seen = json.loads(html.unescape(re.search(r"<code>(.*?)</code>", fetch_page(running)).group(1)))
    print(running.process.pid, seen["pid"], seen["cwd"], flush=True)
    time.sleep(60)
"""
SERVED = """\
import sys
from pathlib import Path
from workbench.serve import pages, serve
pages.APPS = Path(sys.argv[1])
serve("lumen", page="small", home=sys.argv[2])
"""

pytestmark = pytest.mark.notebook


def command(script, apps, home):
    """A process of its own that runs `script`."""
    return subprocess.Popen(
        [sys.executable, "-c", script, str(apps), str(home)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(PACKAGE_ROOT)},
    )


def seen_by_kernel(running):
    return json.loads(html.unescape(re.search(r"<code>(.*?)</code>", fetch_page(running)).group(1)))


def ends(pid, *, within=8.0):
    """Whether a process that isn't our child is gone, or goes in time."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


def test_kernels_and_private_folders_end_with_the_server(apps, two_clients):
    with start_page("lumen", page="small", home=two_clients) as running:
        seen = seen_by_kernel(running)
        assert Path(seen["cwd"]).is_dir()
    assert running.process.returncode == 0
    assert ends(seen["pid"])
    assert not Path(seen["cwd"]).parent.exists()


def test_nothing_is_left_behind_when_the_command_is_killed(apps, two_clients):
    with command(STARTED, apps, two_clients) as parent:
        server, kernel, folder = parent.stdout.readline().split()
        parent.kill()
        assert ends(int(server))
        assert ends(int(kernel))
    assert not Path(folder).parent.exists()


def test_ctrl_c_ends_a_served_page_without_a_word_of_complaint(apps, two_clients):
    with command(SERVED, apps, two_clients) as parent:
        link = [parent.stdout.readline() for _ in range(3)][1].strip()
        with visitor().open(link) as answer:
            assert 'data-wb-ready="small"' in answer.read().decode()
        parent.send_signal(signal.SIGINT)
        complaint = parent.communicate()[1]
    assert (parent.returncode, complaint) == (0, "")
    with pytest.raises(URLError):
        visitor().open(link)


def test_a_failing_page_says_so_without_its_cause_and_its_kernel_is_not_kept(apps, two_clients, capfd):
    with start_page("lumen", page="failing", home=two_clients, idle_seconds=1) as running:
        guest = visitor()
        with guest.open(running.link) as answer:
            text = answer.read().decode()
        kernel = re.search(r'"kernelId": "([\w-]+)"', text).group(1)
        deadline = time.monotonic() + 8
        while kernel_lives(guest, running, kernel) and time.monotonic() < deadline:
            time.sleep(0.2)
        assert not kernel_lives(guest, running, kernel)
    with pytest.raises(ReviewFailed, match="page failing: a cell failed"):
        kpis_on_page(text, "failing")
    assert not any(word in text for word in ("ValueError", "/secret/path", "Traceback", "There was an error"))
    said = capfd.readouterr().err
    assert "ValueError: /secret/path of a client" in said
    assert "Traceback" not in said


def kernel_lives(guest, running, kernel):
    try:
        guest.open(f"{running.origin}/api/kernels/{kernel}").close()
    except OSError as gone:
        gone.close()
        return False
    return True


def test_a_page_that_renders_passes_its_check(apps, two_clients):
    check = check_page("lumen", page="small", home=two_clients, lang="zh")
    assert (check.page, check.lang, check.kpis) == ("small", "zh", 3)
    assert 0 < check.seconds < 60


def test_a_taken_port_is_named(apps, two_clients):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        with (
            pytest.raises(ParameterError, match=f"port {taken}: taken on this machine"),
            start_page("lumen", page="small", home=two_clients, port=taken),
        ):
            pass


def test_an_unknown_client_page_or_language_starts_nothing(apps, two_clients):
    with pytest.raises(UnknownClient, match="client 'lumem'.*did you mean 'lumen'"):
        check_page("lumem", page="small", home=two_clients)
    with pytest.raises(ParameterError, match="page 'smal': no such app notebook.*did you mean 'small'"):
        check_page("lumen", page="smal", home=two_clients)
    with pytest.raises(ParameterError, match="language 'fr': no catalogue of that language"):
        check_page("lumen", page="small", home=two_clients, lang="fr")


def test_only_named_variables_are_passed_on(tmp_path):
    given = {"PATH": "/bin", "HOME": "/home/ana", "AWS_SECRET_ACCESS_KEY": "canary", "PYTHONSTARTUP": "x.py"}
    passed = page_environment("lumen", home=tmp_path, folder=tmp_path, files={"en": "a.ipynb"}, given=given)
    assert passed["PATH"] == "/bin"
    assert not {"AWS_SECRET_ACCESS_KEY", "PYTHONSTARTUP"} & set(passed)
    assert passed["WORKBENCH_CLIENT"] == "lumen"
    assert json.loads(passed["WORKBENCH_PAGE_LINKS"]) == {"en": "a.ipynb"}
