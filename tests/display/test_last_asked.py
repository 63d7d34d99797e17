"""What two chapters ask for is computed once, and never kept for another client or day."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from workbench.display.last_asked import last_asked


@pytest.fixture
def counted():
    asked = []

    @last_asked
    def figures(client, *, on):
        asked.append((client.id, on))
        if on == "never":
            raise ValueError(on)
        return object()

    return figures, asked


def test_the_same_client_and_day_are_computed_once(counted):
    figures, asked = counted
    client = SimpleNamespace(id="a")
    assert figures(client, on="2026-01-31") is figures(client, on="2026-01-31")
    assert asked == [("a", "2026-01-31")]


def test_another_day_and_another_client_that_looks_the_same_are_computed_anew(counted):
    figures, asked = counted
    one, other = SimpleNamespace(id="a"), SimpleNamespace(id="a")
    for client, day in ((one, "2026-01-31"), (one, "2026-02-01"), (other, "2026-02-01"), (one, "2026-02-01")):
        figures(client, on=day)
    assert len(asked) == 4


def test_a_failed_computation_is_not_kept(counted):
    figures, asked = counted
    client = SimpleNamespace(id="a")
    kept = figures(client, on="2026-01-31")
    with pytest.raises(ValueError, match="never"):
        figures(client, on="never")
    assert figures(client, on="2026-01-31") is kept
    assert len(asked) == 2
