"""The page server's own process: `python -m workbench.serve`, started by `serve` with its order on stdin."""

from workbench.serve.server import read_order, run

run(read_order())
