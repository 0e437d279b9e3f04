#!/bin/sh
# A few gestures from a shell, with liblo's oscsend (Debian: apt install liblo-tools).
# Usage: sh docs/examples/gestures.sh [PORT]
set -e
port=${1:-7000}

send() { oscsend 127.0.0.1 "$port" "$@"; }

send /mcm/quantize s bar                      # from now on, changes wait for the bar line
send /mcm/prompt/1/text s "dub techno, deep"
send /mcm/key s Am
send /mcm/chord s "Am F | C G"
send /mcm/stem/lead/rest T                    # the lead's player rests
send /mcm/stem/drums/gain f 0.8               # a fader: heard at once
send /mcm/density f 0.7
send /mcm/scene/save is 1 "dub"               # how all of this is asked to be, to come back to
