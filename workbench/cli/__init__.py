"""The command line: a thin skin over the package.

Exit code 0: done. 1: done, but something was refused or breached. 2: unusable arguments, unusable
input or open questions. Rooms are imported inside the commands, so that `--help` answers at once.
"""

# Importing these modules registers their commands.
from workbench.cli import alerts, bands, clients, desk, figures, files, machine, prices, reports
from workbench.cli.app import app

__all__ = ["alerts", "app", "bands", "clients", "desk", "figures", "files", "machine", "prices", "reports"]
