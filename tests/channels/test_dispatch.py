"""Sent once, never lost: to receivers on this machine, or into a file."""

import logging
import socket
import sys
import warnings

import pytest

from tests.channels.conftest import BREACH, LATE, LIKELY
from workbench.channels import dispatch
from workbench.channels.addresses import Channel, ChannelFailed, full_address
from workbench.errors import MachineLacks
from workbench.record import told_alerts

SECRET = "s3cret-t0ken"
# apprise asks for a module that Python is about to drop, and does without it where it is gone.
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")


@pytest.fixture
def apprise():
    """The channels need the optional package."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return pytest.importorskip("apprise", reason="the optional extra 'alerts' is not installed")


@pytest.fixture
def without_apprise(monkeypatch):
    """A machine on which apprise is not installed."""
    monkeypatch.setitem(sys.modules, "apprise", None)


def told(office, client="norte"):
    return {(of, channel) for _, of, channel in told_alerts(office.home / client)}


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def test_a_receiver_gets_the_digest_once(office, receiver, apprise):
    office.channels = {"desk": receiver.address}
    watched = office.look("2026-01-31", norte=[BREACH], sur=[LIKELY])
    assert office.send(watched).sent == {"desk": 1}
    assert [got["title"].replace("\xa0", " ") for got in receiver.got] == ["Example Agency: alerts of 31 Jan 2026"]
    assert "late shipment rate" in receiver.got[0]["message"]
    again = office.send(office.look("2026-01-31", norte=[BREACH], sur=[LIKELY]))
    assert again.sent == {} and len(receiver.got) == 1
    # The next day it is only told that it is over.
    office.send(office.look("2026-02-01", norte=[], sur=[LIKELY]), on="2026-02-01")
    assert len(receiver.got) == 2 and "Sur" not in receiver.got[1]["message"]
    assert told(office) == {("opened", "desk"), ("over", "desk")}


def test_what_was_told_at_once_is_not_new_in_the_digest(office, receiver, apprise):
    office.channels = {"desk": receiver.address}
    office.send(office.look("2026-01-31", norte=[BREACH, LATE]), form="now")
    office.send(office.look("2026-01-31", norte=[BREACH, LATE]))
    at_once, digest = (got["message"] for got in receiver.got)
    assert "was due on" not in at_once
    assert digest.index("New") < digest.index("was due on") < digest.index("Still open") < digest.index("misses its")


@pytest.mark.parametrize("answer", [500, 404])
def test_a_receiver_that_refuses_leaves_the_alert_unsent(office, receiver, apprise, answer):
    office.channels, receiver.answer = {"desk": receiver.address}, answer
    done = office.send(office.look("2026-01-31", norte=[BREACH]))
    assert done.sent == {} and told(office) == set()
    assert "alert channel 'desk': the receiver did not take the message" in str(done.faults[0])
    receiver.answer = 200
    assert office.send(office.look("2026-01-31", norte=[BREACH])).sent == {"desk": 1}


def test_a_receiver_that_is_down_stops_no_other(office, receiver, apprise):
    office.channels = {"down": f"json://127.0.0.1:{free_port()}/", "desk": receiver.address}
    done = office.send(office.look("2026-01-31", norte=[BREACH]))
    assert done.sent == {"desk": 1} and len(done.faults) == 1 and told(office) == {("opened", "desk")}
    assert office.look("2026-01-31", norte=[BREACH])[0].alerts["state"].tolist() == ["open"]


def test_a_crash_between_sending_and_entering_repeats_and_never_loses(office, receiver, apprise, monkeypatch):
    office.channels = {"desk": receiver.address}

    def crash(*words, **named):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(dispatch, "remember_told", crash)
        with pytest.raises(KeyboardInterrupt):
            office.send(office.look("2026-01-31", norte=[BREACH]))
    assert office.send(office.look("2026-01-31", norte=[BREACH])).sent == {"desk": 1}
    assert len(receiver.got) == 2


def test_a_long_message_arrives_whole(office, receiver, apprise):
    office.channels = {"desk": receiver.address}
    many = [{**BREACH, "kpi": f"policy_case_{n}"} for n in range(700)]
    office.send(office.look("2026-01-31", norte=many))
    # Between two parts a space may be lost, never a word.
    whole = "".join("".join(got["message"].split()) for got in receiver.got)
    assert len(receiver.got) > 1 and all(f"policy_case_{n},shipped" in whole for n in range(700))


def test_no_secret_is_shown(office, apprise, monkeypatch, capfd, caplog):
    monkeypatch.setenv("DESK_TOKEN", SECRET)
    office.channels = {
        "unknown": f"nonsense://{SECRET}",
        "down": f"json://user:${{DESK_TOKEN}}@127.0.0.1:{free_port()}/{SECRET}",
        "unset": f"json://${{NOT_THERE}}@127.0.0.1/{SECRET}",
        "mail": f"mailtos://user:{SECRET}",
    }
    with caplog.at_level(logging.DEBUG):
        done = office.send(office.look("2026-01-31", norte=[BREACH]))
    faults = [str(fault) for fault in done.faults]
    assert len(faults) == 4 and "its address is none that apprise knows" in faults[0]
    assert "the environment does not hold NOT_THERE" in faults[2]
    shown = "".join([*faults, caplog.text, *capfd.readouterr(), repr(office.agency), repr(done)])
    assert SECRET not in shown
    assert SECRET not in "".join(path.read_text() for path in office.home.rglob("*") if path.is_file())


def test_a_value_of_the_environment_is_quoted_within_an_address_and_bare_as_the_whole(monkeypatch):
    monkeypatch.setenv("DESK_TOKEN", "a@b/c")
    assert (
        full_address(Channel("desk", "mailtos://me:${DESK_TOKEN}@example.com")) == "mailtos://me:a%40b%2Fc@example.com"
    )
    assert full_address(Channel("desk", "${DESK_TOKEN}")) == "a@b/c"
    with pytest.raises(ChannelFailed, match="the environment does not hold NONE"):
        full_address(Channel("desk", "json://${NONE}"))


def test_without_channels_a_file_takes_it_once(office):
    done = office.send(office.look("2026-01-31", norte=[BREACH]))
    path = office.home / "reports" / "alerts" / "2026-01-31.md"
    assert done.file == path and done.faults == [] and done.texts[0].splitlines()[0] in path.read_text()
    before = path.read_text()
    assert office.send(office.look("2026-01-31", norte=[BREACH])).texts == []
    assert path.read_text() == before
    office.send(office.look("2026-01-31", norte=[BREACH], sur=[LIKELY]), form="now")
    assert path.read_text().startswith(before) and "Sur Digital" in path.read_text()


def test_without_apprise_a_file_takes_it_and_the_channel_is_still_owed(office, without_apprise):
    office.channels = {"desk": "json://127.0.0.1/"}
    done = office.send(office.look("2026-01-31", norte=[BREACH]))
    assert done.file.is_file() and told(office) == {("opened", dispatch.FILE)}
    assert isinstance(done.faults[0], MachineLacks)
    assert "apprise is not installed. Expected apprise. Hint: pip install 'apprise>=1.9'" in str(done.faults[0])
