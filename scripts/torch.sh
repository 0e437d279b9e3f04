#!/bin/sh
# torch.sh PYTHON REQUIREMENT: install torch, the CPU build where no NVIDIA GPU is at hand.
# First of all packages: on Linux an unpinned torch drags in gigabytes of CUDA libraries.
set -eu
python=$1
torch=$2
index=https://download.pytorch.org/whl/cpu
install() { "$python" -m pip install --quiet "$@"; }

case "$(uname -s)-$torch" in
    Linux-torch==*+*) install "$torch" ;; # the caller names the build
    Linux-torch==*)
        if command -v nvidia-smi >/dev/null 2>&1; then
            install "$torch"
        else
            echo "installing the CPU build of $torch"
            install "$torch+cpu" 2>/dev/null ||
                install "$torch" --index-url "$index" ||
                install "$torch"
        fi ;;
    *) install "$torch" ;;
esac
