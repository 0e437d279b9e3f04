"""Lights: eight DMX-like channels (0 … 255) that follow the music, and a cue for each section.

Channels: strobe on drums, bass, harmony, lead, red, green, blue, master. The colour is the chord's
root, its saturation the brightness. Send them to your own DMX interface instead of printing them.

python docs/examples/lights.py --seconds 60
"""

import argparse
import colorsys
import socket
import time

from pythonosc.osc_message_builder import OscMessageBuilder
from pythonosc.osc_packet import OscPacket

from bridge.protocol.parameters import FEATURES, PITCH_CLASSES

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--seconds", type=float, default=60.0)
parser.add_argument("--rate", type=float, default=40.0, help="a DMX universe's own is 44")
parser.add_argument("--port", type=int, default=7000)
options = parser.parse_args()

subscribe = OscMessageBuilder("/mcm/subscribe")
for argument in (min(3600.0, options.seconds + 10), "features", options.rate):
    subscribe.add_arg(argument)
ears = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
ears.settimeout(10.0)
ears.sendto(subscribe.build().dgram, ("127.0.0.1", options.port))


def dmx(share: float) -> int:
    return round(255 * min(1.0, max(0.0, share)))


def channels_of(now: dict) -> list[int]:
    root = now["chord"][:2] if now["chord"][1:2] == "#" else now["chord"][:1]
    hue = PITCH_CLASSES.index(root) / 12 if root else 0.0
    colour = colorsys.hsv_to_rgb(hue, 0.4 + 0.6 * now["brightness"], 1.0)
    stems = [1 + now[stem] / 40 for stem in ("bass", "harmony", "lead")]  # -40 dB is dark
    strobe = now["drums_onset"] / 24
    return [dmx(level) for level in (strobe, *stems, *colour, 1 + now["master"] / 40)]


section, end = "", time.time() + options.seconds
while time.time() < end:
    for heard_at, message in OscPacket(ears.recv(4096)).messages:
        if message.address == "/mcm/features.reply":
            now = dict(zip((field.name for field in FEATURES), message.params, strict=True))
            time.sleep(max(0.0, heard_at - time.time()))
            if now["section"] != section:
                section = now["section"]
                print(f"CUE bar {now['bar'] + 1}: {section or 'unknown'}", flush=True)
            print("DMX", *channels_of(now), flush=True)
