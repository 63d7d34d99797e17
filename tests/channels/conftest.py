"""A receiver on this machine, an agency, and clients with alerts."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.accountability import small
from tests.alerts.conftest import FakeConditions, condition
from workbench.alerts import watch_alerts
from workbench.channels import Watched, send_alerts
from workbench.profile import Agency, parse_profile

NAMES = {"norte": "Norte Hogar", "sur": "Sur Digital"}


@dataclass
class Receiver:
    """An HTTP server that keeps what it is sent; `answer` is the status it gives back."""

    answer: int = 200
    got: list[dict] = field(default_factory=list)
    port: int = 0

    @property
    def address(self) -> str:
        return f"json://127.0.0.1:{self.port}/alerts"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    kept = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            kept.got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(kept.answer)
            self.end_headers()

        def log_message(self, *words):
            """Says nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    kept.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield kept
    server.shutdown()
    thread.join()
    server.server_close()


@dataclass
class Office:
    """An agency with its clients and their reports."""

    home: Path
    monkeypatch: pytest.MonkeyPatch
    channels: dict[str, str] = field(default_factory=dict)

    @property
    def agency(self) -> Agency:
        return Agency(name={"en": "Example Agency"}, alert_channels=self.channels)

    def look(self, on: str, **found: list[dict]) -> list[Watched]:
        """The clients on a day on which these conditions are found, by client."""
        seen = []
        for name, rows in found.items():
            self.monkeypatch.setattr("workbench.alerts.watching.conditions", FakeConditions(rows))
            text = small.PROFILE.replace("norte", name).replace("Norte", NAMES[name])
            profile = parse_profile(text, client_id=name, where="x")
            client = SimpleNamespace(id=name, folder=self.home / name, profile=profile)
            seen.append(Watched(client, watch_alerts(client, as_of=on, by="Li")))
        return seen

    def send(self, watched: list[Watched], *, form: str = "digest", on: str = "2026-01-31", lang: str = "en"):
        said = {"form": form, "agency": self.agency, "lang": lang, "on": on, "by": "Li"}
        return send_alerts(watched, **said, reports=self.home / "reports")


@pytest.fixture
def office(tmp_path, monkeypatch) -> Office:
    return Office(tmp_path, monkeypatch)


BREACH, LIKELY = condition(), condition("likely", kpi="valid_tracking_rate", probability=0.4)
LATE = condition("file_late", kpi="", scope="amazon-all-orders 2025-12", due_date="2026-01-05")
