#!/bin/sh
# venv.sh PYTHON VENV: make a virtual environment, with what Debian splits off from Python.
set -eu
python=$1
venv=$2
here=$(dirname "$0")

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "make: needs Python 3.11 or later as '$python'; give another one: make PYTHON=python3.12 ..." >&2
    exit 2
fi

has_venv() { "$python" -c 'import ensurepip, venv' 2>/dev/null; }

has_venv || sh "$here/system.sh" "to make an environment" \
    "python$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv"
if ! has_venv; then
    echo "make: '$python' cannot make a virtual environment; get it with: sudo apt-get install python3-venv" >&2
    exit 2
fi
"$python" -m venv "$venv"
