"""A worker: one client's reviews. It is told what to do on standard input and answers in a file."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from workbench.batch.reviews import as_rows, review_client
from workbench.errors import WorkbenchError
from workbench.store.files import write_json


def main() -> int:
    job = json.load(sys.stdin)
    answer = Path(sys.argv[1])
    rows: list[dict] = []
    options = {name: job[name] for name in ("month", "home", "reports", "notebook")}
    try:
        for made in _each(job, options):
            rows += made
            write_json(answer, rows)
    except WorkbenchError as fault:
        print(fault)
        return fault.exit_code
    return 0


def _each(job: dict, options: dict):
    for lang in job["langs"] or [""]:
        yield as_rows(review_client(job["client"], langs=[lang] if lang else [], **options))


if __name__ == "__main__":
    sys.exit(main())
