#!/usr/bin/env bash
# Runs every test: the quick ones first, then those on whole sellers, in kernels and in a browser. The sample
# sellers are ingested into a temporary home first, which all tests read and none alters.
set -euo pipefail
python=${1:-.venv/bin/python}
cd "$(dirname "$0")/.."

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export WORKBENCH_STATE=$scratch/state WORKBENCH_REPORTS=$scratch/reports MPLCONFIGDIR=$scratch/matplotlib IPYTHONDIR=$scratch/ipython
export WORKBENCH_HOME=$scratch/home MPLBACKEND=agg JUPYTER_PLATFORM_DIRS=1
# One worker a core: further threads of linear algebra would only take turns.
export OMP_NUM_THREADS=1
# Both workers, the second part and every process that a test starts read what the first has compiled.
unset WORKBENCH_CLIENT PYTHONDONTWRITEBYTECODE
mkdir -p "$WORKBENCH_HOME" "$WORKBENCH_STATE"
for seller in data/sample/*/client.yml; do
    folder=$(dirname "$seller")
    cp -r "$folder" "$WORKBENCH_HOME/"
    rm -rf "$WORKBENCH_HOME/$(basename "$folder")/store"
    # Exit code 1 says that rows were refused, which the third seller's files are made for.
    "$python" -m workbench ingest "$(basename "$folder")" >"$scratch/ingest.log" 2>&1 </dev/null || [ $? = 1 ] || { cat "$scratch/ingest.log"; exit 2; }
done

quick="not notebook and not sample and not browser and not endurance"
whole="notebook or sample or browser or endurance"
if ! command -v chromium >/dev/null && ! command -v chromium-browser >/dev/null && ! command -v google-chrome >/dev/null; then
    echo "No Chromium on this machine: the tests that drive a browser are left out (Debian: apt-get install chromium)."
    whole="(notebook or sample or endurance) and not browser"
fi
status=0
# The plugin for notebooks costs each process a second to load, and is needed for the last two lines only. Each worker
# begins with its own half of the files, so that what a file prepares is prepared once.
"$python" -m pytest -p no:nbval --numprocesses auto --dist worksteal -m "$quick" tests workbench || status=1
"$python" -m pytest -p no:nbval --numprocesses auto --dist loadfile -m "$whole" tests || status=1
# Every notebook runs clean on its defaults; the apps are bound to a client as a server binds them.
"$python" -m pytest -p no:cacheprovider -W default --nbval-lax --nbval-kernel-name python3 notebooks/*.ipynb notebooks/reports notebooks/desk || status=1
WORKBENCH_CLIENT=lumen-home "$python" -m pytest -p no:cacheprovider -W default --nbval-lax --nbval-kernel-name python3 notebooks/apps || status=1
exit $status
