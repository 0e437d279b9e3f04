#!/bin/sh
# play.sh BIN PROMPT [OPTION...]: play on the default device, or record where there is none.
set -eu
bin=$1
prompt=$2
shift 2

if "$bin/python" -c 'import sounddevice; sounddevice.query_devices(kind="output")' 2>/dev/null; then
    echo "Playing \"$prompt\" on the default sound device; Ctrl-C ends it."
    exec "$bin/musiccm" run "$prompt" "$@"
fi
mkdir -p out
echo "No sound device here: playing \"$prompt\" to the null device for 60 s, into out/first_sound.wav"
exec "$bin/musiccm" run "$prompt" --device null --record out/first_sound.wav --for 60 "$@"
