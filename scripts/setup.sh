#!/usr/bin/env bash
# Creates the virtual environment from the lock file. Installs missing system libraries where the user may,
# else prints the one command that does.
set -euo pipefail
venv=${1:-.venv}
cd "$(dirname "$0")/.."

need=()
have_lib() { ldconfig -p 2>/dev/null | grep -q "$1" || find /usr/lib /usr/local/lib /opt/homebrew/lib -maxdepth 3 -name "$1*" 2>/dev/null | grep -q .; }
python=${PYTHON:-}
for candidate in $python python3 python3.13 python3.12 python3.11; do
    if command -v "$candidate" >/dev/null 2>&1 && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ] || ! command -v "$python" >/dev/null 2>&1; then
    need+=(python3 python3-venv)
    python=python3
elif ! "$python" -c 'import venv, ensurepip' >/dev/null 2>&1; then
    need+=("python3-venv")
fi
have_lib libpango-1.0 && have_lib libpangoft2-1.0 && have_lib libharfbuzz-subset || need+=(libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0)

if [ ${#need[@]} -gt 0 ]; then
    if ! command -v apt-get >/dev/null 2>&1; then
        echo "This machine lacks: ${need[*]}" >&2
        echo "Install Python 3.11 or newer and Pango 1.44 or newer with your package manager, then call make again" >&2
        echo "(macOS: brew install python pango)." >&2
        exit 1
    fi
    command="apt-get install -y --no-install-recommends ${need[*]}"
    if [ "$(id -u)" = 0 ]; then as=""; elif sudo -n true 2>/dev/null; then as="sudo"; else
        echo "This machine lacks: ${need[*]}" >&2
        echo "Run this once, then call make again:" >&2
        echo "    sudo apt-get update && sudo $command" >&2
        exit 1
    fi
    echo "Installing ${need[*]} ..."
    log=$(mktemp)
    if ! { $as apt-get update -q && DEBIAN_FRONTEND=noninteractive $as $command -q; } >"$log" 2>&1; then
        tail -n 5 "$log" >&2
        echo "The install failed. Run this by hand, then call make again:" >&2
        echo "    ${as:+$as }apt-get update && ${as:+$as }$command" >&2
        exit 1
    fi
    rm -f "$log"
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "Python 3.11 or newer is needed; found $("$python" --version 2>&1). Set PYTHON=/path/to/python3.11 and call make again." >&2
    exit 1
fi

echo "Setting up $venv (a few minutes the first time) ..."
[ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1
log=$(mktemp)
if ! { "$venv/bin/python" -m pip install --quiet --require-hashes -r requirements.lock &&
       "$venv/bin/python" -m pip install --quiet --no-deps --no-build-isolation -e .; } >"$log" 2>&1; then
    grep -v '^WARNING' "$log" | tail -n 12 >&2
    echo "The packages could not be installed; the whole log is $log. Mend the cause, then call make again." >&2
    exit 1
fi
rm -f "$log"
echo "Ready."
