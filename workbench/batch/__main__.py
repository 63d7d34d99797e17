"""A worker: one client's reviews. It is told what to do on standard input and answers in a file."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path


def main() -> int:
    # jsonschema, which nbformat loads, builds a grammar of international addresses where it finds this
    # package. That takes a second for every worker, and no notebook holds such an address.
    sys.modules.setdefault("rfc3987_syntax", None)
    from workbench.errors import WorkbenchError
    from workbench.store.files import write_json

    rows: list[dict] = []
    try:
        for row in _each(json.load(sys.stdin)):
            rows.append(row)
            write_json(Path(sys.argv[1]), rows)
    except WorkbenchError as fault:
        print(fault)
        return fault.exit_code
    return 0


def _each(job: dict) -> Iterator[dict]:
    from workbench.batch.making import review_client

    options = {name: job[name] for name in ("month", "home", "reports", "notebook")}
    for lang in job["langs"]:
        yield from (asdict(row) for row in review_client(job["client"], langs=[lang], **options))


if __name__ == "__main__":
    sys.exit(main())
