"""What each message says, and of whom."""

import pytest

from tests.channels.conftest import BREACH, LATE, LIKELY
from workbench.channels import preview
from workbench.channels.messages import messages
from workbench.record import remember_told


def owed(office, watched, *, form="digest", told=frozenset(), channel="desk", lang="en"):
    known = {each.client.id: told for each in watched}
    place = {"agency": office.agency, "lang": lang, "on": "2026-01-31"}
    return messages(watched, form=form, told=known, channel=channel, **place)


def test_the_digest_is_one_message_over_all_clients(office):
    (message,) = owed(office, office.look("2026-01-31", norte=[BREACH], sur=[LIKELY, LATE]))
    assert message.title.replace("\xa0", " ") == "Example Agency: alerts of 31 Jan 2026"
    assert message.body.index("Norte Hogar") < message.body.index("late shipment rate") < message.body.index("Sur Dig")
    assert {name: len(told) for name, told in message.tells.items()} == {"norte": 1, "sur": 2}


def test_a_message_at_once_is_of_one_client_and_holds_nothing_of_another(office):
    first, second = owed(office, office.look("2026-01-31", norte=[BREACH], sur=[LIKELY, LATE]), form="now")
    assert "Norte" in first.title and "Sur" not in first.title + first.body and "sur" not in first.body
    assert "Sur" in second.title and "Norte" not in second.title + second.body and "norte" not in second.body
    # A late file waits for the digest.
    assert [list(each.tells) for each in (first, second)] == [["norte"], ["sur"]]
    assert [len(told) for each in (first, second) for told in each.tells.values()] == [1, 1]


def test_a_digest_without_news_is_no_message(office):
    watched = office.look("2026-01-31", norte=[BREACH])
    known = {(watched[0].alerts["alert_id"].item(), "opened", "desk")}
    assert owed(office, watched, told=known) == []
    assert len(owed(office, watched, told=known, channel="another")) == 1


def test_a_digest_with_news_lists_what_still_stands_and_what_is_over(office):
    watched = office.look("2026-01-30", norte=[BREACH, LIKELY])
    ids = watched[0].alerts.set_index("kind")["alert_id"]
    known = {(name, "opened", "desk") for name in ids}
    watched = office.look("2026-01-31", norte=[BREACH, {**LIKELY, "verdict": "off"}, LATE])
    (message,) = owed(office, watched, told=known)
    new, still, over = (message.body.index(f"\n\n{title}\n") for title in ("New", "Still open", "Over"))
    late = message.body.index("was due on")
    assert new < late < still < message.body.index(ids["breach"]) < over < message.body.index(ids["likely"])
    assert (ids["likely"], "over") in message.tells["norte"]
    assert (ids["breach"], "opened") not in message.tells["norte"]


def test_what_was_over_before_anyone_was_told_is_not_told(office):
    office.look("2026-01-30", norte=[BREACH])
    assert owed(office, office.look("2026-01-31", norte=[])) == []


@pytest.mark.parametrize(("lang", "word"), [("zh", "新增"), ("es", "Nuevas")])
def test_messages_are_in_the_language_asked_for(office, lang, word):
    (message,) = owed(office, office.look("2026-01-31", norte=[BREACH, LIKELY, LATE]), lang=lang)
    assert word in message.body and "misses its target" not in message.body


def test_a_preview_shows_what_nobody_was_told_and_enters_nothing(office):
    watched = office.look("2026-01-31", norte=[BREACH])
    said = {"form": "digest", "agency": office.agency, "lang": "en", "on": "2026-01-31"}
    assert preview(watched, **said) == preview(watched, **said) != []
    remember_told(office.home / "norte", [(watched[0].alerts["alert_id"].item(), "opened")], channel="x", by="Li")
    assert preview(watched, **said) == []
