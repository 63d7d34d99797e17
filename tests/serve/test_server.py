"""What the page server answers, and to whom."""

import asyncio
import html
import json
import re
import time
from contextlib import suppress
from urllib.error import HTTPError
from urllib.request import Request
from uuid import uuid4

import pytest
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import websocket_connect

from workbench.serve import fetch_page
from workbench.serve.check import kpis_on_page, visitor

pytestmark = pytest.mark.notebook

NOWHERE = [
    "/",
    "/voila/tree",
    "/voila/tree/lumen",
    "/voila/files/small.en.ipynb",
    "/voila/files/../pages/small.en.ipynb",
    "/voila/api/contents",
    "/voila/api/contents/small.en.ipynb",
    "/voila/api/themes/x",
    "/voila/templates/lab/static/index.css",
    "/voila/query/00000000-0000-0000-0000-000000000000",
    "/voila/render/",
    "/voila/render/failing.ipynb",
    "/voila/render/failing.en.ipynb",
    "/voila/render/rival/small.en.ipynb",
    "/voila/render/../../rival/small.en.ipynb",
    "/voila/render/small.en.ipynb?template=nope",
    "/voila/render/small.en.ipynb?theme=dark",
    "/voila/render/small.en.ipynb?client=rival",
    "/api/contents",
    "/api/kernels",
    "/api/kernelspecs",
    "/api/status",
    "/files/small.en.ipynb",
    "/nbconvert/html/small.en.ipynb",
    "/metrics",
    "/login",
    "/open/x",
    "/static/etc/passwd",
    "/voila/static//etc/passwd",
    "/voila/static/../../../../../../../../etc/passwd",
    "/voila/static/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
    "/voila/labextensions/@jupyter-widgets/jupyterlab-manager/../../../../../etc/passwd",
    "/voila/labextensions/jupyterlab_pygments/package.json",
    "/page/../server.py",
    "/page/server.py",
]


@pytest.fixture(scope="module")
def guest(small_page):
    """A visitor who has opened the link, and the page that he got."""
    opener = visitor()
    with opener.open(small_page.link) as answer:
        opener.page = answer.read().decode()
        opener.address = answer.url
        opener.headers_seen = dict(answer.headers)
    opener.kernel = re.search(r'"kernelId": "([\w-]+)"', opener.page).group(1)
    opener.seen = json.loads(html.unescape(re.search(r"<code>(.*?)</code>", opener.page).group(1)))
    opener.cookies = next(handler.cookiejar for handler in opener.handlers if hasattr(handler, "cookiejar"))
    return opener


def status(opener, url, *, method="GET", data=None, **headers):
    """Status and text of an answer, refusals included."""
    try:
        with opener.open(Request(url, headers=headers, method=method, data=data), timeout=10) as answer:
            return answer.status, answer.read().decode(errors="replace")
    except HTTPError as refusal:
        with refusal:
            return refusal.code, refusal.read().decode(errors="replace")


CODE = {"code": "print(6*7)", "silent": False, "cursor_pos": 1, "detail_level": 0}


def xsrf_token(guest):
    return next(cookie.value for cookie in guest.cookies if cookie.name == "_xsrf")


def cookie_header(guest):
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in guest.cookies)


def test_the_link_leads_to_the_page_and_leaves_the_address(guest, small_page):
    assert guest.address == small_page.address("en")
    assert kpis_on_page(guest.page, "small") == 3


def test_the_page_is_in_its_own_language_and_of_its_own_client(guest):
    assert (guest.seen["lang"], guest.seen["client"]) == ("en", "")
    assert guest.seen["env"]["WORKBENCH_CLIENT"] == "lumen"


def test_no_secret_of_the_shell_or_the_link_reaches_a_kernel(guest, small_page):
    secret = small_page.link.rsplit("/", 1)[-1]
    assert "SHOP_API_KEY" not in guest.seen["env"]
    assert not any(word in value for value in guest.seen["env"].values() for word in ("canary-key", secret))
    assert guest.seen["env"]["QUERY_STRING"] == ""


def test_a_kernel_keeps_no_history_and_works_in_the_servers_private_folder(guest, small_page, two_clients):
    assert guest.seen["history"] is False
    assert not guest.seen["cwd"].startswith(str(two_clients))
    assert guest.seen["env"]["WORKBENCH_STATE"].startswith(guest.seen["cwd"].removesuffix("/pages"))


@pytest.mark.parametrize("path", NOWHERE)
def test_other_addresses_answer_404_at_once_even_to_a_guest(guest, small_page, path):
    started = time.perf_counter()
    code, text = status(guest, small_page.origin + path)
    assert (code, "root:" in text, "Traceback" in text) == (404, False, False)
    assert time.perf_counter() - started < 2


@pytest.mark.parametrize("path", ["/voila/render/small.en.ipynb", "/api/kernels/{kernel}"])
def test_without_the_link_the_page_and_its_kernel_are_not_there(guest, small_page, path):
    assert status(visitor(), small_page.origin + path.format(kernel=guest.kernel))[0] == 404


def test_another_secret_opens_nothing(small_page):
    assert status(visitor(), small_page.link[:-1] + ("A" if small_page.link[-1] != "A" else "B"))[0] == 404


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "192.168.1.5"])
def test_a_request_that_names_another_host_is_refused(guest, small_page, host):
    assert status(guest, small_page.address("en"), Host=host)[0] == 404
    assert status(guest, small_page.link, Host=host)[0] == 404
    assert status(guest, f"{small_page.origin}/page/page.js", Host=host)[0] == 404


def test_the_page_allows_scripts_of_its_own_origin_only(guest):
    policy = guest.headers_seen["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "default-src 'none'" in policy
    assert guest.headers_seen["Cache-Control"] == "no-store"


def test_the_page_names_no_other_address(guest, small_page):
    found = set(re.findall(r"https?://[\w.:-]+", guest.page.replace(small_page.origin, "")))
    assert found - {"http://www.w3.org"} == set()


@pytest.mark.parametrize("name", ["page.js", "NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf"])
def test_the_pages_own_files_are_served(guest, small_page, name):
    assert status(guest, f"{small_page.origin}/page/{name}")[0] == 200


def test_a_kernel_can_be_read_but_not_deleted_over_http(guest, small_page):
    address = f"{small_page.origin}/api/kernels/{guest.kernel}"
    assert status(guest, address)[0] == 200
    token = {"X-XSRFToken": xsrf_token(guest)}
    codes = [status(guest, address, method=method, **token)[0] for method in ("GET", "DELETE", "GET")]
    assert codes == [200, 404, 200]


def said(message_type, *, channel="shell", content=CODE):
    """A message to the kernel, as a browser sends it."""
    header = {"msg_id": uuid4().hex, "msg_type": message_type, "session": "s", "username": "", "version": "5.3"}
    return {"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": channel}


def answers_to(guest, small_page, *messages, origin="", until="_reply", wait=1.0):
    """Kinds of what comes back to messages on the page's line to its kernel, until one of a kind."""

    async def ask():
        url = small_page.origin.replace("http", "ws") + f"/api/kernels/{guest.kernel}/channels?session_id=s"
        headers = {"Cookie": cookie_header(guest)} | ({"Origin": origin} if origin else {})
        line = await websocket_connect(HTTPRequest(url, headers=headers))
        for message in messages:
            await line.write_message(json.dumps(message))
        ours = {message["header"]["msg_id"] for message in messages}
        found = []
        with suppress(TimeoutError):
            async with asyncio.timeout(wait):
                while not (found and found[-1].endswith(until)):
                    answer = json.loads(await line.read_message())
                    if answer["parent_header"].get("msg_id") in ours:
                        found.append(answer["msg_type"])
        line.close()
        while await line.read_message() is not None:
            pass
        return found

    return asyncio.run(ask())


def test_a_visitor_can_ask_for_widgets(guest, small_page):
    assert "comm_info_reply" in answers_to(guest, small_page, said("comm_info_request", content={}), wait=10)


@pytest.mark.parametrize(
    ("message_type", "channel"),
    [("execute_request", "shell"), ("execute_request", "control"), ("inspect_request", "shell")],
)
def test_a_visitor_cannot_run_or_read_code(guest, small_page, message_type, channel):
    assert answers_to(guest, small_page, said(message_type, channel=channel), wait=0.5) == []


def test_forged_messages_bring_no_traceback_and_leave_the_line_alive(guest, small_page):
    widget = re.search(r'"model_id": "(\w+)"', guest.page).group(1)
    update = {"comm_id": widget, "data": {"method": "update", "state": {"children": 7}, "buffer_paths": []}}
    foreign = {"comm_id": "f" * 32, "target_name": "jupyter.widget", "data": {"state": {"_model_module": "os"}}}
    forged = [said("comm_msg", content=update), said("comm_open", content=foreign)]
    kinds = answers_to(guest, small_page, *forged, until="comm_close", wait=10)
    assert set(kinds) <= {"status", "comm_msg", "comm_close"}
    assert kinds[-1] == "comm_close"


def test_another_pages_script_cannot_use_the_line(guest, small_page):
    with pytest.raises(HTTPClientError) as refused:
        answers_to(guest, small_page, said("comm_info_request", content={}), origin="http://evil.example")
    assert refused.value.code in (403, 404)


def test_the_closing_page_ends_its_kernel_and_only_with_its_own_cookie(guest, small_page):
    address = f"{small_page.origin}/voila/api/shutdown/{guest.kernel}"
    assert status(guest, address, method="POST", data=b"_xsrf=forged")[0] == 404
    assert status(guest, address, method="POST", data=f"_xsrf={xsrf_token(guest)}".encode())[0] == 204
    assert status(guest, f"{small_page.origin}/api/kernels/{guest.kernel}")[0] == 404


def test_a_reload_gets_a_new_kernel(guest, small_page):
    assert guest.kernel not in fetch_page(small_page)
