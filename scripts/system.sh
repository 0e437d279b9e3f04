#!/bin/sh
# system.sh REASON PACKAGE...: install Debian/Ubuntu packages where that is allowed.
# Where it is not, say what is missing and how to get it, and go on: the caller decides.
set -eu
reason=$1
shift

missing_of() {
    for package in "$@"; do
        state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
        [ "$state" = installed ] || printf ' %s' "$package"
    done
}

if ! command -v dpkg-query >/dev/null 2>&1; then
    # On macOS the Python wheels bring PortAudio and libsndfile with them.
    [ "$(uname -s)" = Darwin ] ||
        echo "note: not a Debian or Ubuntu; $reason install what they call: $*" >&2
    exit 0
fi

missing=$(missing_of "$@")
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ]; then
    root="env"
elif sudo -n true 2>/dev/null; then
    root="sudo -n env"
else
    echo "note: $reason these packages are missing:$missing" >&2
    echo "      get them with: sudo apt-get install$missing" >&2
    exit 0
fi

# jackd2 would ask a question about real-time priority; its default answer is no.
apt() { $root DEBIAN_FRONTEND=noninteractive apt-get -q -y "$@" >>"$log" 2>&1; }
log=$(mktemp)
trap 'rm -f "$log"' EXIT
echo "installing, $reason:$missing"
apt update || true
# shellcheck disable=SC2086
apt install --no-install-recommends $missing || for package in $missing; do
    apt install --no-install-recommends "$package" || true
done
missing=$(missing_of "$@")
if [ -n "$missing" ]; then
    tail -n 5 "$log" >&2
    echo "note: apt-get did not install, $reason:$missing" >&2
    echo "      see why with: sudo apt-get update && sudo apt-get install$missing" >&2
fi
