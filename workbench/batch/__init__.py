"""Reviews over clients: strict parameters, a kernel a client, checked results, atomic publication."""

from __future__ import annotations

from workbench.batch.execution import run_notebook as run_notebook
from workbench.batch.reviews import each_review as each_review
from workbench.batch.reviews import review as review
from workbench.batch.reviews import review_client as review_client
