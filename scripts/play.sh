#!/bin/sh
# play.sh BIN [OPTION...]: play $PROMPT on the default device, or record where there is none.
set -eu
bin=$1
shift

if "$bin/python" -c 'import sounddevice; sounddevice.query_devices(kind="output")' 2>/dev/null; then
    echo "Playing \"$PROMPT\" on the default sound device; Ctrl-C ends it."
    exec "$bin/musiccm" run "$PROMPT" "$@"
fi
mkdir -p out
echo "No sound device here: playing \"$PROMPT\" to the null device for 60 s, into out/first_sound.wav"
exec "$bin/musiccm" run "$PROMPT" --device null --record out/first_sound.wav --for 60 "$@"
